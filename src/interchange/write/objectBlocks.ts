// Automation as blocks. The profile knows no ramps but one of 250 frames: movement is a chain of small steps.
import { hypot } from '../../base/index.ts';
import { formatCoordinate, TICKS_PER_SEC, type MasterBlock } from '../../formats/adm/index.ts';

/** Where something is at a time: x, y, z and size into `out`. */
export type PlaceAt = (sec: number, out: Float64Array) => void;

/** The shortest block, 252 frames at 48 kHz: room for the ramp of 250, and a whole number of ticks. */
export const STEP_TICKS = 525;

/**
 * One block for each move of more than `tolerance` (in the room, whose half width is 1; the same for the size); where a movement ends the last
 * block is exact. A block holds the place that is reached when its step ends, so the sound is never more than a step and a tolerance away.
 */
export function objectBlocks(placeAt: PlaceAt, durationTicks: number, tolerance: number): readonly MasterBlock[] {
  const place = new Float64Array(4);
  const before = new Float64Array(4);
  const held = new Float64Array(4);
  placeAt(0, place);
  held.set(place);
  before.set(place);
  const blocks: MasterBlock[] = [blockAt(0, place)];
  for (let start = STEP_TICKS; start + STEP_TICKS <= durationTicks; start += STEP_TICKS) {
    placeAt((start + STEP_TICKS) / TICKS_PER_SEC, place);
    const rests = place.every((value, k) => value === before[k]);
    const moved = Math.max(hypot(place[0]! - held[0]!, place[1]! - held[1]!, place[2]! - held[2]!), Math.abs(place[3]! - held[3]!));
    if (moved > tolerance || (rests && moved > 0 && differsInText(place, held))) {
      blocks.push(blockAt(start, place));
      held.set(place);
    }
    before.set(place);
  }
  return blocks;
}

function blockAt(startTicks: number, place: Float64Array): MasterBlock {
  return { startTicks, x: place[0]!, y: place[1]!, z: place[2]!, size: place[3]! };
}

function differsInText(a: Float64Array, b: Float64Array): boolean {
  return a.some((value, k) => formatCoordinate(value) !== formatCoordinate(b[k]!));
}
