import type { BitWriter } from './bitWriter.ts';
import { createLinearPredictor, fitLinearPredictor } from './linearPrediction.ts';
import type { LinearPredictor } from './linearPrediction.ts';
import { createRicePlan, planRice, writeRice } from './riceCode.ts';
import type { RicePlan } from './riceCode.ts';

/** How one channel of one block is to be coded. Reused from block to block. */
export interface SubframePlan {
  kind: 'constant' | 'verbatim' | 'fixed' | 'linear';
  /** Of a sample, without wasted ones. */
  codedBits: number;
  wastedBits: number;
  /** Order of a fixed predictor. */
  fixedOrder: number;
  readonly predictor: LinearPredictor;
  /** Samples without their wasted bits. */
  readonly samples: Int32Array;
  /** Of the fixed predictor, then of the linear one; `kind` says which counts. */
  fixedResidual: Int32Array;
  linearResidual: Int32Array;
  fixedRice: RicePlan;
  linearRice: RicePlan;
  /** About how many bits it takes. */
  bits: number;
}

export function createSubframePlan(blockFrames: number): SubframePlan {
  return {
    kind: 'constant',
    codedBits: 0,
    wastedBits: 0,
    fixedOrder: 0,
    predictor: createLinearPredictor(),
    samples: new Int32Array(blockFrames),
    fixedResidual: new Int32Array(blockFrames),
    linearResidual: new Int32Array(blockFrames),
    fixedRice: createRicePlan(),
    linearRice: createRicePlan(),
    bits: 0,
  };
}

/** A residual this large does not occur in audio and would not fit. */
const MAX_RESIDUAL = 1 << 29;

/** Chooses how to code `count` samples of `bits` bits. */
export function planSubframe(plan: SubframePlan, input: Int32Array, count: number, bits: number, window: Float64Array): void {
  let used = 0;
  let differs = 0;
  for (let k = 0; k < count; k++) {
    used |= input[k]!;
    differs |= input[k]! ^ input[0]!;
  }
  plan.wastedBits = differs === 0 ? 0 : 31 - Math.clz32(used & -used);
  plan.codedBits = bits - plan.wastedBits;
  for (let k = 0; k < count; k++) {
    plan.samples[k] = input[k]! >> plan.wastedBits;
  }
  if (differs === 0) {
    plan.kind = 'constant';
    plan.bits = 8 + bits;
    return;
  }
  plan.kind = 'verbatim';
  plan.bits = 8 + plan.codedBits * count;
  const { samples, codedBits, predictor } = plan;

  plan.fixedOrder = bestFixedOrder(samples, count);
  fixedResidual(plan.fixedResidual, samples, count, plan.fixedOrder);
  const maxParameter = bits <= 17 ? 14 : 30;
  planRice(plan.fixedRice, plan.fixedResidual, plan.fixedOrder, count, maxParameter);
  const fixedBits = 8 + plan.fixedOrder * codedBits + plan.fixedRice.bits;
  if (fixedBits < plan.bits) {
    plan.kind = 'fixed';
    plan.bits = fixedBits;
  }
  if (fitLinearPredictor(predictor, samples, count, codedBits, window) && linearResidual(plan.linearResidual, samples, count, predictor)) {
    planRice(plan.linearRice, plan.linearResidual, predictor.order, count, maxParameter);
    const linearBits = 8 + 9 + predictor.order * (codedBits + predictor.precision) + plan.linearRice.bits;
    if (linearBits < plan.bits) {
      plan.kind = 'linear';
      plan.bits = linearBits;
    }
  }
}

/** @source RFC 9639 §9.2 */
export function writeSubframe(to: BitWriter, plan: SubframePlan, count: number): void {
  const { kind, samples, codedBits, wastedBits, predictor } = plan;
  const type = kind === 'constant' ? 0 : kind === 'verbatim' ? 1 : kind === 'fixed' ? 8 + plan.fixedOrder : 31 + predictor.order;
  to.put((type << 1) | (wastedBits > 0 ? 1 : 0), 8);
  if (wastedBits > 0) {
    to.putUnary(wastedBits - 1);
  }
  const plain = kind === 'constant' ? 1 : kind === 'verbatim' ? count : kind === 'fixed' ? plan.fixedOrder : predictor.order;
  for (let k = 0; k < plain; k++) {
    to.put(samples[k]!, codedBits);
  }
  if (kind === 'fixed') {
    writeRice(to, plan.fixedRice, plan.fixedResidual, plan.fixedOrder, count);
  } else if (kind === 'linear') {
    to.put(predictor.precision - 1, 4);
    to.put(predictor.shift, 5);
    for (let j = 0; j < predictor.order; j++) {
      to.put(predictor.coefficients[j]!, predictor.precision);
    }
    writeRice(to, plan.linearRice, plan.linearResidual, predictor.order, count);
  }
}

/** The polynomial order whose differences are smallest in sum. */
function bestFixedOrder(samples: Int32Array, count: number): number {
  if (count < 8) {
    return 0;
  }
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let sum4 = 0;
  let a = samples[3]!;
  let b = a - samples[2]!;
  let c = b - (samples[2]! - samples[1]!);
  let d = c - (samples[2]! - 2 * samples[1]! + samples[0]!);
  for (let k = 4; k < count; k++) {
    const first = samples[k]! - a;
    const second = first - b;
    const third = second - c;
    sum0 += Math.abs(samples[k]!);
    sum1 += Math.abs(first);
    sum2 += Math.abs(second);
    sum3 += Math.abs(third);
    sum4 += Math.abs(third - d);
    a = samples[k]!;
    b = first;
    c = second;
    d = third;
  }
  const least = Math.min(sum0, sum1, sum2, sum3, sum4);
  return least === sum0 ? 0 : least === sum1 ? 1 : least === sum2 ? 2 : least === sum3 ? 3 : 4;
}

function fixedResidual(out: Int32Array, samples: Int32Array, count: number, order: number): void {
  out.set(samples);
  for (let pass = 1; pass <= order; pass++) {
    for (let k = count - 1; k >= pass; k--) {
      out[k] = out[k]! - out[k - 1]!;
    }
  }
}

/** In doubles, exact for 25-bit samples; false where a residual is out of range. */
function linearResidual(out: Int32Array, samples: Int32Array, count: number, predictor: LinearPredictor): boolean {
  const { order, coefficients } = predictor;
  const scale = 1 / (1 << predictor.shift);
  for (let k = order; k < count; k++) {
    let sum = 0;
    for (let j = 0; j < order; j++) {
      sum += coefficients[j]! * samples[k - 1 - j]!;
    }
    const residual = samples[k]! - Math.floor(sum * scale);
    if (residual > MAX_RESIDUAL || residual < -MAX_RESIDUAL) {
      return false;
    }
    out[k] = residual;
  }
  return true;
}
