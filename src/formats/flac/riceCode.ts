import type { BitWriter } from './bitWriter.ts';

const MAX_PARTITION_ORDER = 6;

/** How a residual is divided and coded. */
export interface RicePlan {
  partitionOrder: number;
  /** One a partition. */
  readonly parameters: Uint8Array;
  /** About how many bits it takes. */
  bits: number;
}

export function createRicePlan(): RicePlan {
  return { partitionOrder: 0, parameters: new Uint8Array(1 << MAX_PARTITION_ORDER), bits: 0 };
}

const sums = new Float64Array(1 << MAX_PARTITION_ORDER);

/**
 * Chooses partitions and parameters for residual[order … blockFrames).
 * @param maxParameter 14 keeps to the 4-bit parameters that the oldest decoders know; 30 is the most there is
 */
export function planRice(out: RicePlan, residual: Int32Array, order: number, blockFrames: number, maxParameter: number): void {
  let finest = 0;
  while (finest < MAX_PARTITION_ORDER && blockFrames % (2 << finest) === 0 && blockFrames >> (finest + 1) > order) {
    finest++;
  }
  const finestFrames = blockFrames >> finest;
  for (let partition = 0, k = order; partition < 1 << finest; partition++) {
    let sum = 0;
    for (const end = (partition + 1) * finestFrames; k < end; k++) {
      const value = residual[k]!;
      sum += value < 0 ? -2 * value - 1 : 2 * value;
    }
    sums[partition] = sum;
  }
  out.bits = Infinity;
  for (let partitionOrder = finest; partitionOrder >= 0; partitionOrder--) {
    const partitions = 1 << partitionOrder;
    let bits = 6;
    for (let partition = 0; partition < partitions; partition++) {
      const count = (blockFrames >> partitionOrder) - (partition === 0 ? order : 0);
      bits += 5 + riceBits(sums[partition]!, count, bestParameter(sums[partition]!, count, maxParameter));
    }
    if (bits < out.bits) {
      out.bits = bits;
      out.partitionOrder = partitionOrder;
      for (let partition = 0; partition < partitions; partition++) {
        const count = (blockFrames >> partitionOrder) - (partition === 0 ? order : 0);
        out.parameters[partition] = bestParameter(sums[partition]!, count, maxParameter);
      }
    }
    for (let partition = 0; partition < partitions / 2; partition++) {
      sums[partition] = sums[2 * partition]! + sums[2 * partition + 1]!;
    }
  }
}

/** Writes residual[order … blockFrames) as planned. @source RFC 9639 §9.2.7 */
export function writeRice(to: BitWriter, plan: RicePlan, residual: Int32Array, order: number, blockFrames: number): void {
  const partitions = 1 << plan.partitionOrder;
  const partitionFrames = blockFrames >> plan.partitionOrder;
  let largest = 0;
  for (let partition = 0; partition < partitions; partition++) {
    largest = Math.max(largest, plan.parameters[partition]!);
  }
  const isWide = largest > 14;
  to.put(isWide ? 1 : 0, 2);
  to.put(plan.partitionOrder, 4);
  for (let partition = 0, k = order; partition < partitions; partition++) {
    const parameter = plan.parameters[partition]!;
    to.put(parameter, isWide ? 5 : 4);
    for (const end = (partition + 1) * partitionFrames; k < end; k++) {
      const value = residual[k]!;
      to.putRice(((value << 1) ^ (value >> 31)) >>> 0, parameter);
    }
  }
}

/** Expected length of `count` codes whose folded values sum to `sum`: the low bits cut off are half used on average. */
function riceBits(sum: number, count: number, parameter: number): number {
  return count * (1 + parameter) + Math.max(0, sum / (1 << parameter) - (parameter === 0 ? 0 : count / 2));
}

function bestParameter(sum: number, count: number, maxParameter: number): number {
  let parameter = 0;
  while (parameter < maxParameter && riceBits(sum, count, parameter + 1) < riceBits(sum, count, parameter)) {
    parameter++;
  }
  return parameter;
}
