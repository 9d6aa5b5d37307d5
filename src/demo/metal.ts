// Cymbals and hats: bronze plates have so many modes that no two strokes excite the same mixture. Each plate is cast once from a seed, struck
// a few times in advance (the round robin), and every played stroke is one of those with its own force and brightness.
import { createPrng, exp10, pow } from '../base/index.ts';
import type { Prng } from '../base/index.ts';
import { DEMO_SEED } from './groove.ts';
import { ringModes } from './modal.ts';
import type { Mode } from './modal.ts';
import { addNoiseBurst, onePole } from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';

export interface Plate {
  readonly stream: number;
  readonly modeCount: number;
  readonly lowHz: number;
  readonly highHz: number;
  /** Above 1 crowds the modes towards the top. */
  readonly crowding: number;
  /** Level at the top of the range against the bottom. */
  readonly tiltDb: number;
  /** Decay at the bottom and at the top of the range. */
  readonly lowT60Sec: number;
  readonly highT60Sec: number;
  readonly noiseGain: number;
  readonly noiseT60Sec: number;
  readonly noiseLowCutHz: number;
  /** Clear tones of the bell or the stick: Hz, gain, seconds. */
  readonly tones: readonly (readonly [hz: number, gain: number, t60Sec: number])[];
}

/** One stroke as two microphones hear it. */
export type Stroke = readonly [Float32Array, Float32Array];

/** Strikes a plate `count` times. */
export function strikePlate(plate: Plate, count: number, lengthSec: number): Stroke[] {
  const casting = createPrng(DEMO_SEED, plate.stream);
  const modes = castModes(plate, casting);
  return Array.from({ length: count }, () => {
    const stroke: Stroke = [createRing(lengthSec), createRing(lengthSec)];
    for (const side of stroke) {
      ringModes(side, 0, excite(modes, casting), 1);
      addNoiseBurst(
        side,
        0,
        { gain: plate.noiseGain, attackSec: 0.0008, t60Sec: plate.noiseT60Sec, lowCutHz: plate.noiseLowCutHz, highCutHz: 17000 },
        casting.nextUint32() | 1,
      );
    }
    for (const [hz, gain, t60Sec] of plate.tones) {
      const near = 0.8 + 0.4 * casting.next();
      const tone = [{ hz, gain: gain * near, t60Sec, phaseTurns: 0 }];
      ringModes(stroke[0], 0, tone, 1);
      ringModes(stroke[1], 0, tone, 1.6 - near * 0.6);
    }
    return stroke;
  });
}

function createRing(lengthSec: number): Float32Array {
  return new Float32Array(Math.round(lengthSec * DEMO_SAMPLE_RATE_HZ));
}

function castModes(plate: Plate, casting: Prng): Mode[] {
  const level = 1 / Math.sqrt(plate.modeCount);
  return Array.from({ length: plate.modeCount }, (_, k) => {
    const place = (k + casting.next()) / plate.modeCount;
    const height = pow(place, 1 / plate.crowding);
    return {
      hz: plate.lowHz * pow(plate.highHz / plate.lowHz, height),
      gain: level * exp10((plate.tiltDb * height) / 20) * (0.5 + casting.next()),
      t60Sec: plate.lowT60Sec * pow(plate.highT60Sec / plate.lowT60Sec, height) * (0.7 + 0.6 * casting.next()),
    };
  });
}

/** The same modes, met at another point of the plate and heard by one microphone. */
function excite(modes: readonly Mode[], chance: Prng): Mode[] {
  return modes.map((mode) => ({ ...mode, gain: mode.gain * (0.35 + 1.3 * chance.next()), phaseTurns: chance.next() }));
}

/**
 * Adds a stroke to a pair of channels.
 * @param brightHz   one-pole low-pass: how hard the stick was
 * @param stopFrame  where the plate is choked; it takes 25 ms
 */
export function addStroke(
  out: readonly Float32Array[],
  stroke: Stroke,
  startFrame: number,
  gain: number,
  brightHz: number,
  stopFrame = Infinity,
): void {
  const toBright = onePole(brightHz);
  const chokeFrames = Math.round(0.025 * DEMO_SAMPLE_RATE_HZ);
  for (let side = 0; side < 2; side++) {
    const channel = out[side]!;
    const ring = stroke[side]!;
    const end = Math.min(channel.length - startFrame, ring.length, Math.max(0, stopFrame - startFrame) + chokeFrames);
    const chokeFrom = end < ring.length ? end - chokeFrames : ring.length - chokeFrames;
    let bright = 0;
    let level = gain;
    const chokeStep = gain / chokeFrames;
    for (let i = 0; i < end; i++) {
      if (i >= chokeFrom) {
        level -= chokeStep;
      }
      bright += toBright * (ring[i]! - bright);
      channel[startFrame + i] = channel[startFrame + i]! + bright * (level > 0 ? level : 0);
    }
  }
}
