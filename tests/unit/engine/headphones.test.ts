// Two ears: direction, timing and the paths without an HRTF. Reference directions are ADM's: + is left.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../src/audio/index.ts';
import { parseHrtfSet } from '../../../src/render/binaural/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { engineFor, noise, pullAll, RATE, scene } from './fixtures.ts';

const hrtf = parseHrtfSet(readFileSync(new URL('../../../public/hrtf/kemar.bin', import.meta.url)));
const sources = [{ id: 'a', file: 'a.wav' }];
const click = createMemorySource([Float32Array.from({ length: 4000 }, (_, k) => (k === 1000 ? 0.5 : 0))], RATE);
const power = (samples: Float32Array): number => samples.reduce((sum, v) => sum + v * v, 0);
const loudestFrame = (samples: Float32Array): number =>
  samples.reduce((best, v, k) => (Math.abs(v) > Math.abs(samples[best]!) ? k : best), 0);

function earsOf(element: object): Float32Array[] {
  return pullAll(engineFor(scene({ sources, elements: [{ id: 'x', source: 'a', ...element }] }), 'binaural', [click], hrtf));
}

describe('headphone rendering', () => {
  it('brings a click from the front to both ears at its own frame', () => {
    const [left, right] = earsOf({ kind: 'object', position: { x: 0, y: 1, z: 0 } });
    expect(Math.abs(loudestFrame(left!) - 1000)).toBeLessThanOrEqual(3);
    expect(left).toEqual(right);
  });

  it('is louder and earlier in the left ear for a sound at the left', () => {
    const [left, right] = earsOf({ kind: 'object', position: { x: -1, y: 0, z: 0 } });
    expect(10 * Math.log10(power(left!) / power(right!))).toBeGreaterThan(6);
    expect((loudestFrame(right!) - loudestFrame(left!)) / RATE).toBeGreaterThan(0.0004);
  });

  it('puts a corner of the cube where its loudspeaker stands: (−1, 1, 0) is 30° left', () => {
    const corner = earsOf({ kind: 'object', position: { x: -1, y: 1, z: 0 } });
    const polar = earsOf({ kind: 'object', position: { azimuthDeg: 30, elevationDeg: 0, distance: 1 } });
    corner.forEach((ear, e) => ear.forEach((v, k) => expect(v).toBeCloseTo(polar[e]![k]!, 6)));
  });

  it('sends the LFE to both ears at −3 dB, in time with the rest', () => {
    const bed = pullAll(
      engineFor(
        scene({ sources, elements: [{ id: 'x', kind: 'bed', layout: '5.1', source: 'a', channels: [0, 0, 0, 1, 0, 0] }] }),
        'binaural',
        [click],
        hrtf,
      ),
    );
    expect(bed[0]![1000]).toBeCloseTo(0.5 * Math.SQRT1_2, 6);
    expect(bed[1]).toEqual(bed[0]);
  });

  it('gives the same samples whatever is pulled at a time, and after a jump back', () => {
    const document = scene({
      sources,
      elements: [
        {
          id: 'x',
          kind: 'object',
          source: 'a',
          automation: {
            position: [
              { atSec: 0, x: -1, y: 1, z: 0 },
              { atSec: 0.2, x: 1, y: -1, z: 1 },
            ],
          },
        },
        { id: 'y', kind: 'object', source: 'a', channel: 2, binaural: 'off', position: { x: 1, y: 0.5, z: 0 } },
      ],
    });
    const stems = [noise(2, 12000)];
    const engine = engineFor(document, 'binaural', stems, hrtf);
    const whole = pullAll(engine, [12000]);
    expect(sameSamples(pullAll(engineFor(document, 'binaural', stems, hrtf), [1, 255, 256, 257, 1000, 7]), whole)).toBe(true);
    engine.seek(0);
    expect(sameSamples(pullAll(engine), whole)).toBe(true);
  });

  it('leads a path through the head over the top without a click', () => {
    const tone = createMemorySource([Float32Array.from({ length: RATE }, (_, k) => 0.25 * Math.sin((2 * Math.PI * 200 * k) / RATE))], RATE);
    const document = scene({
      sources,
      elements: [
        {
          id: 'x',
          kind: 'object',
          source: 'a',
          automation: {
            position: [
              { atSec: 0, x: -1, y: 0, z: 0 },
              { atSec: 1, x: 1, y: 0, z: 0 },
            ],
          },
        },
      ],
    });
    const ears = pullAll(engineFor(document, 'binaural', [tone], hrtf));
    let sharpest = 0;
    for (const ear of ears) {
      for (let k = 2; k < ear.length; k++) {
        sharpest = Math.max(sharpest, Math.abs(ear[k]! - 2 * ear[k - 1]! + ear[k - 2]!));
      }
    }
    expect(sharpest).toBeLessThan(0.01);
  });
});
