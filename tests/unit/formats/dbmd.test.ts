// The dbmd chunk. Oracles: the payloads and checksums of segment 10 in Dolby's own sample files (DolbyLaboratories/dbmd-atmos-parser,
// sample_adm_file_0 and _1, BSD-3-Clause), and the field table of the Dolby Atmos Master ADM Profile 1.1 as that parser and MediaInfo read it.
import { describe, expect, it } from 'vitest';
import { createWarningList, ignoreWarnings } from '../../../src/base/index.ts';
import {
  DBMD_TRIM_LAYOUTS,
  DBMD_VERSION,
  NEUTRAL_TRIM,
  readDbmd,
  writeDbmd,
  type Dbmd,
  type DbmdMaster,
  type DbmdSupplement,
} from '../../../src/formats/dbmd/index.ts';

const MASTER: DbmdMaster = {
  creator: 'Somebody',
  tool: 'A tool',
  toolVersion: [1, 2, 3],
  frameRate: '29.97df',
  firstActionTime: { hours: 1, minutes: 2, seconds100000: 345678 },
  spatialCodingBed: 0x0008,
  stereoDownmix: 'directStereo',
  phaseShift: true,
  warpMode: 'proLogicIIx',
};
const AUTO = { kind: 'automatic' } as const;
const NOT_INDICATED = { binauralMode: 'notIndicated', headTrackMode: 2, trimBypass: 0 } as const;
const supplementOf = (trims: DbmdSupplement['trims']): DbmdSupplement => ({ trims, tracks: [NOT_INDICATED, NOT_INDICATED] });
const ALL_AUTO = supplementOf(DBMD_TRIM_LAYOUTS.map(() => AUTO));

/** Offsets count from the payload; the version is four bytes and a segment's head three. */
const payloadOf = (dbmd: Omit<Dbmd, 'version'>): { bytes: Uint8Array; payload: Uint8Array; checksum: number } => {
  const bytes = writeDbmd({ version: DBMD_VERSION, ...dbmd });
  const size = bytes[5]! + 256 * bytes[6]!;
  return { bytes, payload: bytes.subarray(7, 7 + size), checksum: bytes[7 + size]! };
};

describe('a dbmd chunk', () => {
  it('starts with its version and ends with a zero', () => {
    const { bytes } = payloadOf({ master: MASTER });
    expect([...bytes.subarray(0, 4)]).toEqual([7, 0, 0, 1]);
    expect(bytes.at(-1)).toBe(0);
    expect(bytes.length).toBe(4 + 4 + 248 + 1);
  });

  it("has the checksums of Dolby's files: all trims automatic, 197; three of them by hand, 71", () => {
    const automatic = payloadOf({ supplement: ALL_AUTO });
    expect(automatic.payload.length).toBe(146);
    expect([...automatic.payload.subarray(0, 9)]).toEqual([0xbd, 0x6f, 0x72, 0xf8, 2, 0, 0, 1, 0]);
    expect([...automatic.payload.subarray(142)]).toEqual([0, 0, 0x84, 0x84]);
    expect(automatic.checksum).toBe(197);
    const byHand = supplementOf([
      NEUTRAL_TRIM,
      AUTO,
      AUTO,
      { ...NEUTRAL_TRIM, centreDb: 3 } as typeof NEUTRAL_TRIM,
      AUTO,
      AUTO,
      AUTO,
      AUTO,
      AUTO,
    ]);
    expect(payloadOf({ supplement: byHand }).checksum).toBe(71);
  });

  it('makes size, payload and checksum of every segment 0 modulo 256', () => {
    const bytes = writeDbmd({
      version: DBMD_VERSION,
      digitalPlus: { programInfo: 0x47, dialnorm: 27, ltRtLevels: 0x24, loRoLevels: 0x24 },
      master: MASTER,
      supplement: ALL_AUTO,
    });
    const ids: number[] = [];
    let at = 4;
    for (; bytes[at] !== 0;) {
      const size = bytes[at + 1]! + 256 * bytes[at + 2]!;
      const sum = bytes.subarray(at + 3, at + 4 + size).reduce((total, byte) => total + byte, size);
      expect(sum % 256).toBe(0);
      ids.push(bytes[at]!);
      at += size + 4;
    }
    expect(ids).toEqual([7, 9, 10]);
    expect(at).toBe(bytes.length - 1);
  });

  it('has the fields of segment 9 where the profile has them', () => {
    const { payload } = payloadOf({ master: MASTER });
    const text = (from: number, to: number): string => String.fromCharCode(...payload.subarray(from, to)).replaceAll('\0', '');
    expect(payload.length).toBe(248);
    expect(text(0, 32)).toBe('Somebody');
    expect(text(32, 96)).toBe('A tool');
    expect([...payload.subarray(96, 99)]).toEqual([1, 2, 3]);
    expect(payload[111]).toBe(4);
    expect([payload[112], payload[113]]).toEqual([1, 2]);
    expect(new DataView(payload.slice().buffer).getUint32(114, true)).toBe(345678);
    expect(payload[139]).toBe((4 << 4) | 1);
    expect(payload[152]).toBe(2);
    const unset = payloadOf({ master: { ...MASTER, firstActionTime: undefined } }).payload;
    expect(unset[112]).toBe(0xff);
  });

  it.each([
    ['off', 0],
    ['near', 1],
    ['far', 2],
    ['mid', 3],
    ['notIndicated', 4],
  ] as const)('says %s as %d', (binauralMode, code) => {
    const tracks = [{ binauralMode, headTrackMode: 0, trimBypass: 0 }];
    expect(payloadOf({ supplement: { ...ALL_AUTO, tracks } }).payload.at(-1)).toBe(code);
  });

  it('reads what it writes', () => {
    const dbmd: Dbmd = {
      version: DBMD_VERSION,
      digitalPlus: { programInfo: 0x47, dialnorm: 27, ltRtLevels: 0x24, loRoLevels: 0x24 },
      master: MASTER,
      supplement: {
        trims: DBMD_TRIM_LAYOUTS.map((_, k) =>
          k % 2 === 0
            ? AUTO
            : { kind: 'manual', centreDb: -1.5, surroundDb: k, heightDb: 0, overheadFloorBalance: -1, listenerBalance: 64 / 127 },
        ),
        tracks: [
          { binauralMode: 'near', headTrackMode: 2, trimBypass: 1 },
          { binauralMode: 'far', headTrackMode: 1, trimBypass: 0 },
        ],
      },
    };
    expect(readDbmd(writeDbmd(dbmd), ignoreWarnings)).toEqual(dbmd);
  });

  it('leaves out a segment whose checksum is wrong, and says so', () => {
    const bytes = writeDbmd({ version: DBMD_VERSION, master: MASTER, supplement: ALL_AUTO });
    bytes[20] = bytes[20]! ^ 1;
    const { warn, list } = createWarningList();
    const { master, supplement } = readDbmd(bytes, warn, 'file');
    expect(master).toBeUndefined();
    expect(supplement).toEqual(ALL_AUTO);
    expect(list.map(({ code, at }) => [code, at])).toEqual([['dbmd.checksum', 'file']]);
  });

  it('survives every cut and every strange byte', () => {
    const bytes = writeDbmd({ version: DBMD_VERSION, master: MASTER, supplement: ALL_AUTO });
    for (let length = 5; length < bytes.length; length++) {
      expect(() => readDbmd(bytes.subarray(0, length), ignoreWarnings)).not.toThrow();
    }
    for (let at = 4; at < bytes.length; at += 3) {
      expect(() => readDbmd(bytes.with(at, 0xff), ignoreWarnings)).not.toThrow();
    }
    expect(() => readDbmd(new Uint8Array(3), ignoreWarnings)).toThrow(expect.objectContaining({ code: 'dbmd.short' }));
    expect(() => readDbmd(bytes.with(3, 2), ignoreWarnings)).toThrow(expect.objectContaining({ code: 'dbmd.version' }));
  });

  it('refuses more than 128 tracks', () => {
    const tracks = Array.from({ length: 129 }, () => NOT_INDICATED);
    expect(() => writeDbmd({ version: DBMD_VERSION, supplement: { ...ALL_AUTO, tracks } })).toThrow(
      expect.objectContaining({ code: 'dbmd.tracks' }),
    );
  });
});
