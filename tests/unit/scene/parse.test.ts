// The project file of the documentation, and every way to break it: each refusal names the file, the field, the element, the fact and the
// next step, and none of them is a fault of ours (a TypeError, a RangeError).
import { describe, expect, it } from 'vitest';
import { describeError, InputError } from '../../../src/base/index.ts';
import { COUNTS, parseProject, projectJsonSchema, sceneFromProject } from '../../../src/scene/index.ts';
import { sampleProject } from './sample.ts';
import type { Sample } from './sample.ts';

const AT = 'band.periphony.json';

function refusalOf(act: () => unknown): InputError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).at).toBe(AT);
    expect((error as InputError).hint).not.toBe('');
    return error as InputError;
  }
  throw new Error('nothing was refused');
}

function broken(breakIt: (project: Sample) => void): Sample {
  const project = sampleProject();
  breakIt(project);
  return project;
}

describe('a project file', () => {
  it('is read with its defaults filled in', () => {
    const { scene, version } = parseProject(JSON.stringify(sampleProject()), AT);
    expect(version).toBe(1);
    expect(scene.elements[0]).toEqual({
      id: 'bed',
      kind: 'bed',
      name: 'bed',
      layout: '7.1.2',
      source: 'ambience',
      binaural: 'near',
      startSec: 0,
      gainDb: 0,
      mute: false,
      content: 'music',
      processing: [],
      automation: {},
    });
    expect(scene.elements[1]).toMatchObject({ id: 'kick', name: 'Kick', gainDb: -3, position: { x: 0.25, y: 1, z: 0 }, binaural: 'near' });
    expect(scene.groups).toEqual([{ id: 'drums', name: 'drums', hueDeg: 0, gainDb: 0, mute: false, processing: [] }]);
  });

  it('may be as short as its version', () => {
    expect(parseProject('{ "periphony": 1 }', AT).scene).toEqual({
      title: 'Untitled',
      sampleRateHz: 48000,
      frameRate: '24',
      sources: [],
      elements: [],
      groups: [],
      master: { processing: [] },
      deliverables: [],
    });
  });

  it('fills in an object that only names its source', () => {
    const scene = sceneFromProject(
      { periphony: 1, sources: [{ id: 's', file: 's.wav' }], elements: [{ id: 'o', kind: 'object', source: 's' }] },
      AT,
    );
    expect(scene.elements[0]).toEqual({
      id: 'o',
      kind: 'object',
      name: 'o',
      source: 's',
      channel: 1,
      startSec: 0,
      gainDb: 0,
      mute: false,
      position: { x: 0, y: 1, z: 0 },
      size: 0,
      snap: false,
      zones: 'all',
      binaural: 'mid',
      content: 'music',
      processing: [],
      automation: {},
    });
  });

  it('may begin with a byte order mark and carry what ADM says untouched', () => {
    const adm = { audioObject: { importance: 3, anything: [null, { deep: true }] } };
    const project = broken((p) => (p.elements[0]!['adm'] = adm));
    expect(parseProject(`\uFEFF${JSON.stringify(project)}`, AT).scene.elements[0]!.adm).toEqual(adm);
  });
});

describe('a refusal', () => {
  const kick = (change: Record<string, unknown>) => (p: Sample) => Object.assign(p.elements[1]!, change);
  const KICK = 'elements[1] "kick": ';

  it.each<[string, (p: Sample) => void, string, RegExp]>([
    ['NaN as a string', kick({ position: { x: 'NaN', y: 0, z: 0 } }), `${KICK}position.x is NaN`, /from -1 to 1/],
    ['Infinity', kick({ gainDb: -Infinity }), `${KICK}gainDb is -Infinity`, /from -144 to 48/],
    ['null', kick({ position: { x: 0, y: null, z: 0 } }), `${KICK}position.y is null`, /from -1 to 1/],
    ['a position outside the room', kick({ position: { x: 0, y: 0, z: 1.5 } }), `${KICK}position.z is 1.5`, /from -1 to 1/],
    [
      'an angle outside the circle',
      kick({ position: { azimuthDeg: 200, elevationDeg: 0, distance: 1 } }),
      'position.azimuthDeg is 200',
      /180/,
    ],
    ['half a polar position', kick({ position: { azimuthDeg: 20 } }), `${KICK}position.elevationDeg is missing`, /from -90 to 90/],
    ['a text for a truth', kick({ mute: 'yes' }), `${KICK}mute is "yes"`, /true or false/],
    ['half a channel', kick({ channel: 1.5 }), `${KICK}channel is 1.5`, /whole number/],
    ['channel 0', kick({ channel: 0 }), `${KICK}channel is 0`, /at least 1/],
    ['an unknown zone', kick({ zones: 'noback' }), `${KICK}zones is "noback"`, /did you mean "noBack"/],
    ['an unknown field', kick({ gaindb: 1 }), `${KICK}gaindb is not a field`, /did you mean "gainDb"/],
    ['a field of another kind', (p) => (p.elements[0]!['position'] = { x: 0, y: 0, z: 0 }), 'elements[0] "bed": position is not', /layout/],
    ['an unknown kind', kick({ kind: 'objekt' }), `${KICK}kind is "objekt"`, /did you mean "object"/],
    ['a missing kind', (p) => delete p.elements[1]!['kind'], `${KICK}kind is missing`, /object, bed/],
    ['an unknown processor', kick({ processing: [{ kind: 'eqq' }] }), `${KICK}processing[0].kind is "eqq"`, /did you mean "eq"/],
    ['a parameter out of range', kick({ processing: [{ kind: 'trim', gainDb: 99 }] }), 'processing[0].gainDb is 99', /from -60 to 24/],
    ['a parameter of no processor', kick({ processing: [{ kind: 'trim', gain: 1 }] }), 'processing[0].gain is not', /"gainDb"/],
    [
      'a band without a frequency',
      kick({ processing: [{ kind: 'eq', bands: [{ type: 'bell' }] }] }),
      `${KICK}processing[0].bands[0].frequencyHz is missing`,
      /from 10 to 20000/,
    ],
    ['a lane that is no list', kick({ automation: { position: 5 } }), `${KICK}automation.position is 5`, /list/],
    [
      'a bad point',
      kick({
        automation: {
          size: [
            { atSec: 0, value: 0 },
            { atSec: 1, value: 2 },
          ],
        },
      }),
      `${KICK}automation.size[1].value is 2`,
      /from 0 to 1/,
    ],
    [
      'automation that runs backwards',
      kick({
        automation: {
          gainDb: [
            { atSec: 3, value: 0 },
            { atSec: 2, value: 0 },
          ],
        },
      }),
      `${KICK}automation.gainDb[1].atSec is 2, before the point in front of it (3)`,
      /sort/,
    ],
    [
      'a source that is not there',
      kick({ source: 'kik' }),
      `${KICK}source names the source "kik", which does not exist`,
      /did you mean "kick"/,
    ],
    ['a group that is not there', kick({ group: 'zzz' }), `${KICK}group names the group "zzz", which does not exist`, /groups/],
    ['a partner that is not there', kick({ pairedWith: 'zzz' }), `${KICK}pairedWith names the element "zzz"`, /elements/],
    ['a partner of its own', kick({ pairedWith: 'kick' }), `${KICK}pairedWith names "kick", which is not paired with it`, /pair two/],
    ['an unknown layout', (p) => (p.elements[0]!['layout'] = '7.1.3'), 'elements[0] "bed": layout is "7.1.3"', /7\.1\.4/],
    [
      'channels that do not fit',
      (p) => (p.elements[0]!['channels'] = [1, 2]),
      'channels has 2 entries, but 7.1.2 has 10',
      /each loudspeaker/,
    ],
    ['a taken id', kick({ id: 'bed' }), 'elements[1] "bed": id is taken: elements[0] has it too', /its own id/],
    ['a taken source id', (p) => p.sources.push({ id: 'kick', file: 'a.wav' }), 'sources[2] "kick": id is taken', /its own id/],
    ['an empty id', (p) => (p.sources[0]!['id'] = ''), 'sources[0] "": id is empty', /fill/],
    ['an unknown render', (p) => (p.deliverables[0]!['render'] = 'atmos'), 'deliverables[0]: render is "atmos"', /binaural or one of/],
    ['an unknown rate', (p) => (p['sampleRateHz'] = 22050), 'sampleRateHz is 22050', /44100, 48000/],
    ['two problems', (p) => Object.assign(p, { title: 5, frameRate: 24 }), 'title is 5 (1 more problem after it)', /double quotes/],
    ['elements that are no list', (p) => (p['elements'] = null as never), 'elements is null', /list/],
    ['an element that is none', (p) => (p.elements[1] = null as never), 'elements[1] is null', /object/],
    [
      'too many elements',
      (p) => (p.elements = Array<never>(1025).fill(p.elements[0] as never)),
      'elements has 1025 entries',
      /at most 1024/,
    ],
  ])('of %s', (_what, breakIt, message, hint) => {
    const error = refusalOf(() => sceneFromProject(broken(breakIt), AT));
    expect(error.message).toContain(message);
    expect(error.hint).toMatch(hint);
    expect(error.code).toMatch(/^project\.[a-z-]+$/);
  });

  it.each([
    '/abs/kick.wav',
    'C:/kick.wav',
    'c:\\kick.wav',
    'stems\\kick.wav',
    'https://host/kick.wav',
    'file:kick.wav',
    '~/kick.wav',
    '',
    'stems/',
    '..',
    'a\u0000b',
  ])('of the path %j', (file) => {
    const error = refusalOf(() =>
      sceneFromProject(
        broken((p) => (p.sources[1]!['file'] = file)),
        AT,
      ),
    );
    expect(error.message).toContain('sources[1] "kick": file is ');
    expect(error.hint).toMatch(/path/);
  });

  it.each(['kick.wav', '../stems/kick.wav', '../../a b/ü.flac', 'Mix: final.wav', 'a..b.wav'])('is not for the path %j', (file) => {
    expect(
      sceneFromProject(
        broken((p) => (p.sources[1]!['file'] = file)),
        AT,
      ).sources[1]!.file,
    ).toBe(file);
  });

  it('counts lines and columns of what is not JSON, in the same words on every host', () => {
    const at = (text: string): string => describeError(refusalOf(() => parseProject(text, AT)));
    expect(at('{ "periphony": 1,\n  "elements": [,] }')).toBe(
      `${AT}: line 2, column 16: "," is not a value; a project is JSON: correct the text there`,
    );
    expect(at('')).toContain('line 1, column 1: the text ends where a value should be');
    expect(at('{\n "periphony": 1,\n}')).toContain('line 3, column 1: a comma stands before "}"');
    expect(at('{ periphony: 1 }')).toContain("line 1, column 3: a field's name in double quotes is missing before");
    expect(at('{ "periphony" 1 }')).toContain('line 1, column 15: a colon is missing after "periphony"');
    expect(at('{ "periphony": 1 "title": "a" }')).toContain('line 1, column 18: a comma or "}" is missing');
    expect(at('{ "periphony": 1, "title": "a\nb" }')).toContain('line 1, column 28: the string');
    expect(at('{ "periphony": 1, "title": "a')).toContain('line 1, column 28: a string has no end');
    expect(at('{ "periphony": 1 } {')).toContain('line 1, column 20: there is something after the end');
    expect(at('{ "periphony": 1')).toContain('the text ends before its last bracket');
    expect(at('{ "periphony": 01 }')).toContain('line 1, column 16: "01" is not a value');
  });

  it('names the field of a NaN that another program wrote', () => {
    const text = JSON.stringify(sampleProject());
    expect(refusalOf(() => parseProject(text.replace('"x":0.25', '"x":NaN'), AT)).message).toBe(`${KICK}position.x is NaN`);
    expect(refusalOf(() => parseProject(text.replace('"x":0.25', '"x":-Infinity'), AT)).message).toBe(`${KICK}position.x is -Infinity`);
    expect(refusalOf(() => parseProject(text.replace('"x":0.25', '"x":1e999'), AT)).message).toBe(`${KICK}position.x is Infinity`);
    expect(refusalOf(() => parseProject('{ "periphony": 1,\n "title": NaN }', AT)).message).toBe(
      'line 2, column 11: NaN is not a value of JSON',
    );
  });

  it('tells a newer file from no project', () => {
    expect(refusalOf(() => parseProject('{ "periphony": 2 }', AT))).toMatchObject({ code: 'project.newer', hint: 'update Periphony' });
    expect(refusalOf(() => parseProject('{ "periphony": "1" }', AT)).code).toBe('project.version');
    expect(refusalOf(() => parseProject('{ "periphony": 0.5 }', AT)).code).toBe('project.version');
    expect(refusalOf(() => parseProject('{ "name": "x" }', AT)).code).toBe('project.version');
    expect(refusalOf(() => parseProject('[1, 2]', AT)).code).toBe('project.not-a-project');
    expect(refusalOf(() => parseProject('null', AT)).code).toBe('project.not-a-project');
  });

  it('comes of absurd sizes and depths too', () => {
    expect(refusalOf(() => parseProject(' '.repeat(COUNTS.text + 1), AT)).code).toBe('project.too-large');
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    expect(refusalOf(() => parseProject(`{ "periphony": 1, "x": ${deep} }`, AT)).code).toBe('project.too-deep');
    expect(refusalOf(() => parseProject(`{ "periphony": 1, "x": ${'['.repeat(500_000)}`, AT)).code).toBe('project.syntax');
    const bad = Array.from({ length: 300_000 }, () => ({ atSec: 'x' }));
    expect(refusalOf(() => sceneFromProject(broken(kick({ automation: { position: bad } })), AT)).message).toContain(
      'position[0].atSec is "x"',
    );
  });

  it('never comes from a name that objects inherit', () => {
    const error = refusalOf(() => parseProject('{ "periphony": 1, "__proto__": { "title": "x" }, "constructor": 1 }', AT));
    expect(error.code).toBe('project.unknown-field');
  });
});

it('reads 200,000 points of automation', () => {
  const points = Array.from({ length: 200_000 }, (_, k) => ({ atSec: k / 100, x: (k % 200) / 100 - 1, y: 0.5, z: 0 }));
  const text = JSON.stringify(broken((p) => (p.elements[1]!['automation'] = { position: points })));
  const { scene } = parseProject(text, AT);
  // As text: comparing so many objects takes longer than reading them.
  expect(JSON.stringify(scene.elements[1]!.automation) === JSON.stringify({ position: points })).toBe(true);
});

it('describes the format as JSON Schema', () => {
  const schema = projectJsonSchema();
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false, required: ['periphony'] });
  const text = JSON.stringify(schema);
  expect(text).toContain('"frequencyHz":{"type":"number","minimum":10,"maximum":20000}');
  expect(text).toContain('"maxItems":1000000');
});
