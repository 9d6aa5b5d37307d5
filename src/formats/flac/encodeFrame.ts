import type { BitWriter } from './bitWriter.ts';
import { crc16, crc8 } from './checksums.ts';
import { createSubframePlan, planSubframe, writeSubframe } from './encodeSubframe.ts';
import type { SubframePlan } from './encodeSubframe.ts';
import { LEFT_SIDE, MID_SIDE, SIDE_RIGHT } from './frameHeader.ts';
import { createAnalysisWindow } from './linearPrediction.ts';

/** Encodes `count` samples of every channel as one frame into `to`, which is cleared first. */
export type FrameEncoder = (to: BitWriter, block: readonly Int32Array[], count: number, frameNumber: number) => void;

const RATE_CODES: Readonly<Record<number, number>> = {
  88200: 1,
  176400: 2,
  192000: 3,
  8000: 4,
  16000: 5,
  22050: 6,
  24000: 7,
  32000: 8,
  44100: 9,
  48000: 10,
  96000: 11,
};

/** @param blockFrames of every frame but the last: a power of two from 256 to 32768 */
export function createFrameEncoder(channels: number, bitsPerSample: 16 | 24, sampleRateHz: number, blockFrames: number): FrameEncoder {
  const window = createAnalysisWindow(blockFrames);
  const plans = Array.from({ length: channels === 2 ? 4 : channels }, () => createSubframePlan(blockFrames));
  const mid = new Int32Array(blockFrames);
  const side = new Int32Array(blockFrames);
  const fullBlockCode = 31 - Math.clz32(blockFrames);

  return (to, block, count, frameNumber) => {
    const blockWindow = count === blockFrames ? window : createAnalysisWindow(count);
    for (let c = 0; c < channels; c++) {
      planSubframe(plans[c]!, block[c]!, count, bitsPerSample, blockWindow);
    }
    let arrangement = channels - 1;
    if (channels === 2) {
      const left = block[0]!;
      const right = block[1]!;
      for (let k = 0; k < count; k++) {
        mid[k] = (left[k]! + right[k]!) >> 1;
        side[k] = left[k]! - right[k]!;
      }
      planSubframe(plans[2]!, mid, count, bitsPerSample, blockWindow);
      planSubframe(plans[3]!, side, count, bitsPerSample + 1, blockWindow);
      arrangement = bestArrangement(plans);
    }
    to.clear();
    to.put(0xfff8, 16);
    to.put(count === blockFrames ? fullBlockCode : 7, 4);
    to.put(RATE_CODES[sampleRateHz] ?? 0, 4);
    to.put(arrangement, 4);
    to.put(bitsPerSample === 16 ? 4 : 6, 3);
    to.put(0, 1);
    putCodedNumber(to, frameNumber);
    if (count !== blockFrames) {
      to.put(count - 1, 16);
    }
    to.put(crc8(to.bytes, 0, to.lengthBytes), 8);
    switch (arrangement) {
      case LEFT_SIDE:
        writeSubframe(to, plans[0]!, count);
        writeSubframe(to, plans[3]!, count);
        break;
      case SIDE_RIGHT:
        writeSubframe(to, plans[3]!, count);
        writeSubframe(to, plans[1]!, count);
        break;
      case MID_SIDE:
        writeSubframe(to, plans[2]!, count);
        writeSubframe(to, plans[3]!, count);
        break;
      default:
        for (let c = 0; c < channels; c++) {
          writeSubframe(to, plans[c]!, count);
        }
    }
    to.alignToByte();
    to.put(crc16(to.bytes, 0, to.lengthBytes), 16);
  };
}

/** Of left, right, mid and side, the two that take least. */
function bestArrangement(plans: readonly SubframePlan[]): number {
  const [left, right, mid, side] = plans.map((plan) => plan.bits) as [number, number, number, number];
  const least = Math.min(left + right, left + side, side + right, mid + side);
  return least === left + right ? 1 : least === mid + side ? MID_SIDE : least === left + side ? LEFT_SIDE : SIDE_RIGHT;
}

/** A number below 2^31 in the manner of UTF-8. @source RFC 9639 §9.1.5 */
function putCodedNumber(to: BitWriter, value: number): void {
  if (value < 128) {
    to.put(value, 8);
    return;
  }
  let more = 1;
  while (more < 5 && value >= 1 << (6 * more + 6 - more)) {
    more++;
  }
  to.put(((0xff80 >> more) & 0xff) | (value >> (6 * more)), 8);
  for (let k = more - 1; k >= 0; k--) {
    to.put(0x80 | ((value >> (6 * k)) & 63), 8);
  }
}
