// A drag while it plays: the place jumps from quantum to quantum as a hand moves it, and the sound must not step.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMemorySource, type AudioSource } from '../../../src/audio/index.ts';
import { createPrng } from '../../../src/base/index.ts';
import { LIVE, LIVE_POSITION, LIVE_STRIDE, LIVE_TABLE_LENGTH, type RenderEngine } from '../../../src/engine/index.ts';
import { parseHrtfSet } from '../../../src/render/binaural/index.ts';
import { QUANTUM_FRAMES } from '../../../src/render/index.ts';
import { createPositionTrack, type ObjectElement } from '../../../src/scene/index.ts';
import { constant, engineFor, noise, pullAll, RATE, scene } from './fixtures.ts';

const LEVEL = 0.5;
const sources = [{ id: 'a', file: 'a.wav' }];
const still = scene({ sources, elements: [{ id: 'x', kind: 'object', source: 'a', position: { x: 0, y: 1, z: 0 } }] });
const sine = (frequencyHz: number): AudioSource =>
  createMemorySource([Float32Array.from({ length: RATE }, (_, k) => LEVEL * Math.sin((2 * Math.PI * frequencyHz * k) / RATE))], RATE);

/** Plays while a hand throws the object about, a new place every quantum; returns the largest step from sample to sample. */
function largestStepWhileDragged(engine: RenderEngine): number {
  const table = new Float32Array(LIVE_TABLE_LENGTH);
  engine.setLiveTable(table);
  table[LIVE.active] = LIVE_POSITION;
  const prng = createPrng(5);
  const block = Array.from({ length: engine.channels }, () => new Float32Array(QUANTUM_FRAMES));
  const last = new Float32Array(engine.channels);
  let largest = 0;
  for (let quantum = 0; quantum < 100; quantum++) {
    table[LIVE.x] = 2 * prng.next() - 1;
    table[LIVE.y] = 2 * prng.next() - 1;
    table[LIVE.z] = prng.next();
    engine.read(block, 0, QUANTUM_FRAMES);
    block.forEach((channel, c) => {
      for (let k = 0; k < QUANTUM_FRAMES; k++) {
        if (quantum > 0 || k > 0) {
          largest = Math.max(largest, Math.abs(channel[k]! - last[c]!));
        }
        last[c] = channel[k]!;
      }
    });
  }
  return largest;
}

describe('a place dragged while it plays', () => {
  it.each(['7.1.4', '5.1', 'stereo', '9.1.6'])(
    'does not step on %s: a constant changes no faster than a whole gain in a quantum',
    (render) => {
      const step = largestStepWhileDragged(engineFor(still, render, [constant(LEVEL, RATE)]));
      expect(step).toBeGreaterThan(0);
      expect(step).toBeLessThanOrEqual((LEVEL / QUANTUM_FRAMES) * 1.001);
    },
  );

  it('does not step on 7.1.4: 1 kHz changes no faster than its own slope and the fade', () => {
    const slope = (2 * Math.PI * 1000 * LEVEL) / RATE;
    expect(largestStepWhileDragged(engineFor(still, '7.1.4', [sine(1000)]))).toBeLessThanOrEqual(slope + LEVEL / QUANTUM_FRAMES);
  });

  it('does not step in the ears: 200 Hz stays as smooth as the filters and the fade leave it', () => {
    const hrtf = parseHrtfSet(readFileSync(new URL('../../../public/hrtf/kemar.bin', import.meta.url)));
    const slope = (2 * Math.PI * 200 * LEVEL * 2) / RATE;
    expect(largestStepWhileDragged(engineFor(still, 'binaural', [sine(200)], hrtf))).toBeLessThanOrEqual(
      slope + (4 * LEVEL) / QUANTUM_FRAMES,
    );
  });

  it('gives the samples of the same movement written as automation', () => {
    const moving = scene({
      sources,
      elements: [
        {
          id: 'x',
          kind: 'object',
          source: 'a',
          automation: {
            position: [
              { atSec: 0, x: -1, y: 1, z: 0 },
              { atSec: 0.3, x: 1, y: -1, z: 1 },
              { atSec: 0.5, x: 0, y: 0, z: 0 },
            ],
          },
        },
      ],
    });
    const stems = [noise(1, QUANTUM_FRAMES * 100)];
    const offline = pullAll(engineFor(moving, '7.1.4', stems), [QUANTUM_FRAMES]);
    const track = createPositionTrack(moving.elements[0] as ObjectElement);
    const table = new Float32Array(LIVE_STRIDE * 256);
    table[LIVE.active] = LIVE_POSITION;
    const xyz = new Float64Array(3);
    const live = engineFor(
      scene({ sources, elements: [{ id: 'x', kind: 'object', source: 'a', position: { x: -1, y: 1, z: 0 } }] }),
      '7.1.4',
      stems,
    );
    live.setLiveTable(table);
    const out = Array.from({ length: 12 }, () => new Float32Array(QUANTUM_FRAMES * 100));
    for (let quantum = 0; quantum < 100; quantum++) {
      track.at(((quantum + 1) * QUANTUM_FRAMES) / RATE, xyz);
      table.set([xyz[0]!, xyz[1]!, xyz[2]!], LIVE.x);
      live.read(out, quantum * QUANTUM_FRAMES, QUANTUM_FRAMES);
    }
    // The shared table is f32, automation f64: gains agree to a part in ten million.
    let largest = 0;
    out.forEach((channel, c) => channel.forEach((v, k) => (largest = Math.max(largest, Math.abs(v - offline[c]![k]!)))));
    expect(largest).toBeLessThan(2e-7);
  });
});
