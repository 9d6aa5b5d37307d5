// The ADM writer against the Dolby Atmos Master ADM Profile 1.1, as MediaInfo's conformance checks state it: ids, names, counts, block times
// and the text of numbers.
import { describe, expect, it } from 'vitest';
import { ignoreWarnings, rationalToNumber } from '../../../src/base/index.ts';
import { parseAdm, parseChna } from '../../../src/formats/index.ts';
import {
  BED_SETS,
  escapeXml,
  formatCoordinate,
  formatTicks,
  writeAxml,
  writeChna,
  type MasterObject,
  type ObjectMaster,
} from '../../../src/formats/adm/index.ts';

const still: MasterObject = { name: 'Still', blocks: [{ startTicks: 0, x: 0, y: 1, z: 0, size: 0 }], snap: false, zones: [] };
const moving: MasterObject = {
  name: 'Moving',
  blocks: [
    { startTicks: 0, x: -1, y: 0.5, z: 1 / 3, size: 0.25 },
    { startTicks: 525, x: -0, y: 0.5, z: 0, size: 0.25 },
    { startTicks: 2100, x: 1, y: -1, z: 1, size: 0 },
  ],
  snap: true,
  zones: [{ minX: -1, maxX: 1, minY: -1, maxY: -0.41934, minZ: -0.499, maxZ: 0.499 }],
};
const MASTER: ObjectMaster = {
  durationTicks: 1_234_567,
  sampleRateHz: 48000,
  bitDepth: 24,
  beds: [{ name: 'Ambience', channels: BED_SETS[7]! }],
  objects: [still, moving],
};
const read = (master: ObjectMaster) => parseAdm(new TextEncoder().encode(writeAxml(master)), ignoreWarnings, { strict: true });

describe('the axml of an object master', () => {
  const document = read(MASTER);
  const text = writeAxml(MASTER);

  it('is one programme Atmos_Master as long as the audio, one mixed content', () => {
    expect(text).toContain(
      '<audioProgramme audioProgrammeID="APR_1001" audioProgrammeName="Atmos_Master" start="00:00:00.00000" end="00:00:12.34567">',
    );
    expect(text).toContain('<dialogue mixedContentKind="0">2</dialogue>');
    expect(document.audioProgrammes).toHaveLength(1);
    expect(document.audioContents).toMatchObject([
      { id: 'ACO_1001', name: 'Atmos_Master_Content', dialogue: { dialogue: 2, contentKind: 0 } },
    ]);
    expect(document.audioContents[0]!.audioObjectIDRef).toEqual(['AO_1001', 'AO_100b', 'AO_100c']);
  });

  it('has the bed as AO_1001 with ten tracks, objects from AO_100b on with one each', () => {
    expect(document.audioObjects.map(({ id, audioTrackUIDRef }) => [id, audioTrackUIDRef.length])).toEqual([
      ['AO_1001', 10],
      ['AO_100b', 1],
      ['AO_100c', 1],
    ]);
    for (const object of document.audioObjects) {
      expect(object.start).toEqual({ numerator: 0n, denominator: 1n });
      expect(rationalToNumber(object.duration!)).toBe(12.34567);
      expect(object.audioPackFormatIDRef).toHaveLength(1);
      expect(object.gain ?? object.mute ?? object.interact ?? object.headLocked).toBeUndefined();
    }
  });

  it('counts tracks from ATU_00000001, with track and stream formats of PCM', () => {
    expect(document.audioTrackUIDs.map(({ id }) => id)).toEqual(
      Array.from({ length: 12 }, (_, k) => `ATU_${(k + 1).toString(16).padStart(8, '0')}`),
    );
    expect(document.audioTrackUIDs.every(({ sampleRateHz, bitDepth }) => sampleRateHz === 48000 && bitDepth === 24)).toBe(true);
    expect(document.audioTrackFormats.map(({ id }) => id)).toEqual([
      ...Array.from({ length: 10 }, (_, k) => `AT_0001${(0x1001 + k).toString(16)}_01`),
      'AT_00031001_01',
      'AT_00031002_01',
    ]);
    expect(text.match(/formatLabel="0001" formatDefinition="PCM"/g)).toHaveLength(24);
  });

  it.each([
    ['RoomCentricLeft', 'RC_L', [-1, 1, 0]],
    ['RoomCentricRight', 'RC_R', [1, 1, 0]],
    ['RoomCentricCenter', 'RC_C', [0, 1, 0]],
    ['RoomCentricLFE', 'RC_LFE', [-1, 1, -1]],
    ['RoomCentricLeftSideSurround', 'RC_Lss', [-1, 0, 0]],
    ['RoomCentricRightSideSurround', 'RC_Rss', [1, 0, 0]],
    ['RoomCentricLeftRearSurround', 'RC_Lrs', [-1, -1, 0]],
    ['RoomCentricRightRearSurround', 'RC_Rrs', [1, -1, 0]],
    ['RoomCentricLeftTopSurround', 'RC_Lts', [-1, 0, 1]],
    ['RoomCentricRightTopSurround', 'RC_Rts', [1, 0, 1]],
  ])('has the bed channel %s with label %s in its place', (name, label, [x, y, z]) => {
    const channel = document.audioChannelFormats.find((one) => one.name === name)!;
    expect(channel.type).toBe('DirectSpeakers');
    expect(channel.lowPassHz).toBeUndefined();
    expect(channel.audioBlockFormats).toHaveLength(1);
    expect(channel.audioBlockFormats[0]).toMatchObject({
      id: `AB_${channel.id.slice(3)}_00000001`,
      speakerLabel: [label],
      position: { kind: 'cartesian', X: x, Y: y, Z: z },
      rtime: undefined,
      duration: undefined,
    });
  });

  it('has blocks without gaps, numbered from 1, that jump: the first at once, the others within 0.005208 s', () => {
    const blocks = document.audioChannelFormats.find(({ id }) => id === 'AC_00031002')!.audioBlockFormats;
    expect(blocks.map(({ id }) => id)).toEqual([1, 2, 3].map((k) => `AB_00031002_0000000${k}`));
    expect(blocks.map(({ rtime, duration }) => [rationalToNumber(rtime!), rationalToNumber(duration!)])).toEqual([
      [0, 0.00525],
      [0.00525, 0.01575],
      [0.021, 12.32467],
    ]);
    expect(text.match(/<jumpPosition interpolationLength="0\.000000">1<\/jumpPosition>/g)).toHaveLength(2);
    expect(text.match(/<jumpPosition interpolationLength="0\.005208">1<\/jumpPosition>/g)).toHaveLength(2);
    expect(blocks[0]).toMatchObject({
      cartesian: true,
      width: 0.25,
      depth: 0.25,
      height: 0.25,
      channelLock: { flag: true },
      zoneExclusion: [{ kind: 'cartesian', minX: -1, maxX: 1, minY: -1, maxY: -0.41934, minZ: -0.499, maxZ: 0.499 }],
    });
    expect(blocks[2]).toMatchObject({ width: undefined, depth: undefined, height: undefined });
  });

  it('writes coordinates with ten decimals and never −0', () => {
    expect(formatCoordinate(1 / 3)).toBe('0.3333333333');
    expect(formatCoordinate(-0)).toBe('0.0000000000');
    expect(formatCoordinate(-1e-12)).toBe('0.0000000000');
    expect(formatCoordinate(-1)).toBe('-1.0000000000');
    expect(text).not.toContain('>-0.0000000000<');
  });

  it.each([
    [0, '00:00:00.00000'],
    [525, '00:00:00.00525'],
    [6_000_000, '00:01:00.00000'],
    [36_000_000 * 10 + 99_999, '01:00:00.99999'],
  ])('writes %d hundred thousandths as %s', (ticks, expected) => expect(formatTicks(ticks)).toBe(expected));

  it('gives a second bed a number behind all inputs of the first, and objects numbers behind the beds', () => {
    const beds = [
      { name: 'A', channels: BED_SETS[7]! },
      { name: 'B', channels: BED_SETS[3]! },
    ];
    const two = read({ ...MASTER, beds });
    expect(two.audioObjects.map(({ id }) => id)).toEqual(['AO_1001', 'AO_100b', 'AO_1011', 'AO_1012']);
    expect(two.audioPackFormats.map(({ id }) => id)).toEqual(['AP_00011001', 'AP_00011002', 'AP_00031001', 'AP_00031002']);
    expect(new Set(two.audioChannelFormats.map(({ id }) => id)).size).toBe(18);
    const small = read({ ...MASTER, beds: [beds[1]!] });
    expect(small.audioObjects.map(({ id }) => id)).toEqual(['AO_1001', 'AO_100b', 'AO_100c']);
  });

  it('keeps names as they are, shortened to 64 characters, and gives the nameless one', () => {
    const names = ['"A" & <B>', '', 'x'.repeat(80), 'tab\tand\nline'];
    const objects = names.map((name) => ({ ...still, name }));
    expect(
      read({ ...MASTER, objects })
        .audioObjects.slice(1)
        .map(({ name }) => name),
    ).toEqual(['"A" & <B>', 'Atmos_Obj_2', 'x'.repeat(64), 'tab\tand\nline']);
    expect(escapeXml('a\u0000b\uD800c\uFFFEd\u{1F3B7}')).toBe('abcd\u{1F3B7}');
  });

  it('is the same text every time', () => expect(writeAxml(structuredClone(MASTER))).toBe(text));

  it.each([
    ['119 objects', [], 119, 'adm.too-many'],
    ['118 objects beside two beds of 7.1.2', [BED_SETS[7]!, BED_SETS[7]!], 118, 'adm.too-many'],
    ['nothing', [], 0, 'adm.empty'],
  ])('refuses %s', (_, beds, count, code) => {
    const objects = Array.from({ length: count }, () => still);
    expect(() => writeAxml({ ...MASTER, beds: beds.map((channels) => ({ name: '', channels })), objects })).toThrow(
      expect.objectContaining({ name: 'InputError', code }),
    );
  });

  it('takes 128 tracks: a bed of ten and 118 objects, the last of them AO_1080', () => {
    const full = read({ ...MASTER, objects: Array.from({ length: 118 }, () => still) });
    expect(full.audioObjects.at(-1)!.id).toBe('AO_1080');
    expect(full.audioTrackUIDs.at(-1)!.id).toBe('ATU_00000080');
  });
});

describe('the chna of an object master', () => {
  it('has a row of forty bytes for each track, as ITU-R BS.2088 has it', () => {
    const bytes = writeChna(MASTER);
    expect(bytes.length).toBe(4 + 12 * 40);
    expect([...bytes.subarray(0, 4)]).toEqual([12, 0, 12, 0]);
    const row = bytes.subarray(4 + 10 * 40, 4 + 11 * 40);
    expect([row[0], row[1]]).toEqual([11, 0]);
    expect(String.fromCharCode(...row.subarray(2, 39))).toBe('ATU_0000000bAT_00031001_01AP_00031001');
    expect(row[39]).toBe(0);
    expect(parseChna(bytes, ignoreWarnings)).toHaveLength(12);
  });
});
