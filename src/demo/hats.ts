// Hi-hat, as an overhead pair: closed with more or less pressure, opened on the way into a new bar, and choked by the next stroke.
import { hatPart } from './drumScore.ts';
import { play } from './groove.ts';
import { addStroke, strikePlate } from './metal.ts';
import type { Plate } from './metal.ts';
import { createStem, finishStem } from './signal.ts';

const PLATE: Plate = {
  stream: 31,
  modeCount: 36,
  lowHz: 2600,
  highHz: 16500,
  crowding: 1.5,
  tiltDb: -4,
  lowT60Sec: 0.1,
  highT60Sec: 0.06,
  noiseGain: 0.55,
  noiseT60Sec: 0.045,
  noiseLowCutHz: 6500,
  tones: [
    [412, 0.05, 0.05],
    [1130, 0.05, 0.04],
  ],
};
const OPEN_PLATE: Plate = { ...PLATE, lowT60Sec: 0.95, highT60Sec: 0.5, noiseT60Sec: 0.4, noiseGain: 0.4 };

export function renderHats(): Float32Array[] {
  const out = createStem(2);
  const closed = strikePlate(PLATE, 7, 0.16);
  const open = strikePlate(OPEN_PLATE, 2, 1);
  const events = play(hatPart(), { stream: 3, behindMs: -2, wanderMs: 3, jitterMs: 2.5, swingRatio: 0.575, velocityJitter: 0.07 });
  events.forEach((event, k) => {
    const isOpen = event.style === 'open';
    const bank = isOpen ? open : closed;
    const stroke = bank[Math.floor(event.variation * bank.length)]!;
    const stopFrame = events[k + 1]?.startFrame ?? Infinity;
    const force = event.velocity * event.velocity * 0.75 + event.velocity * 0.25;
    addStroke(out, stroke, event.startFrame, force * (isOpen ? 0.34 : 0.6), 2600 + 13000 * event.velocity, stopFrame);
  });
  finishStem(out, { drive: 1.1, highPassHz: 320, lowPassHz: 16500, gain: 0.9 });
  return out;
}
