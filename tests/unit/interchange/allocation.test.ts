// Tracks to channels: the ways in which a file can say it, and what is no way.
import { describe, expect, it } from 'vitest';
import { createWarningList, ignoreWarnings } from '../../../src/base/index.ts';
import { parseAdm } from '../../../src/formats/index.ts';
import type { ChnaTrack } from '../../../src/formats/index.ts';
import { selectItems } from '../../../src/interchange/index.ts';
import type { RenderingItem } from '../../../src/scene/adm/index.ts';
import { axml, block, channel, chnaOf, element, movingObject, object, pack, refs, trackUid } from '../../fixtures/adm/admXml.ts';

function select(body: string, chna: readonly ChnaTrack[], channels = 8): RenderingItem[] {
  return selectItems(parseAdm(axml(body), ignoreWarnings), chna, {}, channels, ignoreWarnings);
}

const summary = (items: readonly RenderingItem[]) => items.map((item) => [item.id, item.kind === 'hoa' ? item.tracks : item.track]);
const direct = (track: number) => ({ kind: 'direct', channel: track });
const refused = (code: string, at: string, message: string) =>
  expect.objectContaining({ code, at, message: expect.stringContaining(message) });
const row = (trackIndex: number, trackOrChannelRef: string, packRef: string): ChnaTrack => ({
  trackIndex,
  uid: `ATU_0000000${trackIndex}`,
  trackOrChannelRef,
  packRef,
});
const MONO = 'AP_00010001';
const STEREO = 'AP_00010002';

describe('files with a chna chunk alone', () => {
  it('a stereo pair, by track formats and by channels', () => {
    for (const prefix of ['AT_0001000N_01', 'AC_0001000N']) {
      const rows = [row(1, prefix.replace('N', '1'), STEREO), row(2, prefix.replace('N', '2'), STEREO)];
      expect(summary(select('', rows))).toEqual([
        ['AC_00010001', direct(0)],
        ['AC_00010002', direct(1)],
      ]);
    }
  });

  it('as many monos as there are tracks', () => {
    const rows = [1, 2, 3].map((k) => row(k, 'AT_00010003_01', MONO));
    expect(summary(select('', rows))).toEqual([0, 1, 2].map((k) => ['AC_00010003', direct(k)]));
  });

  it('HOA of third order, whose pack contains the lower orders', () => {
    const rows = Array.from({ length: 16 }, (_, k) => ({
      ...row(k + 1, `AT_000400${(k + 1).toString(16).padStart(2, '0')}_01`, 'AP_00040003'),
      uid: `ATU_${k}`,
    }));
    const items = select('', rows, 16);
    expect(items).toMatchObject([{ kind: 'hoa', id: 'AP_00040003' }]);
    const [item] = items;
    // Every component has the track of its ACN, whatever order the pack lists them in.
    expect(
      item!.kind === 'hoa' &&
        item!.tracks.map((track, k) => [track, item!.kind === 'hoa' && item!.orders[k]! ** 2 + item!.orders[k]! + item!.degrees[k]!]),
    ).toEqual(
      item!.kind === 'hoa' &&
        item!.orders.map((order, k) => [direct(order ** 2 + order + item!.degrees[k]!), order ** 2 + order + item!.degrees[k]!]),
    );
  });

  it('two pairs could be paired in two ways', () => {
    const rows = [1, 2, 3, 4].map((k) => row(k, `AT_0001000${2 - (k % 2)}_01`, STEREO));
    expect(() => select('', rows)).toThrow(refused('adm.ambiguous', 'chna', 'in more than one way'));
  });

  it('half a pair is none', () => {
    expect(() => select('', [row(1, 'AT_00010001_01', STEREO)])).toThrow(refused('adm.conflicting', 'chna', 'cannot be assigned'));
  });

  it('sixty pairs without a partner are refused without trying every way', () => {
    const rows = Array.from({ length: 60 }, (_, k) => ({
      ...row(1, k < 30 ? 'AT_00010001_01' : 'AT_00010002_01', STEREO),
      uid: `ATU_${k}`,
      trackIndex: k + 1,
    }));
    rows.push({ ...row(1, 'AT_00010001_01', STEREO), uid: 'ATU_X', trackIndex: 61 });
    expect(() => select('', rows, 128)).toThrow(expect.objectContaining({ at: 'chna' }));
  });
});

describe("an object's packs and tracks", () => {
  const tracks = `${trackUid('ATU_00000001', 'AC_00010001', STEREO)}${trackUid('ATU_00000002', 'AC_00010002', STEREO)}${trackUid('ATU_00000003', 'AC_00010003', MONO)}`;
  const chna = chnaOf('ATU_00000001', 'ATU_00000002', 'ATU_00000003');

  it('several packs at once', () => {
    const body = object('AO_1001', [MONO, STEREO], ['ATU_00000003', 'ATU_00000001', 'ATU_00000002']) + tracks;
    expect(new Set(summary(select(body, chna)).map(([id]) => id))).toEqual(new Set(['AC_00010001', 'AC_00010002', 'AC_00010003']));
  });

  it('one pack twice, a track for each', () => {
    const body = object('AO_1001', [MONO, MONO], ['ATU_00000003', 'ATU_00000004']) + tracks + trackUid('ATU_00000004', 'AC_00010003', MONO);
    expect(summary(select(body, chnaOf('ATU_00000003', 'ATU_00000004')))).toEqual([
      ['AC_00010003', direct(0)],
      ['AC_00010003', direct(1)],
    ]);
  });

  it('silence only: the whole pack is silent', () => {
    const body = object('AO_1001', [STEREO], ['ATU_00000000', 'ATU_00000000']);
    expect(summary(select(body, []))).toEqual([
      ['AC_00010001', { kind: 'silent' }],
      ['AC_00010002', { kind: 'silent' }],
    ]);
  });

  it.each([
    ['a track too few', object('AO_1001', [STEREO], ['ATU_00000001']), 'its packs have 2 channels and it has 1 tracks'],
    [
      'a track too many',
      object('AO_1001', [STEREO], ['ATU_00000001', 'ATU_00000002', 'ATU_00000003']),
      'its packs have 2 channels and it has 3 tracks',
    ],
    [
      'a track of another pack',
      object('AO_1001', [MONO], ['ATU_00000001']),
      'ATU_00000001 refers to AP_00010002, which is not among its packs',
    ],
    ['one track twice', object('AO_1001', [STEREO], ['ATU_00000001', 'ATU_00000001']), 'cannot be assigned'],
    ['no pack', object('AO_1001', [], ['ATU_00000001']), 'it refers to tracks and to no pack'],
    ['no track', object('AO_1001', [STEREO], []), 'it refers to packs and to no track'],
    [
      'silence too much',
      object('AO_1001', [STEREO], ['ATU_00000001', 'ATU_00000002', 'ATU_00000000']),
      'its packs have 2 channels and it has 3 tracks',
    ],
  ])('%s', (_name, body, message) => {
    expect(() => select(body + tracks, chna)).toThrow(refused('adm.conflicting', 'AO_1001', message));
  });

  it("a channel that the track's pack does not have", () => {
    const body = object('AO_1001', [MONO], ['ATU_00000001']) + trackUid('ATU_00000001', 'AC_00010001', MONO);
    expect(() => select(body, chna)).toThrow(
      refused('adm.conflicting', 'AO_1001', 'ATU_00000001 refers to AC_00010001, which is not in its packs'),
    );
  });
});

describe('document and chna chunk', () => {
  const viaTrackFormat = [
    object('AO_1001', ['AP_00031001'], ['ATU_00000001']),
    movingObject(1).split('\n').slice(1, 3).join('\n'),
    `<audioStreamFormat audioStreamFormatID="AS_00031001">${refs('audioChannelFormatIDRef', ['AC_00031001'])}${refs('audioTrackFormatIDRef', ['AT_00031001_01'])}</audioStreamFormat>`,
    element('audioTrackFormat', 'AT_00031001_01', refs('audioStreamFormatIDRef', ['AS_00031001'])),
  ].join('\n');

  it('a UID that only the chna chunk knows, by track and stream format', () => {
    expect(summary(select(viaTrackFormat, [row(1, 'AT_00031001_01', 'AP_00031001')]))).toEqual([['AC_00031001', direct(0)]]);
  });

  it('a track format that does not name its stream is named by it', () => {
    const body = viaTrackFormat.replace(refs('audioStreamFormatIDRef', ['AS_00031001']), '');
    expect(summary(select(body, [row(1, 'AT_00031001_01', 'AP_00031001')]))).toEqual([['AC_00031001', direct(0)]]);
  });

  it('where they differ the document is followed, with a warning', () => {
    const { warn, list } = createWarningList();
    const document = parseAdm(axml(movingObject(1)), ignoreWarnings);
    const items = selectItems(document, [row(1, 'AC_00031001', 'AP_00010002')], {}, 1, warn);
    expect(items).toHaveLength(1);
    expect(list).toMatchObject([{ code: 'adm.chna-differs', at: 'ATU_00000001' }]);
  });

  it.each([
    ['a UID that the chna chunk does not have', movingObject(1), [], 'AO_1001', 'which the chna chunk does not have'],
    [
      'a track that the file does not have',
      movingObject(1),
      [row(9, '', '')],
      'ATU_00000009',
      'is track 9 by the chna chunk, and the file has 8 channels',
    ],
    ['one UID for two tracks', movingObject(1), [row(1, '', ''), { ...row(1, '', ''), trackIndex: 2 }], 'ATU_00000001', 'two tracks'],
    ['no pack', viaTrackFormat, [row(1, 'AT_00031001_01', '')], 'ATU_00000001', 'no audioPackFormat'],
    ['no track format', viaTrackFormat, [row(1, '', 'AP_00031001')], 'ATU_00000001', 'no audioTrackFormat and no audioChannelFormat'],
    [
      'both a track format and a channel',
      viaTrackFormat +
        element(
          'audioTrackUID',
          'ATU_00000001',
          refs('audioTrackFormatIDRef', ['AT_00031001_01']) + refs('audioChannelFormatIDRef', ['AC_00031001']),
        ),
      [row(1, '', 'AP_00031001')],
      'ATU_00000001',
      'where one of the two is right',
    ],
    [
      'a stream of coded audio',
      viaTrackFormat.replace(refs('audioChannelFormatIDRef', ['AC_00031001']) + refs('audioTrackFormatIDRef', ['AT_00031001_01']), ''),
      [row(1, 'AT_00031001_01', 'AP_00031001')],
      'AS_00031001',
      'no audioChannelFormat',
    ],
  ])('%s', (_name, body, chna, at, message) => {
    expect(() => select(body, chna)).toThrow(refused('adm.track', at, message));
  });
});

describe('BS.2127-1: matrix packs', () => {
  // Mid and side to left and right: l = m + 0.5 s, r = m − 0.5 s, the side 10 ms late on the right.
  const matrixChannel = (n: number, output: string, inputs: readonly [string, string], coefficients: readonly [string, string]) =>
    channel(
      `AC_0002100${n}`,
      'Matrix',
      block(
        `AC_0002100${n}`,
        `${output === '' ? '' : refs('outputChannelFormatIDRef', [output])}<matrix>${inputs.map((id, k) => `<coefficient ${coefficients[k]}>${id}</coefficient>`).join('')}</matrix>`,
      ),
    );
  const midSide = ['AC_00011001', 'AC_00011002'] as const;
  const inputPack =
    pack('AP_00011001', 'DirectSpeakers', midSide) +
    midSide
      .map((id) =>
        channel(
          id,
          'DirectSpeakers',
          block(id, '<position coordinate="azimuth">0</position><position coordinate="elevation">0</position>'),
        ),
      )
      .join('');
  const toStereo = (packId: string, inputs: readonly [string, string], links: string) =>
    pack(packId, 'Matrix', ['AC_00021001', 'AC_00021002'], links) +
    matrixChannel(1, 'AC_00010001', inputs, ['gain="1"', 'gain="0.5"']) +
    matrixChannel(2, 'AC_00010002', inputs, ['', 'gain="-0.5" delay="10"']);
  const directMatrix = toStereo(
    'AP_00021001',
    midSide,
    refs('inputPackFormatIDRef', ['AP_00011001']) + refs('outputPackFormatIDRef', [STEREO]),
  );
  const uids = ['ATU_00000001', 'ATU_00000002'] as const;
  const tracksOf = (channels: readonly string[], packId: string) => channels.map((id, k) => trackUid(uids[k]!, id, packId)).join('');
  const heard = (mid: unknown, side: unknown) => [
    ['AC_00010001', { kind: 'mix', inputs: [mid, { kind: 'gain', input: side, gain: 0.5 }] }],
    ['AC_00010002', { kind: 'mix', inputs: [mid, { kind: 'gain', input: { kind: 'delay', input: side, delayMs: 10 }, gain: -0.5 }] }],
  ];

  it('direct: tracks of the input channels are mixed to the output pack', () => {
    const body = object('AO_1001', ['AP_00021001'], uids) + inputPack + directMatrix + tracksOf(midSide, 'AP_00021001');
    const items = select(body, chnaOf(...uids));
    expect(summary(items)).toEqual(heard(direct(0), direct(1)));
    expect(items).toMatchObject([{ kind: 'directSpeakers' }, { kind: 'directSpeakers', blocks: [{ metadata: { packFormatId: STEREO } }] }]);
  });

  it("direct, already applied: tracks of the matrix's own channels are the output", () => {
    const body =
      object('AO_1001', ['AP_00021001'], uids) + inputPack + directMatrix + tracksOf(['AC_00021001', 'AC_00021002'], 'AP_00021001');
    expect(summary(select(body, chnaOf(...uids)))).toEqual([
      ['AC_00010001', direct(0)],
      ['AC_00010002', direct(1)],
    ]);
  });

  // Encode: the sum and the difference of left and right, halved. Decode: as above.
  const encode =
    pack('AP_00021002', 'Matrix', ['AC_00021003', 'AC_00021004'], refs('inputPackFormatIDRef', ['AP_00010002'])) +
    matrixChannel(3, '', ['AC_00010001', 'AC_00010002'], ['gain="0.5"', 'gain="0.5"']) +
    matrixChannel(4, '', ['AC_00010001', 'AC_00010002'], ['', 'gain="0" gainUnit="dB"']);
  const decode = toStereo(
    'AP_00021001',
    ['AC_00021003', 'AC_00021004'],
    refs('encodePackFormatIDRef', ['AP_00021002']) + refs('outputPackFormatIDRef', [STEREO]),
  );

  it("decode: tracks of the encode matrix's channels", () => {
    const body = object('AO_1001', ['AP_00021001'], uids) + encode + decode + tracksOf(['AC_00021003', 'AC_00021004'], 'AP_00021001');
    expect(summary(select(body, chnaOf(...uids)))).toEqual(heard(direct(0), direct(1)));
  });

  it("encode and decode: tracks of the encode matrix's inputs go through both", () => {
    const body = object('AO_1001', ['AP_00021001'], uids) + encode + decode + tracksOf(['AC_00010001', 'AC_00010002'], 'AP_00021002');
    const mid = { kind: 'mix', inputs: [0, 1].map((k) => ({ kind: 'gain', input: direct(k), gain: 0.5 })) };
    const side = { kind: 'mix', inputs: [direct(0), direct(1)] };
    expect(summary(select(body, chnaOf(...uids)))).toEqual(heard(mid, side));
  });

  it.each([
    ['no input and no output', pack('AP_00021009', 'Matrix', []), 'AP_00021009', 'neither an input nor an output'],
    [
      'a matrix as input',
      encode + pack('AP_00021009', 'Matrix', [], refs('inputPackFormatIDRef', ['AP_00021002'])),
      'AP_00021009',
      'itself a matrix',
    ],
    [
      'a decode matrix without an encode matrix',
      pack('AP_00021009', 'Matrix', [], refs('outputPackFormatIDRef', [STEREO])),
      'AP_00021009',
      '0 encode packs',
    ],
    [
      'an encode pack that is none',
      inputPack +
        directMatrix +
        pack('AP_00021009', 'Matrix', [], refs('outputPackFormatIDRef', [STEREO]) + refs('encodePackFormatIDRef', ['AP_00021001'])),
      'AP_00021009',
      'no encode matrix',
    ],
    [
      "a coefficient of another pack's channel",
      inputPack + directMatrix.replace('>AC_00011001<', '>AC_00010009<'),
      'AC_00021001',
      'not in AP_00011001',
    ],
    [
      'an output that is not made',
      inputPack + directMatrix.replace(refs('audioChannelFormatIDRef', ['AC_00021002']), ''),
      'AP_00021001',
      'does not make AC_00010002',
    ],
    [
      'an output that is made twice',
      inputPack +
        directMatrix.replace(refs('outputChannelFormatIDRef', ['AC_00010002']), refs('outputChannelFormatIDRef', ['AC_00010001'])),
      'AC_00021002',
      'made twice',
    ],
    [
      'no output channel',
      inputPack + directMatrix.replace(refs('outputChannelFormatIDRef', ['AC_00010002']), ''),
      'AC_00021002',
      'names no output channel',
    ],
    ['a variable gain', inputPack + directMatrix.replace('gain="0.5"', 'gainVar="g"'), 'AB_00021001_00000001', 'gainVar'],
    ['a phase', inputPack + directMatrix.replace('gain="0.5"', 'phase="90"'), 'AB_00021001_00000001', 'phase'],
    ['a delay into the past', inputPack + directMatrix.replace('delay="10"', 'delay="-1"'), 'AB_00021002_00000001', 'negative delay'],
    [
      'times',
      inputPack + directMatrix.replace('00000001" >', '00000001" rtime="00:00:00" duration="00:00:01">'),
      'AB_00021001_00000001',
      'rtime',
    ],
    [
      'the links of a matrix elsewhere',
      pack('AP_00011009', 'DirectSpeakers', [], refs('inputPackFormatIDRef', [STEREO])),
      'AP_00011009',
      'as only a matrix may',
    ],
  ])('%s: refused', (_name, formats, at, message) => {
    expect(() => select(movingObject(1).replaceAll('ATU_00000001', 'ATU_00000000') + formats, [])).toThrow(
      refused('adm.matrix', at, message),
    );
  });
});
