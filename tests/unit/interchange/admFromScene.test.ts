// A scene as an object master: what is written, what is said to be lost, and that it renders as the scene does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemorySource, type AudioSource } from '../../../src/audio/index.ts';
import { createWarningList, ignoreWarnings, type Warn } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { createRenderEngine } from '../../../src/engine/index.ts';
import { parseAdm, parseChna } from '../../../src/formats/index.ts';
import { readDbmd } from '../../../src/formats/dbmd/index.ts';
import { selectItems } from '../../../src/interchange/index.ts';
import { admFromScene, type WrittenAdm } from '../../../src/interchange/write/index.ts';
import { objectBlocks, STEP_TICKS } from '../../../src/interchange/write/objectBlocks.ts';
import { splitBed } from '../../../src/interchange/write/splitBed.ts';
import { getLayout } from '../../../src/layouts/index.ts';
import { planAdm } from '../../../src/render/adm/index.ts';
import { polarPointToCartesian } from '../../../src/render/panning/index.ts';
import { parseTarget, planRender, zoneExclusionOf } from '../../../src/render/index.ts';
import type { Scene } from '../../../src/scene/index.ts';
import { engineFor, noise, pullAll, RATE, scene } from '../engine/fixtures.ts';

const FRAMES = 6000;
const GEOMETRY = { polarPointToCartesian, zoneExclusionOf };
const SOURCE = noise(16, FRAMES);
const SOURCES = [{ id: 'a', file: 'a.wav' }];
const front = { id: 'one', kind: 'object', name: 'One', source: 'a', channel: 1, position: { x: 0, y: 1, z: 0 } };

function write(document: Scene, warn: Warn = ignoreWarnings): WrittenAdm {
  return admFromScene(document, planRender(document, { kind: 'elements' }, [SOURCE]), GEOMETRY, warn);
}

function documentOf(adm: WrittenAdm) {
  return parseAdm(adm.axml, ignoreWarnings, { strict: true });
}

/** The tracks as the file has them. */
function tracksOf(document: Scene, adm: WrittenAdm): AudioSource {
  const plan = planRender(document, { kind: 'elements' }, [SOURCE]);
  const stems = pullAll(createRenderEngine(createKernels(8), plan, [SOURCE], undefined));
  return createMemorySource(
    adm.tracks.map(({ channel }) => (channel === null ? new Float32Array(FRAMES) : stems[channel]!)),
    RATE,
  );
}

function renderWritten(document: Scene, render: string, onWarning: Warn = ignoreWarnings): Float32Array[] {
  const adm = write(document);
  const tracks = tracksOf(document, adm);
  const items = selectItems(parseAdm(adm.axml, onWarning), parseChna(adm.chna, onWarning), {}, tracks.channels, onWarning);
  return pullAll(createRenderEngine(createKernels(8), planAdm(items, parseTarget(render), tracks), [tracks], undefined));
}

function largestDifference(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  expect(a.map((channel) => channel.length)).toEqual(b.map((channel) => channel.length));
  return Math.max(...a.map((channel, c) => channel.reduce((most, sample, k) => Math.max(most, Math.abs(sample - b[c]![k]!)), 0)));
}

const codesOf = (document: Scene): string[] => {
  const { warn, list } = createWarningList();
  write(document, warn);
  return list.map(({ code, at }) => `${code} ${at}`);
};

describe('a scene written and rendered again', () => {
  const still = scene({
    sources: SOURCES,
    groups: [{ id: 'g', name: 'G', hueDeg: 0, gainDb: -2, processing: [{ kind: 'compressor', thresholdDb: -30, ratio: 3 }] }],
    elements: [
      { id: 'bed', kind: 'bed', name: 'Bed', layout: '7.1.2', source: 'a', gainDb: -6 },
      { ...front, id: 'point', position: { x: 0.3, y: 0.7, z: 0.2 }, gainDb: 3, group: 'g' },
      { ...front, id: 'wide', channel: 2, position: { x: -0.5, y: -0.2, z: 1 }, size: 0.4, group: 'g' },
      { ...front, id: 'locked', channel: 3, position: { x: 0.8, y: 0.9, z: 0.1 }, snap: true },
      { ...front, id: 'zoned', channel: 4, position: { x: -0.4, y: -0.9, z: 0 }, zones: 'noBack' },
      { ...front, id: 'screen', channel: 5, position: { x: -0.4, y: 0, z: 0.6 }, zones: 'screenOnly' },
      { ...front, id: 'eq', channel: 6, processing: [{ kind: 'eq', bands: [{ type: 'bell', frequencyHz: 500, gainDb: 6, q: 1 }] }] },
      {
        ...front,
        id: 'rides',
        channel: 7,
        automation: {
          gainDb: [
            { atSec: 0, value: -20 },
            { atSec: 0.1, value: 0 },
          ],
        },
      },
    ],
  });

  it.each(['7.1.4', '5.1', '9.1.6', '4+5+0'])('is the same on %s within 1e-4 where nothing moves', (render) => {
    const difference = largestDifference(renderWritten(still, render), pullAll(engineFor(still, render, [SOURCE])));
    expect(difference).toBeLessThan(1e-4);
  });

  it('is the same in stereo within 1e-4, objects only: a bed folds by its pack, which BS.2127 knows and a master does not name', () => {
    const objects = { ...still, elements: still.elements.filter((element) => element.kind === 'object') };
    expect(largestDifference(renderWritten(objects, 'stereo'), pullAll(engineFor(objects, 'stereo', [SOURCE])))).toBeLessThan(1e-4);
  });

  it.each(['2.0', '5.1', '7.1', '7.1.2'])('has a bed of %s that plays its own loudspeakers alone', (layout) => {
    const document = scene({ sources: SOURCES, elements: [{ id: 'bed', kind: 'bed', name: 'Bed', layout, source: 'a' }] });
    expect(largestDifference(renderWritten(document, layout), pullAll(engineFor(document, layout, [SOURCE])))).toBeLessThan(1e-6);
  });

  it('follows movement: a step late and a tolerance off at most', () => {
    const path = [
      { atSec: 0, x: -1, y: 1, z: 0 },
      { atSec: 0.1, x: 1, y: 0, z: 1 },
    ];
    const document = scene({ sources: SOURCES, elements: [{ ...front, automation: { position: path } }] });
    const level = 0.25;
    // Gains change at most by π/2 a unit of the way; the way is 2.45 in 0.1 s, and a step of 252 frames beside the engine's own of 256.
    const bound = level * (Math.PI / 2) * (0.001 + (2.45 / 0.1) * (508 / RATE));
    expect(largestDifference(renderWritten(document, '7.1.4'), pullAll(engineFor(document, '7.1.4', [SOURCE])))).toBeLessThan(bound);
  });

  it('is read without a single warning', () => {
    const { warn, list } = createWarningList();
    renderWritten(still, 'stereo', warn);
    expect(list).toEqual([]);
  });

  it('is the same for any scene of still objects', () => {
    const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
    const object = fc.record({
      position: fc.record({ x: coordinate, y: coordinate, z: coordinate }),
      size: fc.double({ min: 0, max: 1, noNaN: true }),
      snap: fc.boolean(),
      zones: fc.constantFrom('all', 'noBack', 'noSides', 'centreBack', 'screenOnly', 'surroundOnly'),
      gainDb: fc.double({ min: -20, max: 6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 3 }), fc.constantFrom('7.1.4', '5.1'), (objects, render) => {
        const document = scene({
          sources: SOURCES,
          elements: objects.map((one, k) => ({ ...front, ...one, id: `o${k}`, channel: k + 1 })),
        });
        return largestDifference(renderWritten(document, render), pullAll(engineFor(document, render, [SOURCE]))) < 1e-4;
      }),
      { seed: 2076, numRuns: 25 },
    );
  });
});

describe('admFromScene', () => {
  it('says which channel of which element each track is; missing bed channels are silence', () => {
    const document = scene({
      sources: SOURCES,
      elements: [
        { ...front, name: 'Lead' },
        { id: 'bed', kind: 'bed', name: 'Room', layout: '5.1', source: 'a', channels: [1, 2, 0, 0, 3, 4] },
      ],
    });
    expect(write(document).tracks).toEqual([
      { name: 'Room L', elementId: 'bed', channel: 1 },
      { name: 'Room R', elementId: 'bed', channel: 2 },
      { name: 'Room C', elementId: 'bed', channel: null },
      { name: 'Room Ls', elementId: 'bed', channel: 3 },
      { name: 'Room Rs', elementId: 'bed', channel: 4 },
      { name: 'Lead', elementId: 'one', channel: 0 },
    ]);
  });

  it('says headphone modes by track and asks for plain renders, in our own name', () => {
    const document = scene({
      sources: SOURCES,
      frameRate: '25',
      elements: [
        { id: 'bed', kind: 'bed', name: 'Room', layout: '5.1', source: 'a', binaural: 'far' },
        { ...front, binaural: 'near' },
        { ...front, id: 'two', binaural: 'off' },
        { ...front, id: 'three' },
      ],
    });
    const { master, supplement } = readDbmd(write(document).dbmd, ignoreWarnings);
    expect(supplement!.tracks.map((track) => track.binauralMode)).toEqual(['far', 'far', 'far', 'off', 'far', 'far', 'near', 'off', 'mid']);
    expect(supplement!.trims.every((trim) => trim.kind === 'manual' && trim.centreDb === 0 && trim.surroundDb === 0)).toBe(true);
    expect(master).toMatchObject({
      creator: 'Periphony',
      tool: 'Periphony',
      frameRate: '25',
      warpMode: 'directRender',
      stereoDownmix: 'directStereo',
    });
  });

  it('writes the loudspeakers that a 7.1.2 bed lacks as objects that stand still, and says so', () => {
    const document = scene({ sources: SOURCES, elements: [{ id: 'bed', kind: 'bed', name: 'Room', layout: '9.1.6', source: 'a' }] });
    const { audioObjects, audioChannelFormats } = documentOf(write(document));
    expect(audioObjects.map(({ name }) => name)).toEqual(['Room', 'Room Lw', 'Room Rw', 'Room Ltf', 'Room Rtf', 'Room Ltr', 'Room Rtr']);
    expect(audioChannelFormats.at(-1)!.audioBlockFormats).toMatchObject([{ position: { X: 1, Y: -1, Z: 1 } }]);
    expect(codesOf(document)).toEqual(['adm.loss-bed bed']);
  });

  it('leaves out what is muted, and says what else it cannot say', () => {
    const document = scene({
      sources: SOURCES,
      groups: [{ id: 'off', name: 'Off', mute: true }],
      master: { processing: [{ kind: 'eq', bands: [] }] },
      elements: [
        { ...front, mute: true },
        { ...front, id: 'two', group: 'off' },
        { ...front, id: 'polar', position: { azimuthDeg: 30, elevationDeg: 0, distance: 1 } },
      ],
    });
    expect(codesOf(document)).toEqual(['adm.muted one', 'adm.muted two', 'adm.loss-polar polar']);
    // BS.2127 section 10: azimuth 30 is the room's front left corner.
    expect(documentOf(write(document)).audioChannelFormats[0]!.audioBlockFormats[0]).toMatchObject({ position: { X: -1, Y: 1, Z: 0 } });
  });

  it('refuses other rates, too many objects, and nothing', () => {
    const at96 = { ...scene({ sources: SOURCES, elements: [front] }), sampleRateHz: 96000 as const };
    expect(() => write(at96)).toThrow(expect.objectContaining({ name: 'InputError', code: 'adm.rate' }));
    const many = scene({ sources: SOURCES, elements: Array.from({ length: 119 }, (_, k) => ({ ...front, id: `o${k}` })) });
    expect(() => write(many)).toThrow(expect.objectContaining({ name: 'InputError', code: 'adm.too-many' }));
    const none = scene({ sources: SOURCES, elements: [{ ...front, mute: true }] });
    expect(() => write(none)).toThrow(expect.objectContaining({ name: 'InputError', code: 'adm.empty' }));
  });

  it('gives the same bytes every time', () => {
    const document = scene({ sources: SOURCES, elements: [front, { id: 'bed', kind: 'bed', name: 'Bed', layout: '5.1.4', source: 'a' }] });
    expect(write(document)).toEqual(write(structuredClone(document)));
  });
});

describe('splitBed', () => {
  it.each([
    ['2.0', 2, 0],
    ['5.1', 6, 0],
    ['7.1', 8, 0],
    ['7.1.2', 10, 0],
    ['5.1.2', 6, 2],
    ['5.1.4', 6, 4],
    ['7.1.4', 8, 4],
    ['9.1.6', 10, 6],
  ])('makes of %s a bed of %d and %d objects', (layout, channels, objects) => {
    const split = splitBed(getLayout(layout).speakers);
    expect(split.channels.map(({ feed }) => feed)).not.toContain(undefined);
    expect([split.channels.length, split.objects.length, split.dropped.length]).toEqual([channels, objects, 0]);
  });

  it('keeps an LFE by itself an LFE, and says which it cannot keep', () => {
    const lfe = getLayout('5.1').speakers.filter((speaker) => speaker.isLfe);
    expect(splitBed(lfe).channels.map(({ label, feed }) => [label, feed])).toContainEqual(['LFE', 0]);
    expect(splitBed(getLayout('22.2').speakers).dropped.map(({ name }) => name)).toEqual(['LFE2']);
  });
});

describe('objectBlocks', () => {
  const line = (sec: number, out: Float64Array): void => out.set([Math.min(1, sec), 0, 0, 0]);

  it('writes one block for what stands still', () => {
    expect(objectBlocks((_sec, out) => out.set([0.5, 0, 0, 0.2]), 1_000_000, 0.001)).toEqual([
      { startTicks: 0, x: 0.5, y: 0, z: 0, size: 0.2 },
    ]);
  });

  it('comes to rest exactly, and has no block shorter than the ramp of 250 frames', () => {
    const blocks = objectBlocks(line, 200_000, 0.001);
    expect(blocks.at(-1)!.x).toBe(1);
    expect(blocks.length).toBeLessThan(200);
    blocks.forEach((block, k) => {
      expect(block.startTicks % STEP_TICKS).toBe(0);
      expect((blocks[k + 1]?.startTicks ?? 200_000) - block.startTicks).toBeGreaterThanOrEqual(STEP_TICKS);
    });
  });

  it('is never further off than the tolerance when a step ends', () => {
    const wave = (sec: number, out: Float64Array): void =>
      out.set([Math.sin(7 * sec), Math.cos(3 * sec), Math.sin(sec) ** 2, 0.5 + 0.5 * Math.sin(2 * sec)]);
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 0.1, noNaN: true }), fc.integer({ min: 1, max: 300_000 }), (tolerance, durationTicks) => {
        const blocks = objectBlocks(wave, durationTicks, tolerance);
        const place = new Float64Array(4);
        let k = 0;
        for (let start = STEP_TICKS; start + STEP_TICKS <= durationTicks; start += STEP_TICKS) {
          while ((blocks[k + 1]?.startTicks ?? Infinity) <= start) {
            k++;
          }
          wave((start + STEP_TICKS) / 100_000, place);
          const { x, y, z, size } = blocks[k]!;
          const off = Math.max(Math.hypot(place[0]! - x, place[1]! - y, place[2]! - z), Math.abs(place[3]! - size));
          if (off > tolerance + 1e-12) {
            return false;
          }
        }
        return blocks[0]!.startTicks === 0 && blocks.every((block, b) => b === 0 || block.startTicks > blocks[b - 1]!.startTicks);
      }),
      { seed: 2051, numRuns: 60 },
    );
  });
});
