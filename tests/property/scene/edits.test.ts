// Laws of the document: whatever is done to a valid scene, it stays one, its text reads back as itself, and what an edit leaves alone is shared.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as edits from '../../../src/scene/index.ts';
import type { Lane, Position, ProcessorSettings, Scene } from '../../../src/scene/index.ts';

type Edit = (scene: Scene) => Scene;

/** Any number that a page might hand over, sensible or not. */
const anyNumber = fc.oneof(fc.double(), fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: -200, max: 200 }));
const time = fc.double({ min: -10, max: 400, noNaN: true });
const text = fc.oneof(fc.constantFrom('Kick', 'Keys', 'Vocals', 'Ambience'), fc.string({ unit: 'grapheme', maxLength: 12 }));
const position: fc.Arbitrary<Position> = fc.oneof(
  fc.record({ x: anyNumber, y: anyNumber, z: anyNumber }),
  fc.record({ azimuthDeg: anyNumber, elevationDeg: anyNumber, distance: anyNumber }),
);
const settings: fc.Arbitrary<ProcessorSettings> = fc.oneof(
  fc.record({ kind: fc.constant('trim' as const), gainDb: anyNumber }),
  fc.record({ kind: fc.constant('compressor' as const), thresholdDb: anyNumber, ratio: anyNumber }, { requiredKeys: ['kind'] }),
  fc.record({
    kind: fc.constant('eq' as const),
    bands: fc.array(fc.record({ type: fc.constantFrom('bell' as const, 'highPass' as const), frequencyHz: anyNumber, gainDb: anyNumber }), {
      maxLength: 3,
    }),
  }),
);
const lane = fc.constantFrom<Lane>('position', 'size', 'gainDb');

/** Picks an element (mostly one that is there), then edits it. */
const onElement = <T>(value: fc.Arbitrary<T>, edit: (scene: Scene, id: string, value: T) => Scene): fc.Arbitrary<Edit> =>
  fc.tuple(fc.nat(30), value).map(
    ([k, v]) =>
      (scene) =>
        edit(scene, scene.elements[k % (scene.elements.length + 1)]?.id ?? 'nobody', v),
  );
const onGroup = <T>(value: fc.Arbitrary<T>, edit: (scene: Scene, id: string, value: T) => Scene): fc.Arbitrary<Edit> =>
  fc.tuple(fc.nat(30), value).map(
    ([k, v]) =>
      (scene) =>
        edit(scene, scene.groups[k % (scene.groups.length + 1)]?.id ?? 'nobody', v),
  );
const onScene = <T>(value: fc.Arbitrary<T>, edit: (scene: Scene, value: T) => Scene): fc.Arbitrary<Edit> =>
  value.map((v) => (scene) => edit(scene, v));
const point = fc.tuple(time, anyNumber, position, fc.constantFrom('linear' as const, 'hold' as const, undefined));
const pointOf = (l: Lane, [atSec, value, place, curve]: [number, number, Position, 'linear' | 'hold' | undefined]) => {
  const bend = curve === undefined ? {} : { curve };
  return (l === 'position' ? { atSec, ...place, ...bend } : { atSec, value, ...bend }) as never;
};

const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: onScene(fc.tuple(text, fc.constantFrom(1, 2, 3, 6, 10, 12)), (s, [name, channels]) =>
      edits.addFile(s, { fileName: `stems/${edits.slugOf(name)}.wav`, channels }),
    ),
  },
  onElement(text, (s, _id, name) => edits.addObject(s, { name, source: s.sources[0]?.id ?? 'nobody' })),
  onElement(fc.constant(0), (s, id) => edits.removeElements(s, [id])),
  onElement(fc.nat(3), (s, id, k) => edits.duplicateElements(s, [id, s.elements[k]?.id ?? 'nobody'])),
  onElement(text, edits.renameElement),
  onElement(anyNumber, edits.moveElement),
  onElement(fc.nat(9), (s, id, k) => edits.pairObjects(s, id, s.elements[k]?.id ?? 'nobody')),
  onElement(fc.constant(0), edits.unpairObject),
  onElement(anyNumber, edits.setGainDb),
  onElement(fc.boolean(), edits.setMute),
  { weight: 3, arbitrary: onElement(position, edits.setPosition) },
  onElement(anyNumber, edits.setSize),
  onElement(fc.boolean(), edits.setSnap),
  onElement(fc.constantFrom('all' as const, 'noBack' as const), edits.setZones),
  onElement(fc.constantFrom('off' as const, 'near' as const, 'far' as const), edits.setBinaural),
  onElement(fc.constantFrom('dialogue' as const, 'music' as const), edits.setContent),
  onElement(anyNumber, edits.setStartSec),
  onElement(fc.option(anyNumber, { nil: undefined }), edits.setHueDeg),
  onElement(fc.integer({ min: -1, max: 9 }), edits.setChannel),
  onElement(fc.constantFrom('5.1', '7.1.4', 'nothing'), edits.setBedLayout),
  onElement(fc.option(fc.array(fc.nat(12), { minLength: 6, maxLength: 12 }), { nil: undefined }), edits.setBedChannels),
  { weight: 2, arbitrary: onGroup(fc.nat(9), (s, group, k) => edits.setGroup(s, [s.elements[k]?.id ?? 'nobody'], group)) },
  onElement(fc.constant(undefined), (s, id) => edits.setGroup(s, [id], undefined)),
  onScene(fc.record({ name: text, hueDeg: anyNumber }), edits.addGroup),
  onGroup(fc.constant(0), edits.removeGroup),
  onGroup(text, edits.renameGroup),
  onGroup(anyNumber, edits.setGroupHueDeg),
  onGroup(anyNumber, edits.setGroupGainDb),
  onGroup(fc.boolean(), edits.setGroupMute),
  onGroup(anyNumber, edits.moveGroup),
  onElement(fc.array(settings, { maxLength: 3 }), (s, id, chain) => edits.setProcessing(s, { kind: 'element', id }, chain)),
  onGroup(settings, (s, id, insert) => edits.addProcessor(s, { kind: 'group', id }, insert)),
  onScene(settings, (s, insert) => edits.addProcessor(s, { kind: 'master' }, insert, 0)),
  onScene(fc.tuple(fc.nat(3), settings), (s, [k, insert]) => edits.setProcessor(s, { kind: 'master' }, k, insert)),
  onScene(fc.nat(3), (s, k) => edits.removeProcessor(s, { kind: 'master' }, k)),
  { weight: 4, arbitrary: onElement(fc.tuple(lane, point), (s, id, [l, p]) => edits.addPoint(s, id, l, pointOf(l, p))) },
  onElement(fc.tuple(lane, fc.nat(4), point), (s, id, [l, k, p]) => edits.movePoint(s, id, l, k, pointOf(l, p))),
  onElement(fc.tuple(lane, fc.array(fc.nat(4))), (s, id, [l, ks]) => edits.removePoints(s, id, l, ks)),
  onElement(fc.tuple(lane, fc.array(point, { maxLength: 5 })), (s, id, [l, ps]) =>
    edits.setAutomation(
      s,
      id,
      l,
      ps.map((p) => pointOf(l, p)),
    ),
  ),
  onElement(fc.option(lane, { nil: undefined }), edits.clearAutomation),
  onElement(fc.tuple(time, position), (s, id, [sec, p]) => edits.setPositionAt(s, id, sec, p)),
  onScene(text, edits.setTitle),
  onScene(fc.option(anyNumber, { nil: undefined }), edits.setTempoBpm),
  onScene(fc.option(anyNumber, { nil: undefined }), edits.setLengthSec),
  onScene(fc.array(fc.record({ render: fc.constantFrom('7.1.4', 'binaural', 'stereo', 'x') })), edits.setDeliverables),
);
const edited = fc.array(anyEdit, { minLength: 1, maxLength: 60 });

describe('a scene, after any edits', () => {
  it('is valid, and reads back as itself', () => {
    fc.assert(
      fc.property(edited, (list) => {
        const scene = list.reduce((s, edit) => edit(s), edits.emptyScene());
        const text = edits.serializeProject(scene);
        expect(edits.parseProject(text, 'a').scene).toEqual(scene);
        expect(text.endsWith('}\n')).toBe(true);
      }),
      { seed: 2127, numRuns: 300 },
    );
  });

  it('shares what the last edit left alone, and comes back unchanged from an edit done twice', () => {
    fc.assert(
      fc.property(edited, anyEdit, (list, last) => {
        const before = list.reduce((s, edit) => edit(s), edits.emptyScene());
        const text = edits.serializeProject(before);
        const after = last(before);
        expect(edits.serializeProject(before)).toBe(text);
        if (edits.serializeProject(after) === text) {
          expect(after).toBe(before);
        }
        const old = new Map(before.elements.map((element) => [element.id, element]));
        for (const element of after.elements) {
          const same = old.get(element.id);
          if (same !== undefined && JSON.stringify(same) === JSON.stringify(element)) {
            expect(element).toBe(same);
          }
        }
      }),
      { seed: 2127, numRuns: 300 },
    );
  });
});

describe('any automation', () => {
  const places = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), position, fc.constantFrom('linear' as const, 'hold' as const)), {
    minLength: 1,
    maxLength: 8,
  });

  it('passes through its points, and never leaves the room', () => {
    fc.assert(
      fc.property(places, fc.array(fc.double({ min: -1, max: 41, noNaN: true }), { maxLength: 20 }), (list, times) => {
        let scene = edits.addFile(edits.emptyScene(), { fileName: 'a.wav', channels: 1 });
        scene = edits.setAutomation(
          scene,
          'a',
          'position',
          list.map(([atSec, place, curve]) => ({ atSec, ...place, curve })),
        );
        const element = scene.elements[0]!;
        const points = edits.lanePoints(element, 'position');
        const track = edits.createPositionTrack(element as Parameters<typeof edits.createPositionTrack>[0]);
        const out = new Float64Array(3);
        const reach = points.reduce(
          (most, p) => Math.max(most, ...edits.positionToXyz(p).map(Math.abs), edits.isPolar(p) ? p.distance : 1),
          1,
        );
        for (const sec of times) {
          track.at(sec, out);
          out.forEach((v) => expect(Math.abs(v)).toBeLessThanOrEqual(reach + 1e-9));
        }
        points.forEach((p, k) => {
          if (points[k + 1]?.atSec !== p.atSec) {
            track.at(p.atSec, out);
            edits.positionToXyz(p).forEach((v, axis) => expect(out[axis]).toBeCloseTo(v, 9));
          }
        });
      }),
      { seed: 2127, numRuns: 300 },
    );
  });
});

it('any text is read or refused, never a fault', () => {
  const parse = (text: string): void => {
    try {
      edits.parseProject(text, 'a');
    } catch (error) {
      expect(error).toMatchObject({ name: 'InputError', at: 'a' });
    }
  };
  const start = edits.serializeProject(edits.addFile(edits.emptyScene(), { fileName: 'a.wav', channels: 2 }));
  fc.assert(fc.property(fc.string(), parse), { seed: 2127, numRuns: 300 });
  fc.assert(fc.property(fc.json(), parse), { seed: 2127, numRuns: 300 });
  fc.assert(
    fc.property(fc.nat(start.length), fc.nat(8), fc.string({ maxLength: 3 }), (from, length, patch) =>
      parse(start.slice(0, from) + patch + start.slice(from + length)),
    ),
    { seed: 2127, numRuns: 1000 },
  );
});

it('a broken text is found broken at the same place as the host does', () => {
  const start = edits.serializeProject(edits.addFile(edits.emptyScene(), { fileName: 'a.wav', channels: 2 }));
  fc.assert(
    fc.property(fc.nat(start.length), fc.constantFrom(',', '}', ']', '"', 'x', '{', '\\'), (at, patch) => {
      const text = start.slice(0, at) + patch + start.slice(at);
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      let code = '';
      try {
        edits.parseProject(text, 'a');
      } catch (error) {
        code = (error as { code: string }).code;
      }
      expect(code === 'project.syntax').toBe(!isJson);
    }),
    { seed: 2127, numRuns: 500 },
  );
});
