// The filters of one equalizer shape: bands of fixed types and slopes whose frequency, gain and q may move.
import { BIQUAD_NUMBERS, exp, log } from '../base/index.ts';
import { writeKernelForm } from '../dsp/index.ts';
import type { F64Block, Kernels } from '../dsp/index.ts';
import { EQ_DEFAULT_Q, EQ_MAX_BANDS, EQ_MAX_STAGES_PER_BAND, designEqBand, eqBandStageCount } from '../scene/index.ts';
import type { EqBand } from '../scene/index.ts';
import { TICK_FRAMES } from './types.ts';

const MAX_STAGES = EQ_MAX_BANDS * EQ_MAX_STAGES_PER_BAND;

/** Room for one bank, whatever its bands. Numbers of a moving band: log frequency, gain in dB, log q. */
export interface BiquadBank {
  bands: readonly EqBand[];
  nStages: number;
  /** bands × 3: where the bands' numbers are going, where they came from, where they are. */
  readonly goal: Float64Array;
  readonly origin: Float64Array;
  readonly now: Float64Array;
  /** nStages × 5, kernel form; a tick moves from `from` to `to`. */
  readonly from: F64Block;
  readonly to: F64Block;
  readonly states: F64Block;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Frames into the way from origin to goal; moveFrames when arrived. */
  moveFrame: number;
  readonly moveFrames: number;
}

const design = new Float64Array(EQ_MAX_STAGES_PER_BAND * BIQUAD_NUMBERS);

export function createBank({ heap }: Kernels, channels: number, sampleRateHz: number, moveFrames: number): BiquadBank {
  const evenChannels = channels + (channels % 2);
  return {
    bands: [],
    nStages: 0,
    goal: new Float64Array(EQ_MAX_BANDS * 3),
    origin: new Float64Array(EQ_MAX_BANDS * 3),
    now: new Float64Array(EQ_MAX_BANDS * 3),
    from: heap.f64(MAX_STAGES * BIQUAD_NUMBERS),
    to: heap.f64(MAX_STAGES * BIQUAD_NUMBERS),
    states: heap.f64(MAX_STAGES * 2 * evenChannels),
    channels,
    sampleRateHz,
    moveFrame: moveFrames,
    moveFrames,
  };
}

/** Gives a bank its bands, at rest. */
export function loadBank(bank: BiquadBank, bands: readonly EqBand[]): void {
  bank.bands = bands;
  bank.nStages = bands.reduce((sum, band) => sum + eqBandStageCount(band), 0);
  writeNumbers(bank.goal, bands);
  bank.origin.set(bank.goal);
  bank.now.set(bank.goal);
  bank.moveFrame = bank.moveFrames;
  bank.states.view.fill(0);
  designBank(bank, bank.to);
  bank.from.view.set(bank.to.view);
}

/** Sends a bank of the same shape on its way to other numbers. */
export function moveBank(bank: BiquadBank, bands: readonly EqBand[]): void {
  bank.bands = bands;
  bank.origin.set(bank.now);
  writeNumbers(bank.goal, bands);
  bank.moveFrame = 0;
}

/** At the beginning of a tick: designs where a moving bank will be at its end. */
export function tickBank(bank: BiquadBank): void {
  if (bank.moveFrame >= bank.moveFrames) {
    return;
  }
  const reached = (bank.moveFrame + TICK_FRAMES) / bank.moveFrames;
  for (let k = 0; k < 3 * bank.bands.length; k++) {
    bank.now[k] = reached >= 1 ? bank.goal[k]! : bank.origin[k]! + (bank.goal[k]! - bank.origin[k]!) * reached;
  }
  bank.from.view.set(bank.to.view);
  designBank(bank, bank.to);
}

export function isBankMoving(bank: BiquadBank): boolean {
  return bank.moveFrame < bank.moveFrames;
}

/** Filters frames of one tick; `tickFrame` is where in the tick they begin. */
export function runBank(
  { run }: Kernels,
  bank: BiquadBank,
  table: number,
  startFrame: number,
  lengthFrames: number,
  tickFrame: number,
): void {
  if (bank.nStages === 0) {
    return;
  }
  if (isBankMoving(bank)) {
    run.biquadCascadeRamped(
      table,
      bank.channels,
      startFrame,
      lengthFrames,
      bank.from.ptr,
      bank.to.ptr,
      bank.nStages,
      bank.states.ptr,
      tickFrame,
      TICK_FRAMES,
    );
  } else {
    run.biquadCascade(table, bank.channels, startFrame, lengthFrames, bank.to.ptr, bank.nStages, bank.states.ptr);
  }
}

/** At the end of a tick. */
export function finishTick(bank: BiquadBank): void {
  if (isBankMoving(bank)) {
    bank.moveFrame += TICK_FRAMES;
  }
}

/** Frames until the longest ringing stage has fallen by 120 dB, at most ten seconds. */
export function bankTailFrames(bank: BiquadBank): number {
  let radius = 0;
  for (let stage = 0; stage < bank.nStages; stage++) {
    const a1 = bank.to.view[stage * BIQUAD_NUMBERS + 3]!;
    const a2 = bank.to.view[stage * BIQUAD_NUMBERS + 4]!;
    const discriminant = a1 * a1 - 4 * a2;
    radius = Math.max(radius, discriminant < 0 ? Math.sqrt(a2) : (Math.abs(a1) + Math.sqrt(discriminant)) / 2);
  }
  const longest = Math.round(10 * bank.sampleRateHz);
  return radius === 0 ? 0 : radius >= 1 ? longest : Math.min(longest, Math.ceil(log(1e-6) / log(radius)));
}

function writeNumbers(out: Float64Array, bands: readonly EqBand[]): void {
  for (let k = 0; k < bands.length; k++) {
    const band = bands[k]!;
    out[3 * k] = log(band.frequencyHz);
    out[3 * k + 1] = band.gainDb ?? 0;
    out[3 * k + 2] = log(band.q ?? EQ_DEFAULT_Q);
  }
}

function designBank(bank: BiquadBank, out: F64Block): void {
  let stage = 0;
  for (let k = 0; k < bank.bands.length; k++) {
    const band = bank.bands[k]!;
    const count = eqBandStageCount(band);
    designEqBand(design, 0, band, exp(bank.now[3 * k]!), bank.now[3 * k + 1]!, exp(bank.now[3 * k + 2]!), bank.sampleRateHz);
    for (let s = 0; s < count; s++, stage++) {
      writeKernelForm(out.view, stage * BIQUAD_NUMBERS, design, s * BIQUAD_NUMBERS);
    }
  }
}
