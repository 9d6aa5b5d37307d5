// Two crashes left and right, a ride with its bell, and mallet rolls that swell into the next section.
import { createPrng } from '../base/index.ts';
import { CYMBAL, cymbalPart } from './drumScore.ts';
import { DEMO_SEED, play } from './groove.ts';
import type { NoteEvent } from './groove.ts';
import { addStroke, strikePlate } from './metal.ts';
import type { Plate, Stroke } from './metal.ts';
import { createStem, finishStem } from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';

const CRASH: Plate = {
  stream: 32,
  modeCount: 84,
  lowHz: 260,
  highHz: 15500,
  crowding: 1.7,
  tiltDb: -3,
  lowT60Sec: 3.8,
  highT60Sec: 1.1,
  noiseGain: 0.28,
  noiseT60Sec: 0.9,
  noiseLowCutHz: 4200,
  tones: [],
};
const RIDE: Plate = {
  ...CRASH,
  stream: 34,
  modeCount: 56,
  lowHz: 340,
  highHz: 14000,
  tiltDb: -9,
  lowT60Sec: 1.7,
  highT60Sec: 0.5,
  noiseGain: 0.5,
  noiseT60Sec: 0.03,
  noiseLowCutHz: 3600,
  tones: [
    [3120, 0.16, 0.16],
    [4470, 0.13, 0.13],
    [5890, 0.09, 0.1],
  ],
};
const BELL: Plate = {
  ...RIDE,
  stream: 34,
  noiseGain: 0.3,
  tones: [
    [742, 0.35, 1.3],
    [1389, 0.3, 1.0],
    [2210, 0.26, 0.8],
    [3470, 0.18, 0.6],
    [4950, 0.1, 0.4],
  ],
};

export function renderCymbals(): Float32Array[] {
  const out = createStem(2);
  const crashLeft = panned(strikePlate(CRASH, 1, 4.2)[0]!, 1, 0.55);
  const crashRight = panned(strikePlate({ ...CRASH, stream: 33, lowHz: 330, highHz: 16500, lowT60Sec: 3 }, 1, 3.6)[0]!, 0.55, 1);
  const ride = strikePlate(RIDE, 4, 1.7).map((stroke) => panned(stroke, 0.6, 1));
  const bell = panned(strikePlate(BELL, 1, 1.7)[0]!, 0.6, 1);
  const events = play(cymbalPart(), { stream: 4, behindMs: 0, wanderMs: 3, jitterMs: 2.5, swingRatio: 0.57, velocityJitter: 0.04 });
  for (const event of events) {
    const { startFrame, velocity } = event;
    switch (event.midi) {
      case CYMBAL.crashLeft:
        addStroke(out, crashLeft, startFrame, 0.3 * velocity, 3000 + 12000 * velocity);
        break;
      case CYMBAL.crashRight:
        addStroke(out, crashRight, startFrame, 0.3 * velocity, 3000 + 12000 * velocity);
        break;
      case CYMBAL.swell:
        roll(out, event, crashLeft, crashRight);
        break;
      case CYMBAL.bell:
        addStroke(out, bell, startFrame, 0.2 * velocity, 9000);
        break;
      default: {
        const stroke = ride[Math.floor(event.variation * ride.length)]!;
        addStroke(out, stroke, startFrame, 0.3 * velocity, 5000 + 9000 * velocity);
      }
    }
  }
  finishStem(out, { drive: 1.1, highPassHz: 200, lowPassHz: 16000, gain: 0.95 });
  return out;
}

/** Two mallets, quicker and harder to the end; the strokes are so soft that only their sum is heard. */
function roll(out: readonly Float32Array[], event: NoteEvent, left: Stroke, right: Stroke): void {
  const chance = createPrng(DEMO_SEED, event.seed & 0xffff);
  const lengthSec = event.lengthFrames / DEMO_SAMPLE_RATE_HZ;
  for (let atSec = 0, hand = 0; atSec < lengthSec - 0.04; hand++) {
    const way = atSec / lengthSec;
    const force = event.velocity * (0.06 + 0.94 * way * way * way);
    const startFrame = event.startFrame + Math.round(atSec * DEMO_SAMPLE_RATE_HZ);
    // All strokes are hushed together when the next section begins.
    const stopFrame = event.startFrame + event.lengthFrames;
    addStroke(out, hand % 2 === 0 ? left : right, startFrame, 0.085 * force, 700 + 8000 * force, stopFrame);
    atSec += (0.1 - 0.025 * way) * (0.85 + 0.3 * chance.next());
  }
}

/** The pair leans to one side: where the plate hangs over the kit. */
function panned(stroke: Stroke, left: number, right: number): Stroke {
  return [stroke[0].map((x) => x * left), stroke[1].map((x) => x * right)];
}
