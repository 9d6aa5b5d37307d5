// The engine's elements by themselves: what an object master's tracks are.
import { describe, expect, it } from 'vitest';
import type { AudioSource } from '../../../src/audio/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { createRenderEngine, type RenderEngine } from '../../../src/engine/index.ts';
import { planRender } from '../../../src/render/index.ts';
import type { Scene } from '../../../src/scene/index.ts';
import { constant, engineFor, noise, pullAll, scene } from './fixtures.ts';

const FRAMES = 3000;
const SOURCES = [{ id: 'a', file: 'a.wav' }];
const object = { kind: 'object', source: 'a', position: { x: 0, y: 1, z: 0 } };

function stems(document: Scene, source: AudioSource): RenderEngine {
  return createRenderEngine(createKernels(8), planRender(document, { kind: 'elements' }, [source]), [source], undefined);
}

describe('a plan of elements', () => {
  it('has a channel for each object and each loudspeaker of a bed, in order, by name', () => {
    const document = scene({
      sources: SOURCES,
      elements: [
        { ...object, id: 'o', name: 'Lead' },
        { id: 'b', kind: 'bed', name: 'Room', layout: '2.0', source: 'a' },
      ],
    });
    const engine = stems(document, noise(2, FRAMES));
    expect(engine.channelLabels).toEqual(['Lead', 'Room L', 'Room R']);
    expect(engine.channels).toBe(3);
  });

  it('plays faders, groups and automation, but no place and no master bus', () => {
    const document = scene({
      sources: SOURCES,
      groups: [{ id: 'g', name: 'G', gainDb: -6 }],
      master: { processing: [{ kind: 'eq', bands: [{ type: 'bell', frequencyHz: 100, gainDb: 12, q: 1 }] }] },
      elements: [
        { ...object, id: 'plain' },
        { ...object, id: 'high', position: { x: -0.3, y: -1, z: 1 }, size: 1, gainDb: 6 },
        { ...object, id: 'grouped', group: 'g' },
        { ...object, id: 'muted', mute: true },
        { ...object, id: 'fades', automation: { gainDb: [{ atSec: 0, value: -12 }] } },
      ],
    });
    const out = pullAll(stems(document, constant(0.25, FRAMES)));
    const gains = out.map((channel) => channel[FRAMES - 1]! / 0.25);
    const expected = [1, 10 ** (6 / 20), 10 ** (-6 / 20), 0, 10 ** (-12 / 20)];
    gains.forEach((gain, k) => expect(gain).toBeCloseTo(expected[k]!, 6));
  });

  it('is what is panned: an object in a loudspeaker is its stem there', () => {
    const document = scene({
      sources: SOURCES,
      elements: [{ ...object, id: 'c', gainDb: -3, processing: [{ kind: 'eq', bands: [{ type: 'highPass', frequencyHz: 200 }] }] }],
    });
    const source = noise(1, FRAMES);
    expect(pullAll(stems(document, source))[0]).toEqual(pullAll(engineFor(document, '5.1', [source]))[2]);
  });

  it('gives the same samples in any pieces', () => {
    const document = scene({
      sources: SOURCES,
      elements: [
        {
          ...object,
          id: 'o',
          automation: {
            gainDb: [
              { atSec: 0, value: -20 },
              { atSec: 0.06, value: 0 },
            ],
          },
        },
      ],
    });
    const source = noise(1, FRAMES);
    expect(pullAll(stems(document, source), [1, 300, 77])).toEqual(pullAll(stems(document, source)));
  });
});
