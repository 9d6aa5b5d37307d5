import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError, ignoreWarnings, rational } from '../../src/base/index.ts';
import { formatAdmTime, parseAdm, parseAdmTime, parseChna } from '../../src/formats/index.ts';
import { selectItems } from '../../src/interchange/index.ts';
import {
  axml,
  axmlText,
  block,
  chnaBytes,
  chnaOf,
  movingObject,
  object,
  objectIds,
  pack,
  polar,
  programme,
  trackUid,
} from '../fixtures/adm/admXml.ts';

const SEED = { seed: 2076 };

describe('ADM times', () => {
  it('are read as they were written, exactly', () => {
    const time = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n })).map(([a, b]) => rational(a, b));
    fc.assert(
      fc.property(time, (value) => {
        fc.pre(value.numerator / value.denominator < 359_999n);
        expect(parseAdmTime(formatAdmTime(value))).toEqual(value);
      }),
      { ...SEED, numRuns: 500 },
    );
  });

  it('decimals of any length are the number that they say', () => {
    fc.assert(
      fc.property(
        fc.nat(3599),
        fc
          .integer({ min: 1, max: 18 })
          .chain((length) => fc.tuple(fc.constant(length), fc.bigInt({ min: 0n, max: 10n ** BigInt(length) - 1n }))),
        (seconds, [length, fraction]) => {
          const text = `00:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}.${String(fraction).padStart(length, '0')}`;
          const scale = 10n ** BigInt(length);
          expect(parseAdmTime(text)).toEqual(rational(BigInt(seconds) * scale + fraction, scale));
        },
      ),
      { ...SEED, numRuns: 500 },
    );
  });
});

describe('tracks and channels', () => {
  // Three packs of the common definitions that share channels: mono, stereo, 5.1; some tracks silent.
  const CHANNELS: Readonly<Record<string, readonly string[]>> = {
    AP_00010001: ['AC_00010003'],
    AP_00010002: ['AC_00010001', 'AC_00010002'],
    AP_00010003: ['AC_00010001', 'AC_00010002', 'AC_00010003', 'AC_00010004', 'AC_00010005', 'AC_00010006'],
  };
  const packs = fc.subarray(Object.keys(CHANNELS), { minLength: 1 });

  it('every order of packs, references and tracks gives every channel its own track', () => {
    fc.assert(
      fc.property(packs, fc.infiniteStream(fc.nat()), (packIds, random) => {
        const tracks = packIds.flatMap((packId) => CHANNELS[packId]!.map((channelId) => ({ packId, channelId })));
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((value) => ({ value, key: random.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ value }) => value);
        const uids = tracks.map((_, k) => objectIds(k + 1).uid);
        const body =
          object('AO_1001', shuffled(packIds), shuffled(uids)) +
          tracks.map(({ packId, channelId }, k) => trackUid(uids[k]!, channelId, packId)).join('');
        const order = shuffled(uids);
        const items = selectItems(parseAdm(axml(body), ignoreWarnings), chnaOf(...order), {}, 16, ignoreWarnings);
        const found = items.map((item) => {
          const track =
            item.kind === 'directSpeakers' && item.track.kind === 'direct' ? tracks[uids.indexOf(order[item.track.channel]!)] : undefined;
          return [item.id, track?.channelId];
        });
        expect(found).toHaveLength(tracks.length);
        expect(found.every(([channelId, trackChannel]) => channelId === trackChannel)).toBe(true);
        expect(new Set(items.map((item) => JSON.stringify(item.kind === 'directSpeakers' ? item.track : ''))).size).toBe(tracks.length);
      }),
      { ...SEED, numRuns: 200 },
    );
  });
});

describe('damaged files', () => {
  const whole = axmlText(
    [
      programme(['AO_1001', 'AO_1002', 'AO_1003']),
      movingObject(
        1,
        block('AC_00031001', polar(30), 'rtime="00:00:00" duration="00:00:01"') +
          block('AC_00031001', polar(40), 'rtime="00:00:01" duration="00:00:01"', 2),
      ),
      movingObject(2, undefined, '<gain>0.5</gain><audioObjectIDRef>AO_1003</audioObjectIDRef>'.replace('<gain>0.5</gain>', '')),
      object('AO_1003', ['AP_00010002'], ['ATU_00000003', 'ATU_00000000']),
      pack('AP_00031009', 'Objects', ['AC_00031002']),
      trackUid('ATU_00000003', 'AC_00010001', 'AP_00010002'),
    ].join('\n'),
  );
  const chna = chnaOf('ATU_00000001', 'ATU_00000002', 'ATU_00000003');

  /** Ids and names put where others were, characters changed, pieces cut out or repeated. */
  const words = [
    'AO_1001',
    'AO_1003',
    'AP_00010002',
    'AP_00031001',
    'AC_00031002',
    'ATU_00000003',
    'audioObject',
    'audioPackFormatIDRef',
    'Objects',
    'HOA',
    'Matrix',
    '1e9',
    '-1',
    '',
    '<',
    '&',
    '"',
  ];
  const edit = fc.oneof(
    fc.record({ kind: fc.constant('word' as const), at: fc.nat(), word: fc.constantFrom(...words) }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), length: fc.nat(200) }),
    fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), length: fc.nat(200) }),
  );
  const apply = (text: string, change: { kind: string; at: number; word?: string; length?: number }): string => {
    const at = change.at % (text.length + 1);
    switch (change.kind) {
      case 'word': {
        // Over the next attribute value or text.
        const match = /(["'>])[^"'<>]*(["'<])/g;
        match.lastIndex = at;
        const found = match.exec(text);
        return found === null ? text : text.slice(0, found.index + 1) + change.word! + text.slice(found.index + found[0].length - 1);
      }
      case 'cut':
        return text.slice(0, at) + text.slice(at + change.length!);
      default:
        return text.slice(0, at) + text.slice(at, at + change.length!) + text.slice(at);
    }
  };

  it('are read or refused by an error that says what and where, never otherwise', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        try {
          const document = parseAdm(new TextEncoder().encode(edits.reduce(apply, whole)), ignoreWarnings);
          selectItems(document, chna, {}, 3, ignoreWarnings);
          read++;
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as InputError).message).not.toMatch(/undefined|\[object|NaN/);
        }
      }),
      { ...SEED, numRuns: 3000 },
    );
    // The law is empty if nothing of the sort is ever read.
    expect(read).toBeGreaterThan(100);
  });

  it('a chna chunk of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 200 }), (noise) => {
        const bytes = chnaBytes(chna);
        bytes.set(noise.subarray(0, bytes.length));
        expect(parseChna(bytes, ignoreWarnings).length).toBeLessThanOrEqual(3);
      }),
      { ...SEED, numRuns: 300 },
    );
  });
});
