import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseHrtfSet } from '../../../src/render/binaural/index.ts';
import type { HoaItem, RenderingItem } from '../../../src/scene/adm/index.ts';
import { engineFor, pullAll, scene } from '../engine/fixtures.ts';
import { admEngine, bedChannel, noise, objects, polar, pull, source, span } from './admFixtures.ts';

const hrtf = parseHrtfSet(readFileSync(new URL('../../../public/hrtf/kemar.bin', import.meta.url)));
const LENGTH = 6000;

const energy = (samples: Float32Array): number => samples.reduce((sum, value) => sum + value * value, 0);

const ears = (items: readonly RenderingItem[], ...input: Float32Array[]): Float32Array[] =>
  pull(admEngine(items, 'binaural', source(...input), hrtf));

function largestDifference(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  return a.reduce((most, channel, c) => channel.reduce((largest, v, k) => Math.max(largest, Math.abs(v - b[c]![k]!)), most), 0);
}

const placed = (channel: number, azimuthDeg: number): RenderingItem => {
  const item = bedChannel('', channel);
  return {
    ...item,
    blocks: item.blocks.map((block) => ({
      ...block,
      metadata: { speakerLabels: [], position: { kind: 'polar', azimuthDeg, elevationDeg: 0, distance: 1 } },
    })),
  };
};

describe('ADM items on headphones', () => {
  it('hears DirectSpeakers as a bed of the same loudspeakers is heard', () => {
    const input = [noise(LENGTH, 1), noise(LENGTH, 2)];
    const project = scene({
      sources: [{ id: 'a', file: 'a.wav' }],
      elements: [{ id: 'bed', kind: 'bed', layout: 'stereo', source: 'a' }],
    });
    const bed = pullAll(engineFor(project, 'binaural', [source(...input)], hrtf));
    expect(largestDifference(ears([placed(0, 30), placed(1, -30)], ...input), bed)).toBeLessThan(1e-6);
  });

  it('hears a room-centric bed as its loudspeakers, not as the corners of the room', () => {
    const input = [noise(LENGTH, 1), noise(LENGTH, 2)];
    const project = scene({
      sources: [{ id: 'a', file: 'a.wav' }],
      elements: [{ id: 'bed', kind: 'bed', layout: '7.1.2', channels: [0, 0, 0, 0, 0, 0, 1, 2, 0, 0], source: 'a' }],
    });
    const rear = ([0, 1] as const).map((channel) => ({
      ...bedChannel('RC', channel),
      blocks: [
        {
          id: 'AB_1',
          metadata: {
            speakerLabels: [],
            position: { kind: 'cartesian', x: channel === 0 ? -1 : 1, y: -1, z: 0 } as const,
            bedLabel: channel === 0 ? 'M+135' : 'M-135',
          },
        },
      ],
    }));
    const bed = pullAll(engineFor(project, 'binaural', [source(...input)], hrtf));
    expect(largestDifference(ears(rear, ...input), bed)).toBeLessThan(1e-6);
  });

  it('off is plain stereo panning, in time with the rest', () => {
    const input = noise(LENGTH, 1);
    const project = scene({
      sources: [{ id: 'a', file: 'a.wav' }],
      elements: [{ id: 'x', kind: 'object', source: 'a', binaural: 'off', position: { azimuthDeg: 20, elevationDeg: 0, distance: 1 } }],
    });
    const plain = pullAll(engineFor(project, 'binaural', [source(input)], hrtf));
    const off = objects([{ metadata: { position: polar(20) } }], { binaural: 'off' });
    expect(largestDifference(ears([off], input), plain)).toBeLessThan(1e-6);
    expect(largestDifference(ears([objects([{ metadata: { position: polar(20) } }])], input), plain)).toBeGreaterThan(0.01);
  });

  it('sends LFE to both ears alike', () => {
    const [left, right] = ears([bedChannel('LFE1', 0)], noise(LENGTH, 1));
    expect(energy(left!)).toBeGreaterThan(0);
    expect(right).toEqual(left);
  });

  it('hears an object where it is, and follows it', () => {
    const item = objects([
      { ...span(0, 3000), metadata: { position: polar(90) } },
      { ...span(3000, 3000), metadata: { position: { kind: 'cartesian', x: 1, y: 0, z: 0 } }, jumpPosition: true },
    ]);
    const [left, right] = ears([item], noise(LENGTH, 1));
    expect(energy(left!.subarray(0, 2500))).toBeGreaterThan(4 * energy(right!.subarray(0, 2500)));
    expect(energy(right!.subarray(4000))).toBeGreaterThan(4 * energy(left!.subarray(4000)));
  });

  it('starts a block at its exact frame and at full level', () => {
    const input = noise(LENGTH, 1);
    const late = objects([{ ...span(1000, 2000), metadata: { position: polar(40) } }]);
    const gated = input.map((value, k) => (k >= 1000 && k < 3000 ? value : 0));
    expect(ears([late], input)).toEqual(ears([objects([{ metadata: { position: polar(40) } }])], gated));
  });

  it('hears HOA from where it points', () => {
    const item: HoaItem = {
      kind: 'hoa',
      id: 'AP_00041001',
      importance: 10,
      tracks: [0, 1, 2, 3].map((channel) => ({ kind: 'direct', channel })),
      orders: [0, 1, 1, 1],
      degrees: [0, -1, 0, 1],
      gains: [1, 1, 1, 1],
      normalization: 'SN3D',
      timing: {},
    };
    const input = noise(LENGTH, 1);
    const silence = new Float32Array(LENGTH);
    // From the left: W and Y alike.
    const [left, right] = ears([item], input, input, silence, silence);
    expect(energy(left!)).toBeGreaterThan(2 * energy(right!));
  });

  it('is muted by its audioObject, and takes gains', () => {
    const input = noise(LENGTH, 1);
    const [loud] = ears([objects([{ metadata: { position: polar(20) } }])], input);
    const [soft] = ears([objects([{ metadata: { position: polar(20), gain: 0.5, objectGain: 0.5 } }])], input);
    expect(largestDifference([soft!.map((v) => 4 * v)], [loud!])).toBeLessThan(1e-6);
    expect(energy(ears([objects([{ metadata: { position: polar(20), objectMute: true } }])], input)[0]!)).toBe(0);
  });

  it('gives the same bits whatever is pulled at a time, and from anywhere', () => {
    const items = [
      objects(Array.from({ length: 6 }, (_, k) => ({ ...span(k * 901, 901), metadata: { position: polar(60 * k - 170, 10 * k) } }))),
      placed(1, 110),
    ];
    const audio = source(noise(LENGTH, 1), noise(LENGTH, 2));
    const engine = admEngine(items, 'binaural', audio, hrtf);
    const whole = pull(engine, [LENGTH]);
    engine.seek(0);
    expect(pull(engine, [1, 255, 700])).toEqual(whole);
  });
});
