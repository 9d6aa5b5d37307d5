// BS.2127-1 in the plainest words: every frame of every item by itself, in double precision. The specification of render/adm.
import { rationalToNumber, type Rational } from '../../src/base/index.ts';
import type { Layout } from '../../src/layouts/index.ts';
import { createDecorrelators, createObjectsGainCalculator } from '../../src/render/panning/index.ts';
import type { ObjectsBlock, ObjectsItem } from '../../src/scene/adm/index.ts';

const sec = (time: Rational | undefined): number => (time === undefined ? 0 : rationalToNumber(time));

/** Objects items whose track is one channel of `input`, to a layout. */
export function renderObjectsPlainly(
  items: readonly ObjectsItem[],
  layout: Layout,
  input: readonly Float32Array[],
  rateHz: number,
): Float64Array[] {
  const calculator = createObjectsGainCalculator(layout);
  const channels = layout.speakers.length;
  const lengthFrames = input[0]!.length;
  const direct = Array.from({ length: channels }, () => new Float64Array(lengthFrames));
  const diffuse = Array.from({ length: channels }, () => new Float64Array(lengthFrames));
  const gainsOf = (block: ObjectsBlock): Float64Array => {
    const both = new Float64Array(2 * channels);
    calculator.calculate(both.subarray(0, channels), both.subarray(channels), block.metadata);
    return both;
  };
  for (const item of items) {
    if (item.track.kind !== 'direct') {
      throw new Error('one channel as it is');
    }
    const samples = input[item.track.channel]!;
    const gains = item.blocks.map(gainsOf);
    for (let frame = 0; frame < lengthFrames; frame++) {
      const at = gainsAt(item, gains, frame, rateHz);
      for (let k = 0; at !== undefined && k < channels; k++) {
        direct[k]![frame]! += at[k]! * samples[frame]!;
        diffuse[k]![frame]! += at[channels + k]! * samples[frame]!;
      }
    }
  }
  createDecorrelators(layout).forEach((taps, k) => {
    if (diffuse[k]!.every((value) => value === 0)) {
      return;
    }
    for (let frame = 0; frame < lengthFrames; frame++) {
      let sum = 0;
      for (let tap = 0; tap < taps.length; tap++) {
        sum += taps[tap]! * (diffuse[k]![frame + 255 - tap] ?? 0);
      }
      direct[k]![frame]! += sum;
    }
  });
  return direct;
}

/** The gains of an object at a frame; undefined where it is silent. */
function gainsAt(item: ObjectsItem, gains: readonly Float64Array[], frame: number, rateHz: number): Float64Array | undefined {
  const start = sec(item.objectStart);
  const spanOf = (block: ObjectsBlock): readonly [number, number] =>
    block.rtime === undefined
      ? [start, item.objectDuration === undefined ? Infinity : start + sec(item.objectDuration)]
      : [start + sec(block.rtime), start + sec(block.rtime) + sec(block.duration)];
  // Times that are whole frames but for the last bit of a double count as whole.
  const now = frame / rateHz + 1e-12;
  const index = item.blocks.findIndex((block) => spanOf(block)[0] <= now && now < spanOf(block)[1]);
  if (index < 0) {
    return undefined;
  }
  const block = item.blocks[index]!;
  const [from, end] = spanOf(block);
  const target = block.jumpPosition === true ? from + sec(block.interpolationLength) : end;
  const follows = index > 0 && Math.abs(spanOf(item.blocks[index - 1]!)[1] - from) < 1e-9;
  if (!follows || now >= target) {
    return gains[index]!;
  }
  const ratio = (frame / rateHz - from) / (target - from);
  return gains[index]!.map((own, k) => (1 - ratio) * gains[index - 1]![k]! + ratio * own);
}
