import { describe, expect, it } from 'vitest';
import { createWarningList, ignoreWarnings, rational } from '../../../src/base/index.ts';
import { parseAdm } from '../../../src/formats/index.ts';
import { selectItems } from '../../../src/interchange/index.ts';
import type { SelectItemsOptions } from '../../../src/interchange/index.ts';
import type { DirectSpeakersItem, HoaItem, ObjectsItem, RenderingItem } from '../../../src/scene/adm/index.ts';
import {
  EDITION_2,
  axml,
  block,
  channel,
  chnaOf,
  element,
  movingObject,
  object,
  objectIds,
  pack,
  polar,
  programme,
  refs,
  trackUid,
} from '../../fixtures/adm/admXml.ts';

interface Case extends SelectItemsOptions {
  readonly chna?: ReturnType<typeof chnaOf>;
  readonly version?: string;
  readonly channels?: number;
}

/** Tracks 1 to 9 unless said otherwise. */
const NINE = chnaOf(...Array.from({ length: 9 }, (_, k) => objectIds(k + 1).uid));

function select(body: string, { chna = NINE, version = EDITION_2, channels = 16, ...options }: Case = {}): RenderingItem[] {
  return selectItems(parseAdm(axml(body, version), ignoreWarnings), chna, options, channels, ignoreWarnings);
}

function warnings(body: string, { chna = NINE, version = EDITION_2, channels = 16, ...options }: Case = {}): string[] {
  const { warn, list } = createWarningList();
  selectItems(parseAdm(axml(body, version), ignoreWarnings), chna, options, channels, warn);
  return list.map(({ code, at }) => `${code} ${at}`);
}

const fault = (code: string, at: string, message: unknown = expect.any(String)) =>
  expect.objectContaining({ name: 'InputError', code, at, message });
const onlyObject = (items: readonly RenderingItem[]): ObjectsItem => {
  expect(items).toHaveLength(1);
  return items[0] as ObjectsItem;
};
const tracksOf = (items: readonly RenderingItem[]) => items.map((item) => (item.kind === 'hoa' ? item.tracks : item.track));
const namesOf = (items: readonly RenderingItem[]) => items.map(({ objectName }) => objectName);

describe('an object', () => {
  it("has its track, its times, and the standard's defaults where nothing is written", () => {
    const item = onlyObject(select(`${programme(['AO_1002'])}${movingObject(2, undefined, '', 'start="00:00:01" duration="00:00:02"')}`));
    expect(item).toMatchObject({
      kind: 'objects',
      id: 'AC_00031002',
      objectName: 'AO_1002',
      track: { kind: 'direct', channel: 1 },
      objectStart: rational(1n),
      objectDuration: rational(2n),
      importance: 10,
      blocks: [{ id: 'AB_00031002_00000001', metadata: { position: { kind: 'polar', azimuthDeg: 30, elevationDeg: 0, distance: 1 } } }],
    });
    const { position: _position, ...rest } = item.blocks[0]!.metadata;
    expect(Object.values(rest).filter((value) => value !== undefined)).toEqual([]);
  });

  it('a Cartesian position without Z lies on the floor', () => {
    const body = movingObject(
      1,
      block('AC_00031001', '<cartesian>1</cartesian><position coordinate="X">-1</position><position coordinate="Y">0.5</position>'),
    );
    expect(onlyObject(select(body)).blocks[0]!.metadata.position).toEqual({ kind: 'cartesian', x: -1, y: 0.5, z: 0 });
  });

  it('gains: decibels become linear, of block and object', () => {
    const body = movingObject(
      1,
      block('AC_00031001', `${polar(0)}<gain gainUnit="dB">-20</gain>`),
      '<gain gainUnit="dB">20</gain><mute>1</mute>',
    );
    const { metadata } = onlyObject(select(body)).blocks[0]!;
    expect(metadata.gain).toBeCloseTo(0.1, 14);
    expect(metadata.objectGain).toBeCloseTo(10, 12);
    expect(metadata.objectMute).toBe(true);
  });

  it("objectDivergence: without azimuthRange it is 0 from BS.2076-2 on, and the renderer's 45 before", () => {
    const body = movingObject(1, block('AC_00031001', `${polar(0)}<objectDivergence>0.5</objectDivergence>`));
    const range = (items: readonly RenderingItem[]) => onlyObject(items).blocks[0]!.metadata.objectDivergence!.azimuthRangeDeg;
    expect(range(select(body))).toBe(0);
    expect(range(select(body, { version: 'ITU-R_BS.2076-1' }))).toBeUndefined();
    expect(range(select(body, { version: '' }))).toBeUndefined();
  });

  it('channelLock 0 is none', () => {
    const body = movingObject(1, block('AC_00031001', `${polar(0)}<channelLock maxDistance="0.5">0</channelLock>`));
    expect(onlyObject(select(body)).blocks[0]!.metadata.channelLock).toBeUndefined();
  });

  it("carries the programme's reference screen, completed from the default one", () => {
    const screen = '<audioProgrammeReferenceScreen><screenWidth azimuth="40"/></audioProgrammeReferenceScreen>';
    const item = onlyObject(select(`${programme(['AO_1001'], 'APR_1001', screen)}${movingObject(1)}`));
    expect(item.blocks[0]!.metadata.referenceScreen).toEqual({
      kind: 'polar',
      aspectRatio: 1.78,
      centre: { azimuthDeg: 0, elevationDeg: 0, distance: 1 },
      widthAzimuthDeg: 40,
    });
  });

  it('values outside their range: the nearest, with a warning, and an error under strict', () => {
    const body = movingObject(1, block('AC_00031001', `${polar(190)}<diffuse>1.5</diffuse>`));
    expect(onlyObject(select(body)).blocks[0]!.metadata).toMatchObject({ position: { azimuthDeg: -170 }, diffuse: 1 });
    expect(warnings(body)).toEqual(['adm.range AB_00031001_00000001']);
    expect(() => select(body, { strict: true })).toThrow(fault('adm.range', 'AB_00031001_00000001'));
  });

  it('the cartesian flag must belong to the position', () => {
    const body = movingObject(1, block('AC_00031001', `<cartesian>1</cartesian>${polar(0)}`));
    expect(() => select(body)).toThrow(fault('adm.cartesian', 'AB_00031001_00000001'));
  });

  it('positionOffset: of the same coordinates, complete with zeros', () => {
    const offset = '<positionOffset coordinate="azimuth">30</positionOffset>';
    expect(onlyObject(select(movingObject(1, undefined, offset))).blocks[0]!.metadata.positionOffset).toEqual({
      kind: 'polar',
      azimuthDeg: 30,
      elevationDeg: 0,
      distance: 0,
    });
    const mixed = movingObject(1, undefined, '<positionOffset coordinate="X">0.5</positionOffset>');
    expect(() => select(mixed)).toThrow(fault('adm.position-offset', 'AB_00031001_00000001'));
  });
});

describe('programme, content, objects', () => {
  const two = `${programme(['AO_1001'], 'APR_1002')}${programme(['AO_1002'], 'APR_1001')}${movingObject(1)}${movingObject(2)}`;

  it('the programme asked for, else the lowest id with a warning', () => {
    expect(namesOf(select(two))).toEqual(['AO_1002']);
    expect(warnings(two)).toEqual(['adm.programme APR_1001']);
    expect(namesOf(select(two, { programmeId: 'APR_1002' }))).toEqual(['AO_1001']);
    expect(warnings(two, { programmeId: 'APR_1002' })).toEqual([]);
    expect(() => select(two, { programmeId: 'APR_1003' })).toThrow(
      expect.objectContaining({ code: 'adm.no-programme', hint: 'use one of APR_1002, APR_1001' }),
    );
  });

  it('without a programme: the objects that are inside no other', () => {
    const body = `${element('audioObject', 'AO_1009', refs('audioObjectIDRef', ['AO_1001']))}${movingObject(1)}${movingObject(2)}`;
    expect(namesOf(select(body))).toEqual(['AO_1001', 'AO_1002']);
  });

  it('an object with tracks and sub-objects gives both; one that is reached twice sounds twice', () => {
    const body = `${programme(['AO_1001', 'AO_1002'])}${movingObject(1, undefined, refs('audioObjectIDRef', ['AO_1002']))}${movingObject(2)}`;
    expect(namesOf(select(body))).toEqual(['AO_1001', 'AO_1002', 'AO_1002']);
  });

  it('a circle of objects is printed', () => {
    const body = ['AO_1001', 'AO_1002', 'AO_1003']
      .map((id, k, ids) => element('audioObject', id, refs('audioObjectIDRef', [ids[(k + 1) % 3]!])))
      .join('');
    expect(() => select(body)).toThrow(
      fault('adm.loop', 'AO_1001', 'audioObjects refer to each other in a circle: AO_1001 → AO_1002 → AO_1003 → AO_1001'),
    );
  });

  it.each([
    ['a start', '', 'start="00:00:01"'],
    ['a duration', '', 'duration="00:00:01"'],
    ['a gain', '<gain>0.5</gain>', ''],
    ['mute', '<mute>1</mute>', ''],
    ['a positionOffset', '<positionOffset coordinate="X">0</positionOffset>', ''],
    ['an alternativeValueSet', '<alternativeValueSet alternativeValueSetID="AVS_1001_0001"/>', ''],
  ])('%s belongs to objects without sub-objects', (what, inside, attributes) => {
    const body = `${element('audioObject', 'AO_1009', refs('audioObjectIDRef', ['AO_1001']) + inside, attributes)}${movingObject(1)}`;
    expect(() => select(body)).toThrow(fault('adm.nested-values', 'AO_1009', expect.stringContaining(`has ${what}, which only`)));
  });

  it('a gain of 1 on a group changes nothing and is let through', () => {
    const body = `${element('audioObject', 'AO_1009', `${refs('audioObjectIDRef', ['AO_1001'])}<gain gainUnit="dB">0</gain><mute>0</mute>`)}${movingObject(1)}`;
    expect(select(body)).toHaveLength(1);
  });

  it('references to nothing are refused where they are made', () => {
    expect(() => select(programme(['AO_1001']))).toThrow(
      fault('adm.unresolved', 'ACO_1001', 'refers to audioObject AO_1001, which is defined nowhere'),
    );
    expect(() => select(object('AO_1001', ['AP_00031001'], ['ATU_00000001']))).toThrow(fault('adm.unresolved', 'AO_1001'));
  });

  it('more ways through objects than a mix can have', () => {
    // Twice the next, twenty deep: a million ways.
    const levels = Array.from({ length: 20 }, (_, k) =>
      element('audioObject', `AO_20${10 + k}`, refs('audioObjectIDRef', [`AO_20${11 + k}`, `AO_20${11 + k}`])),
    );
    expect(() => select(`${levels.join('')}${element('audioObject', 'AO_2030')}`)).toThrow(
      fault('adm.too-large', expect.any(String) as unknown as string),
    );
  });

  it('one object with many blocks, reached many times', () => {
    const blocks = Array.from({ length: 2000 }, (_, k) => block('AC_00031001', polar(0), '', k + 1)).join('');
    const body = `${programme(Array.from({ length: 1500 }, () => 'AO_1001'))}${movingObject(1, blocks)}`;
    expect(() => select(body)).toThrow(fault('adm.too-large', 'AO_1001'));
  });

  it('nothing to render is said', () => {
    expect(warnings(programme([]))).toEqual(['adm.silent APR_1001']);
  });
});

describe('complementary objects', () => {
  const group = refs('audioComplementaryObjectIDRef', ['AO_1002', 'AO_1003']);
  const body = `${programme(['AO_1001', 'AO_1002', 'AO_1003', 'AO_1004'])}${movingObject(1, undefined, group)}${movingObject(2)}${movingObject(3)}${movingObject(4)}`;

  it('the first of a group, or the one that is chosen', () => {
    expect(namesOf(select(body))).toEqual(['AO_1001', 'AO_1004']);
    expect(namesOf(select(body, { complementaryObjectIds: ['AO_1003'] }))).toEqual(['AO_1003', 'AO_1004']);
  });

  it('what is inside an unheard one is unheard', () => {
    const nested = body
      .replace(refs('audioObjectIDRef', ['AO_1004']), '')
      .replace(
        refs('audioTrackUIDRef', ['ATU_00000002']),
        refs('audioTrackUIDRef', ['ATU_00000002']) + refs('audioObjectIDRef', ['AO_1004']),
      );
    expect(namesOf(select(nested))).toEqual(['AO_1001']);
    expect(namesOf(select(nested, { complementaryObjectIds: ['AO_1002'] }))).toEqual(['AO_1002', 'AO_1004']);
  });

  it('two of a group, or one of none, are refused', () => {
    expect(() => select(body, { complementaryObjectIds: ['AO_1001', 'AO_1002'] })).toThrow(fault('adm.complementary', 'AO_1001'));
    expect(() => select(body, { complementaryObjectIds: ['AO_1004'] })).toThrow(fault('adm.complementary', 'AO_1004'));
  });
});

describe('alternativeValueSets', () => {
  const sets = `<gain>0.5</gain><positionOffset coordinate="azimuth">10</positionOffset>
    <alternativeValueSet alternativeValueSetID="AVS_1001_0001"><positionOffset coordinate="elevation">20</positionOffset></alternativeValueSet>
    <alternativeValueSet alternativeValueSetID="AVS_1001_0002"><gain>2</gain><mute>1</mute></alternativeValueSet>`;
  const chosen = (...ids: string[]) =>
    `${programme(['AO_1001'], 'APR_1001', refs('alternativeValueSetIDRef', ids))}${movingObject(1, undefined, sets)}`;
  const values = (body: string) => {
    const { objectGain, objectMute, positionOffset } = onlyObject(select(body)).blocks[0]!.metadata;
    return { objectGain, objectMute, positionOffset };
  };

  it('replace what they have, an offset as a whole, and leave the rest', () => {
    expect(values(chosen())).toMatchObject({ objectGain: 0.5, objectMute: undefined, positionOffset: { azimuthDeg: 10, elevationDeg: 0 } });
    expect(values(chosen('AVS_1001_0001'))).toMatchObject({ objectGain: 0.5, positionOffset: { azimuthDeg: 0, elevationDeg: 20 } });
    expect(values(chosen('AVS_1001_0002'))).toMatchObject({ objectGain: 2, objectMute: true, positionOffset: { azimuthDeg: 10 } });
  });

  it('two of one object, one twice, or one of no object below are refused', () => {
    expect(() => select(chosen('AVS_1001_0001', 'AVS_1001_0002'))).toThrow(fault('adm.value-set', 'AO_1001'));
    expect(() => select(chosen('AVS_1001_0001', 'AVS_1001_0001'))).toThrow(fault('adm.value-set', 'APR_1001'));
    expect(() => select(chosen('AVS_1009_0001'))).toThrow(fault('adm.value-set', 'APR_1001'));
  });
});

describe('importance', () => {
  const body = `${movingObject(1, undefined, '', 'importance="3"')}${movingObject(2, block('AC_00031002', `${polar(0)}<importance>6</importance>`) + block('AC_00031002', `${polar(1)}<importance>8</importance>`, '', 2))}`;

  it('is the least of object and pack, and the most of the blocks', () => {
    expect(select(body).map(({ importance }) => importance)).toEqual([3, 8]);
  });

  it('below the threshold items are left out and blocks silent; without one all are heard', () => {
    const items = select(body, { importanceThreshold: 7 });
    expect(namesOf(items)).toEqual(['AO_1002']);
    expect((items[0] as ObjectsItem).blocks.map(({ metadata }) => metadata.gain)).toEqual([0, undefined]);
  });
});

describe('DirectSpeakers', () => {
  const bed =
    object('AO_1001', ['AP_00010002'], ['ATU_00000001', 'ATU_00000002'], '<gain>0.5</gain>') +
    trackUid('ATU_00000001', 'AC_00010001', 'AP_00010002') +
    trackUid('ATU_00000002', 'AC_00010002', 'AP_00010002');

  it('of the common definitions: labels, positions, the pack', () => {
    const [left, right] = select(bed) as DirectSpeakersItem[];
    expect(left).toMatchObject({
      kind: 'directSpeakers',
      id: 'AC_00010001',
      track: { kind: 'direct', channel: 0 },
      blocks: [
        {
          metadata: {
            speakerLabels: ['urn:itu:bs:2051:0:speaker:M+030'],
            position: { kind: 'polar', azimuthDeg: 30, elevationDeg: 0, distance: 1 },
            packFormatId: 'AP_00010002',
            objectGain: 0.5,
          },
        },
      ],
    });
    expect(right).toMatchObject({ id: 'AC_00010002', track: { kind: 'direct', channel: 1 } });
  });

  it('the order of the tracks is not that of the channels', () => {
    expect(tracksOf(select(bed, { chna: chnaOf('ATU_00000002', 'ATU_00000001') }))).toEqual([
      { kind: 'direct', channel: 1 },
      { kind: 'direct', channel: 0 },
    ]);
  });

  it('ATU_00000000 is silence in whichever channel is left', () => {
    const silent = bed.replace('<audioTrackUIDRef>ATU_00000001<', '<audioTrackUIDRef>ATU_00000000<');
    expect(tracksOf(select(silent))).toEqual([{ kind: 'silent' }, { kind: 'direct', channel: 1 }]);
  });

  it('frequency and bounds', () => {
    const body = [
      object('AO_1001', ['AP_00011001'], ['ATU_00000001']),
      pack('AP_00011001', 'DirectSpeakers', ['AC_00011001']),
      channel(
        'AC_00011001',
        'DirectSpeakers',
        `<frequency typeDefinition="lowPass">120</frequency>${block('AC_00011001', `<speakerLabel>x</speakerLabel>${polar(30)}<position coordinate="azimuth" bound="min">20</position>`)}`,
      ),
      trackUid('ATU_00000001', 'AC_00011001', 'AP_00011001'),
    ].join('');
    const [item] = select(body) as DirectSpeakersItem[];
    expect(item!.blocks[0]!.metadata).toMatchObject({ lowPassHz: 120, position: { azimuthMinDeg: 20, azimuthMaxDeg: undefined } });
    expect(item!.blocks[0]!.metadata.packFormatId).toBe('AP_00011001');
  });

  it("Dolby's room-centric labels get BS.2051 ones beside them, unless not wanted", () => {
    const body = [
      object('AO_1001', ['AP_00011001'], ['ATU_00000001', 'ATU_00000002']),
      pack('AP_00011001', 'DirectSpeakers', ['AC_00011001', 'AC_00011002']),
      channel(
        'AC_00011001',
        'DirectSpeakers',
        block(
          'AC_00011001',
          `<speakerLabel>RC_LFE</speakerLabel><cartesian>1</cartesian><position coordinate="X">-1</position><position coordinate="Y">1</position><position coordinate="Z">-1</position>`,
        ),
      ),
      channel(
        'AC_00011002',
        'DirectSpeakers',
        block(
          'AC_00011002',
          `<speakerLabel>RC_Rts</speakerLabel><position coordinate="X">1</position><position coordinate="Y">0</position><position coordinate="Z">1</position>`,
        ),
      ),
      trackUid('ATU_00000001', 'AC_00011001', 'AP_00011001'),
      trackUid('ATU_00000002', 'AC_00011002', 'AP_00011001'),
    ].join('');
    const labels = (items: RenderingItem[]) => (items as DirectSpeakersItem[]).map(({ blocks }) => blocks[0]!.metadata.speakerLabels);
    expect(labels(select(body))).toEqual([
      ['RC_LFE', 'LFE1'],
      ['RC_Rts', 'U-090'],
    ]);
    expect(labels(select(body, { roomCentricLabels: false }))).toEqual([['RC_LFE'], ['RC_Rts']]);
    const beds = (items: RenderingItem[]) => (items as DirectSpeakersItem[]).map(({ blocks }) => blocks[0]!.metadata.bedLabel);
    expect(beds(select(body))).toEqual(['LFE1', 'U-090']);
    expect(beds(select(body, { roomCentricLabels: false }))).toEqual([undefined, undefined]);
  });

  it('cannot be moved', () => {
    expect(() => select(bed.replace('<gain>0.5</gain>', '<positionOffset coordinate="azimuth">1</positionOffset>'))).toThrow(
      fault('adm.position-offset', 'AO_1001'),
    );
  });
});

describe('HOA', () => {
  const uids = ['ATU_00000001', 'ATU_00000002', 'ATU_00000003', 'ATU_00000004'];
  const first = (inside = '') =>
    object('AO_1001', ['AP_00040001'], uids, inside) + uids.map((uid, k) => trackUid(uid, `AC_0004000${k + 1}`, 'AP_00040001')).join('');

  it('is one item of all components', () => {
    const [item] = select(first('<gain>0.5</gain>')) as HoaItem[];
    expect(item).toMatchObject({
      kind: 'hoa',
      id: 'AP_00040001',
      orders: [0, 1, 1, 1],
      degrees: [0, -1, 0, 1],
      gains: [0.5, 0.5, 0.5, 0.5],
      normalization: 'SN3D',
      tracks: [0, 1, 2, 3].map((k) => ({ kind: 'direct', channel: k })),
      timing: {},
    });
    expect((select(first('<mute>1</mute>'))[0] as HoaItem).gains).toEqual([0, 0, 0, 0]);
  });

  const own = (blockOf: (k: number) => string, packInside = '') =>
    [
      object('AO_1001', ['AP_00041001'], uids.slice(0, 2)),
      pack('AP_00041001', 'HOA', ['AC_00041001', 'AC_00041002'], packInside),
      ...[1, 2].map((k) => channel(`AC_0004100${k}`, 'HOA', block(`AC_0004100${k}`, blockOf(k)))),
      ...[1, 2].map((k) => trackUid(uids[k - 1]!, `AC_0004100${k}`, 'AP_00041001')),
    ].join('');
  const component = (k: number) => `<order>${k - 1}</order><degree>0</degree>`;

  it("the pack's normalization is that of its components", () => {
    expect((select(own(component, '<normalization>N3D</normalization>'))[0] as HoaItem).normalization).toBe('N3D');
    expect((select(own((k) => `${component(k)}<normalization>FuMa</normalization>`))[0] as HoaItem).normalization).toBe('FuMa');
  });

  it('nfcRefDist and screenRef are said not to be followed', () => {
    expect(warnings(own(component, '<nfcRefDist>2</nfcRefDist><screenRef>1</screenRef>'))).toEqual([
      'adm.hoa-nfc AP_00041001',
      'adm.hoa-screen AP_00041001',
    ]);
  });

  it.each([
    ['one component twice', own(() => component(1)), 'AP_00041001'],
    ['no order', own(() => '<degree>0</degree>'), 'AB_00041001_00000001'],
    ['a degree beyond the order', own(() => '<order>1</order><degree>2</degree>'), 'AB_00041001_00000001'],
    ['an equation', own((k) => `${component(k)}<equation>cos(A)</equation>`), 'AB_00041001_00000001'],
    ['normalizations that differ', own((k) => `${component(k)}<normalization>${k === 1 ? 'SN3D' : 'N3D'}</normalization>`), 'AP_00041001'],
    [
      'a normalization that contradicts the pack',
      own((k) => `${component(k)}<normalization>N3D</normalization>`, '<normalization>SN3D</normalization>'),
      'AC_00041001',
    ],
    ['a normalization of its own', own(component, '<normalization>Gerzon</normalization>'), 'AP_00041001'],
    [
      'two blocks in one channel',
      own(component).replace(
        '</audioBlockFormat></audioChannelFormat>',
        `</audioBlockFormat>${block('AC_00041001', component(1), '', 2)}</audioChannelFormat>`,
      ),
      'AC_00041001',
    ],
  ])('%s: refused', (_name, body, at) => {
    expect(() => select(body)).toThrow(fault('adm.hoa', at));
  });

  it('a frequency: refused', () => {
    const body = own(component).replace(
      '<audioBlockFormat audioBlockFormatID="AB_00041002',
      '<frequency typeDefinition="lowPass">120</frequency>$&',
    );
    expect(() => select(body)).toThrow(fault('adm.frequency', 'AC_00041002'));
  });
});

describe('packs', () => {
  const parts = (inner: string, outer: string) => `${movingObject(1)}${inner}${outer}`;

  it('contain each other in no circle', () => {
    const body = parts(
      pack('AP_00031008', 'Objects', [], refs('audioPackFormatIDRef', ['AP_00031009'])),
      pack('AP_00031009', 'Objects', [], refs('audioPackFormatIDRef', ['AP_00031008'])),
    );
    expect(() => select(body)).toThrow(
      fault('adm.loop', 'AP_00031008', 'audioPackFormats refer to each other in a circle: AP_00031008 → AP_00031009 → AP_00031008'),
    );
  });

  it('reach every channel in one way only', () => {
    const body = parts(
      pack('AP_00031008', 'Objects', ['AC_00031001']),
      pack('AP_00031009', 'Objects', ['AC_00031001'], refs('audioPackFormatIDRef', ['AP_00031008'])),
    );
    expect(() => select(body)).toThrow(fault('adm.included-twice', 'AP_00031009', expect.stringContaining('AP_00031009 → AC_00031001')));
  });

  it('contain only their own type', () => {
    expect(() => select(`${movingObject(1)}${pack('AP_00011009', 'DirectSpeakers', ['AC_00031001'])}`)).toThrow(
      fault('adm.pack-type', 'AP_00011009'),
    );
    expect(() => select(`${movingObject(1)}${pack('AP_00041009', 'HOA', [], refs('audioPackFormatIDRef', ['AP_00031001']))}`)).toThrow(
      fault('adm.pack-type', 'AP_00041009'),
    );
  });

  it('inside others: the importance of all counts, the tracks may name any of them', () => {
    const body = [
      object('AO_1001', ['AP_00031009'], ['ATU_00000001', 'ATU_00000002']),
      pack('AP_00031009', 'Objects', ['AC_00031001'], refs('audioPackFormatIDRef', ['AP_00031008'])),
      pack('AP_00031008', 'Objects', ['AC_00031002']).replace('typeDefinition', 'importance="4" typeDefinition'),
      channel('AC_00031001', 'Objects', block('AC_00031001', polar(0))),
      channel('AC_00031002', 'Objects', block('AC_00031002', polar(0))),
      trackUid('ATU_00000001', 'AC_00031001', 'AP_00031009'),
      trackUid('ATU_00000002', 'AC_00031002', 'AP_00031009'),
    ].join('');
    expect(select(body).map(({ id, importance }) => [id, importance])).toEqual([
      ['AC_00031001', 10],
      ['AC_00031002', 4],
    ]);
    expect(
      select(body.replace(trackUid('ATU_00000002', 'AC_00031002', 'AP_00031009'), trackUid('ATU_00000002', 'AC_00031002', 'AP_00031008'))),
    ).toHaveLength(2);
  });

  it('of type Binaural are not rendered, and said so by the object', () => {
    const body =
      object('AO_1001', ['AP_00050001'], ['ATU_00000001', 'ATU_00000002']) +
      trackUid('ATU_00000001', 'AC_00050001', 'AP_00050001') +
      trackUid('ATU_00000002', 'AC_00050002', 'AP_00050001');
    expect(() => select(body)).toThrow(fault('adm.binaural', 'AO_1001'));
  });
});

describe('what exists from BS.2076-2 on', () => {
  const body = movingObject(1, undefined, '<gain>0.5</gain>');

  it('is a warning in older documents, the first of each kind, and an error under strict', () => {
    expect(warnings(body, { version: 'ITU-R_BS.2076-1' })).toEqual(['adm.needs-version-2 AO_1001', 'adm.needs-version-2 ATU_00000001']);
    expect(() => select(body, { version: 'ITU-R_BS.2076-1', strict: true })).toThrow(fault('adm.needs-version-2', 'AO_1001'));
    expect(warnings(body)).toEqual([]);
  });
});

describe('times of blocks', () => {
  const timed = (duration: string, next: string, more = '') =>
    movingObject(
      1,
      block('AC_00031001', polar(0) + more, `rtime="00:00:00" duration="${duration}"`) +
        block('AC_00031001', polar(9), `rtime="${next}" duration="00:00:01"`, 2),
    );
  const firstDuration = (body: string, options: Case) => onlyObject(select(body, options)).blocks[0]!.duration;

  it('what rounding explains is repaired and said', () => {
    expect(firstDuration(timed('00:00:00.00521', '00:00:00.00520'), {})).toEqual(rational(52n, 10000n));
    expect(firstDuration(timed('00:00:00.00520', '00:00:00.00521'), {})).toEqual(rational(521n, 100000n));
    expect(warnings(timed('00:00:00.00521', '00:00:00.00520'))).toEqual(['adm.block-overlap AC_00031001']);
  });

  it('larger gaps and overlaps only on request', () => {
    expect(firstDuration(timed('00:00:00.5', '00:00:01'), {})).toEqual(rational(1n, 2n));
    expect(firstDuration(timed('00:00:00.5', '00:00:01'), { timingFix: true })).toEqual(rational(1n));
    expect(firstDuration(timed('00:00:00.00521', '00:00:00.00520'), { timingFix: false })).toEqual(rational(521n, 100000n));
    expect(warnings(timed('00:00:00.5', '00:00:01'), { timingFix: true })).toEqual(['adm.block-gap AC_00031001']);
  });

  it('an interpolation is not longer than its block', () => {
    const body = timed('00:00:01', '00:00:01', '<jumpPosition interpolationLength="2">1</jumpPosition>');
    expect(onlyObject(select(body, { timingFix: true })).blocks[0]!.interpolationLength).toEqual(rational(1n));
    expect(warnings(body)).toEqual(['adm.block-interpolation AC_00031001']);
  });

  it('a block ends with its object', () => {
    const body = movingObject(1, block('AC_00031001', polar(0), 'rtime="00:00:00" duration="00:00:05"'), '', 'duration="00:00:03"');
    expect(firstDuration(body, { timingFix: true })).toEqual(rational(3n));
    expect(warnings(body)).toEqual(['adm.block-end AC_00031001']);
    expect(() => select(body, { strict: true })).toThrow(fault('adm.block-end', 'AC_00031001'));
  });
});
