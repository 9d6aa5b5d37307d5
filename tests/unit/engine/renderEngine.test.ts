import { describe, expect, it } from 'vitest';
import { dbToGain } from '../../../src/base/index.ts';
import { getLayout } from '../../../src/layouts/index.ts';
import { parseTarget, planRender } from '../../../src/render/index.ts';
import { setGainDb, setPosition } from '../../../src/scene/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { constant, engineFor, noise, pullAll, RATE, scene } from './fixtures.ts';

const sources = [{ id: 'a', file: 'a.wav' }];
const moving = {
  position: [
    { atSec: 0, x: -1, y: 1, z: 0 },
    { atSec: 0.2, x: 1, y: -1, z: 1 },
  ],
};
const compressor = { kind: 'compressor', thresholdDb: -30, ratio: 4, lookaheadMs: 5 };
const eq = {
  kind: 'eq',
  bands: [
    { type: 'highPass', frequencyHz: 80 },
    { type: 'bell', frequencyHz: 2000, gainDb: 6, q: 1 },
  ],
};

function busyScene(): ReturnType<typeof scene> {
  return scene({
    sources: [...sources, { id: 'b', file: 'b.wav' }],
    groups: [{ id: 'g', name: 'Group', hueDeg: 20, gainDb: -2, processing: [compressor] }],
    elements: [
      { id: 'bed', kind: 'bed', layout: '7.1.2', source: 'b', gainDb: -6 },
      { id: 'one', kind: 'object', source: 'a', automation: moving, processing: [eq, compressor] },
      { id: 'two', kind: 'object', source: 'a', channel: 2, group: 'g', position: { azimuthDeg: 40, elevationDeg: 20, distance: 1 } },
    ],
    master: { processing: [eq] },
  });
}
const busySources = () => [noise(2, 12000, 3), noise(10, 12000, 4)];

describe('the render engine', () => {
  it.each(['7.1.4', '5.1', 'stereo', '9.1.6'])('gives %s the same samples whatever is pulled at a time', (render) => {
    const whole = pullAll(engineFor(busyScene(), render, busySources()), [12000]);
    const pieces = pullAll(engineFor(busyScene(), render, busySources()), [1, 255, 256, 257, 1000, 7]);
    expect(sameSamples(pieces, whole)).toBe(true);
  });

  it('plays a jump back to the start exactly as the first time', () => {
    const engine = engineFor(busyScene(), '7.1.4', busySources());
    const first = pullAll(engine);
    engine.seek(0);
    expect(sameSamples(pullAll(engine), first)).toBe(true);
  });

  it('keeps time through inserts with look-ahead: a click stays at its frame', () => {
    const click = new Float32Array(4800);
    click[1000] = 0.5;
    const document = scene({
      sources,
      elements: [{ id: 'x', kind: 'object', source: 'a', position: { x: 0, y: 1, z: 0 }, processing: [{ ...compressor, thresholdDb: 0 }] }],
      master: { processing: [{ ...compressor, thresholdDb: 0, lookaheadMs: 3 }] },
    });
    const out = pullAll(
      engineFor(document, '5.1', [
        {
          ...constant(0, 4800),
          read: (o, at, start, n) => {
            for (let k = 0; k < n; k++) {
              o[0]![at + k] = click[start + k] ?? 0;
            }
          },
        },
      ]),
    );
    const centre = out[getLayout('5.1').speakers.findIndex((s) => s.label === 'C')]!;
    const loudest = centre.reduce((best, value, k) => (Math.abs(value) > Math.abs(centre[best]!) ? k : best), 0);
    expect(loudest).toBe(1000);
    expect(centre[1000]).toBeCloseTo(0.5, 3);
  });

  it.each(
    getLayout('7.1.4')
      .speakers.filter((s) => !s.isLfe)
      .map((s) => [s.label, s] as const),
  )('sends an object at the corner of %s to that loudspeaker alone', (_label, speaker) => {
    const [x, y, z] = speaker.allocentric;
    const document = scene({ sources, elements: [{ id: 'x', kind: 'object', source: 'a', position: { x, y, z } }] });
    const out = pullAll(engineFor(document, '7.1.4', [constant(0.25, 1024)]));
    getLayout('7.1.4').speakers.forEach((s, c) => expect(out[c]![500]).toBeCloseTo(s === speaker ? 0.25 : 0, 6));
  });

  it('routes a bed by position: same names to themselves, LFE to LFE', () => {
    const document = scene({ sources, elements: [{ id: 'bed', kind: 'bed', layout: '5.1', source: 'a' }] });
    const input = noise(6, 2048);
    const out = pullAll(engineFor(document, '5.1', [input]));
    const expected = Array.from({ length: 6 }, () => new Float32Array(2048));
    input.read(expected, 0, 0, 2048);
    expect(sameSamples(out, expected)).toBe(true);
  });

  it('has no step when a fader or a place changes while it plays', () => {
    const document = scene({ sources, elements: [{ id: 'x', kind: 'object', source: 'a', position: { x: -1, y: 1, z: 0 } }] });
    const engine = engineFor(document, '7.1.4', [constant(0.5, 20000)]);
    const out = Array.from({ length: 12 }, () => new Float32Array(20000));
    engine.read(out, 0, 5000);
    const edited = setPosition(setGainDb(document, 'x', -12), 'x', { x: 1, y: -1, z: 1 });
    const kept = engine.update(planRender(edited, parseTarget('7.1.4'), [{ channels: 1, lengthFrames: 20000 }]));
    engine.read(out, 5000, 15000);
    expect(kept).toBe(true);
    let largestStep = 0;
    for (const channel of out) {
      for (let k = 600; k < channel.length; k++) {
        largestStep = Math.max(largestStep, Math.abs(channel[k]! - channel[k - 1]!));
      }
    }
    expect(largestStep).toBeLessThan(0.5 / 200);
    expect(out[11]![19000]).toBeCloseTo(0.5 * dbToGain(-12), 6);
  });

  it('follows automation: the far end of a move is at the far loudspeaker', () => {
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
              { atSec: 1, x: 1, y: 1, z: 0 },
            ],
          },
        },
      ],
    });
    const out = pullAll(engineFor(document, 'stereo', [constant(0.5, RATE * 2)]));
    expect(out[0]![10]!).toBeGreaterThan(0.49);
    expect(out[1]![RATE + 1000]!).toBeCloseTo(0.5, 5);
    expect(out[0]![RATE / 2]!).toBeCloseTo(out[1]![RATE / 2]!, 2);
  });

  it('tells how far the chains of groups and the master are down: the static curve\u2019s figure, on a steady signal', () => {
    const hard = { kind: 'compressor', kneeDb: 0 };
    const document = scene({
      sources,
      groups: [
        { id: 'idle', name: 'Idle', hueDeg: 20, gainDb: 0, processing: [] },
        { id: 'g', name: 'Group', hueDeg: 60, gainDb: 0, processing: [{ ...hard, thresholdDb: -18, ratio: 3 }] },
      ],
      elements: [{ id: 'x', kind: 'object', source: 'a', group: 'g', position: { x: 0, y: 1, z: 0 } }],
      master: { processing: [{ ...hard, thresholdDb: -24, ratio: 2 }] },
    });
    const engine = engineFor(document, '5.1', [constant(1, RATE)]);
    pullAll(engine);
    expect([...engine.groupReductionsDb]).toEqual([0, expect.closeTo(18 * (1 - 1 / 3), 1)]);
    expect(engine.masterReductionDb).toBeCloseTo((24 - 12) * (1 - 1 / 2), 1);
  });

  it('renders samples that are not numbers as silence, and counts them', () => {
    const bad = new Float32Array(3000).fill(0.1);
    bad[100] = NaN;
    bad[200] = Infinity;
    const document = scene({ sources, elements: [{ id: 'x', kind: 'object', source: 'a', processing: [eq] }] });
    const source = constant(0, 3000);
    const engine = engineFor(document, '5.1', [
      {
        ...source,
        read: (o, at, start, n) => {
          for (let k = 0; k < n; k++) {
            o[0]![at + k] = bad[start + k] ?? 0;
          }
        },
      },
    ]);
    const out = pullAll(engine);
    expect(engine.invalidSamples).toBe(2);
    expect(out.flatMap((c) => [...c]).every(Number.isFinite)).toBe(true);
  });
});
