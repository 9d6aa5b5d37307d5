// ITU-R BS.2076-2 (Audio Definition Model) and ITU-R BS.2094-1 (common definitions), read and selected for rendering.
// Covered: BS.2076-2 §5 elements as they reach the renderer (programme to block), §6.13 times; BS.2094-1: loudspeaker, HOA and binaural packs
// and channels, by what their names and labels say. Files: the structure of an Atmos master (Dolby Atmos Master ADM Profile 1.1), written by hand.
// Not covered: BS.2076-2 values that BS.2127 does not render (labels, interaction, ducking, headphoneVirtualise), BS.2125 serial delivery.
import { describe, expect, it } from 'vitest';
import { ignoreWarnings, rational } from '../../src/base/index.ts';
import { commonDefinitions, parseAdm } from '../../src/formats/index.ts';
import { selectItems } from '../../src/interchange/index.ts';
import { axml, block, channel, chnaOf, element, object, pack, programme, refs } from '../fixtures/adm/admXml.ts';

const { audioPackFormats, audioChannelFormats, audioStreamFormats, audioTrackFormats } = commonDefinitions();
const channelById = new Map(audioChannelFormats.map((format) => [format.id, format]));
const packById = new Map(audioPackFormats.map((format) => [format.id, format]));

/** `U+045`, `LFE`: the label without its urn. */
function labelOf(id: string): string {
  const found = channelById.get(id)!.audioBlockFormats[0]!;
  return found.type === 'DirectSpeakers' ? found.speakerLabel[0]!.replace('urn:itu:bs:2051:0:speaker:', '') : '';
}

describe('BS.2094-1: loudspeaker channels', () => {
  const speakers = audioChannelFormats.filter(({ type }) => type === 'DirectSpeakers');
  const ELEVATIONS: Readonly<Record<string, number>> = { M: 0, U: 30, UH: 45, T: 90, B: -30 };

  it('are forty, numbered from 1', () => {
    expect(speakers.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, k) => `AC_0001${(k + 1).toString(16).padStart(4, '0')}`));
  });

  it.each(speakers.filter(({ id }) => /^[A-Z]+[+-]\d{3}/.test(labelOf(id))).map(({ id }) => [labelOf(id), id]))(
    '%s stands where its label says',
    (label, id) => {
      const [, layer, azimuth] = /^([A-Z]+)([+-]\d{3})/.exec(label)!;
      const found = channelById.get(id)!.audioBlockFormats[0]!;
      // BS.2051 writes 22.5 degrees as 022.
      const azimuthDeg = Math.abs(Number(azimuth)) === 22 ? Number(azimuth) * (22.5 / 22) : Number(azimuth);
      expect(found).toMatchObject({ position: { kind: 'polar', azimuth: azimuthDeg, elevation: ELEVATIONS[layer!], distance: 1 } });
    },
  );

  it('only LFE channels are low-passed, at 120 Hz', () => {
    expect(speakers.filter(({ lowPassHz }) => lowPassHz === 120).map(({ id }) => labelOf(id))).toEqual(['LFE', 'LFEL', 'LFER']);
    expect(speakers.filter(({ lowPassHz, highPassHz }) => lowPassHz !== 120 && (lowPassHz ?? highPassHz) !== undefined)).toEqual([]);
  });
});

describe('BS.2094-1: loudspeaker packs', () => {
  const packs = audioPackFormats.filter(({ type }) => type === 'DirectSpeakers');

  it.each(packs.map(({ name, id }) => [name, id]))('%s has that many loudspeakers above, around and below', (name, id) => {
    const [, upper, middle, lower] = /\((\d+)\+(\d+)\+(\d+)\)$/.exec(name)!.map(Number);
    const labels = packById.get(id)!.audioChannelFormatIDRef.map(labelOf);
    const count = (layers: RegExp) => labels.filter((label) => layers.test(label)).length;
    expect([count(/^[UT]/), count(/^M/), count(/^B/)]).toEqual([upper, middle, lower]);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it.each(packs.map(({ name, id }) => [name, id]))('%s is the same on both sides', (_name, id) => {
    const labels = packById.get(id)!.audioChannelFormatIDRef.map(labelOf);
    const mirrored = labels.map((label) =>
      /[+-](000|180)/.test(label) ? label : label.replace(/[+-]/, (sign) => (sign === '+' ? '-' : '+')),
    );
    expect(mirrored.sort()).toEqual([...labels].sort());
  });
});

describe('BS.2094-1: HOA', () => {
  const componentsOf = (id: string): string[] => {
    const found = packById.get(id)!;
    const own = found.audioChannelFormatIDRef.map((channelId) => {
      const hoa = channelById.get(channelId)!.audioBlockFormats[0]!;
      return hoa.type === 'HOA' ? `${hoa.order} ${hoa.degree} ${hoa.normalization}` : '';
    });
    return [...found.audioPackFormatIDRef.flatMap(componentsOf), ...own];
  };

  it.each(audioPackFormats.filter(({ name }) => name.startsWith('3D_order')).map(({ name, id }) => [name, id]))(
    '%s has all components to its order',
    (name, id) => {
      const [, order, normalization] = /^3D_order(\d)_(\w*?)(?:_ACN)?$/.exec(name)!;
      const expected: string[] = [];
      for (let n = 0; n <= Number(order); n++) {
        for (let m = 0; m <= 2 * n; m++) {
          expected.push(`${n} ${m - n} ${normalization}`);
        }
      }
      expect(componentsOf(id)).toEqual(expected);
    },
  );

  it('horizontal packs have the components without height, |degree| = order', () => {
    expect(componentsOf('AP_00040112')).toEqual(['0 0 N3D', '1 -1 N3D', '1 1 N3D', '2 -2 N3D', '2 2 N3D']);
  });

  it('ACN: component n(n + 1) + m has that number', () => {
    for (const { id, name, audioBlockFormats } of audioChannelFormats.filter((format) => format.name.startsWith('SN3D_ACN_'))) {
      const hoa = audioBlockFormats[0]!;
      const acn = hoa.type === 'HOA' ? hoa.order! * (hoa.order! + 1) + hoa.degree! : -1;
      expect([name, id]).toEqual([`SN3D_ACN_${acn}`, `AC_0004${(acn + 1).toString(16).padStart(4, '0')}`]);
    }
  });
});

describe('BS.2094-1: streams and tracks', () => {
  it('every channel has one of each, linked both ways', () => {
    expect([audioStreamFormats.length, audioTrackFormats.length]).toEqual([audioChannelFormats.length, audioChannelFormats.length]);
    audioChannelFormats.forEach(({ id }, k) => {
      const digits = id.slice(3);
      expect(audioStreamFormats[k]).toMatchObject({
        id: `AS_${digits}`,
        audioChannelFormatIDRef: id,
        audioTrackFormatIDRef: [`AT_${digits}_01`],
      });
      expect(audioTrackFormats[k]).toMatchObject({ id: `AT_${digits}_01`, audioStreamFormatIDRef: `AS_${digits}` });
    });
  });

  it('every reference of a pack is defined, of its type', () => {
    for (const { type, audioChannelFormatIDRef, audioPackFormatIDRef } of audioPackFormats) {
      expect(audioChannelFormatIDRef.map((id) => channelById.get(id)?.type)).toEqual(audioChannelFormatIDRef.map(() => type));
      expect(audioPackFormatIDRef.map((id) => packById.get(id)?.type)).toEqual(audioPackFormatIDRef.map(() => type));
    }
  });
});

describe('an Atmos master', () => {
  const BED = [
    ['RC_L', -1, 1, 0],
    ['RC_R', 1, 1, 0],
    ['RC_C', 0, 1, 0],
    ['RC_LFE', -1, 1, -1],
    ['RC_Ls', -1, -0.36397, 0],
    ['RC_Rs', 1, -0.36397, 0],
  ] as const;
  const position = (x: number, y: number, z: number): string =>
    `<cartesian>1</cartesian><position coordinate="X">${x.toFixed(10)}</position><position coordinate="Y">${y.toFixed(10)}</position><position coordinate="Z">${z.toFixed(10)}</position>`;
  const id = (prefix: string, type: string, n: number): string => `${prefix}_${type}${(0x1000 + n).toString(16)}`;
  const uid = (n: number): string => `ATU_${String(n).padStart(8, '0')}`;
  /** Stream, track format and UID of a channel, as the profile wants them. */
  const track = (n: number, type: string, channelNumber: number, packNumber: number): string =>
    [
      `<audioStreamFormat audioStreamFormatID="${id('AS', type, channelNumber)}" formatLabel="0001" formatDefinition="PCM">${refs('audioChannelFormatIDRef', [id('AC', type, channelNumber)])}${refs('audioPackFormatIDRef', [id('AP', type, packNumber)])}${refs('audioTrackFormatIDRef', [`${id('AT', type, channelNumber)}_01`])}</audioStreamFormat>`,
      element(
        'audioTrackFormat',
        `${id('AT', type, channelNumber)}_01`,
        refs('audioStreamFormatIDRef', [id('AS', type, channelNumber)]),
        'formatDefinition="PCM"',
      ),
      `<audioTrackUID UID="${uid(n)}" sampleRate="48000" bitDepth="24">${refs('audioTrackFormatIDRef', [`${id('AT', type, channelNumber)}_01`])}${refs('audioPackFormatIDRef', [id('AP', type, packNumber)])}</audioTrackUID>`,
    ].join('');
  const times = 'start="00:00:00.00000" duration="00:00:10.00000"';
  const body = [
    programme(['AO_1001', 'AO_100b']),
    object(
      'AO_1001',
      ['AP_00011001'],
      BED.map((_, k) => uid(k + 1)),
      '',
      times,
    ),
    pack(
      'AP_00011001',
      'DirectSpeakers',
      BED.map((_, k) => id('AC', '0001', k + 1)),
    ),
    ...BED.map(([label, x, y, z], k) =>
      channel(
        id('AC', '0001', k + 1),
        'DirectSpeakers',
        block(id('AC', '0001', k + 1), `<speakerLabel>${label}</speakerLabel>${position(x, y, z)}`),
      ),
    ),
    ...BED.map((_, k) => track(k + 1, '0001', k + 1, 1)),
    object('AO_100b', ['AP_00031001'], [uid(7)], '', times),
    pack('AP_00031001', 'Objects', ['AC_00031001']),
    channel(
      'AC_00031001',
      'Objects',
      block(
        'AC_00031001',
        `${position(-1, 1, 0)}<jumpPosition interpolationLength="0.000000">1</jumpPosition>`,
        'rtime="00:00:00.00000" duration="00:00:00.00521"',
      ) +
        block(
          'AC_00031001',
          `${position(0, 0, 1)}<width>0.2</width><depth>0.2</depth><height>0.2</height><jumpPosition interpolationLength="0.005208">1</jumpPosition>`,
          'rtime="00:00:00.00521" duration="00:00:09.99479"',
          2,
        ),
    ),
    track(7, '0003', 1, 1),
  ].join('\n');
  const items = selectItems(
    parseAdm(axml(body, ''), ignoreWarnings, { strict: true }),
    chnaOf(...Array.from({ length: 7 }, (_, k) => uid(k + 1))),
    { strict: true },
    7,
    ignoreWarnings,
  );

  it('is read without a complaint under strict, bed and object', () => {
    expect(items.map(({ kind, id: itemId }) => `${kind} ${itemId}`)).toEqual([
      ...BED.map((_, k) => `directSpeakers ${id('AC', '0001', k + 1)}`),
      'objects AC_00031001',
    ]);
  });

  it('its bed stands by BS.2051 names', () => {
    const labels = items.flatMap((item) => (item.kind === 'directSpeakers' ? [item.blocks[0]!.metadata.speakerLabels.at(-1)] : []));
    expect(labels).toEqual(['M+030', 'M-030', 'M+000', 'LFE1', 'M+110', 'M-110']);
  });

  it('its object moves at the exact times', () => {
    expect(items.at(-1)).toMatchObject({
      objectDuration: rational(10n),
      blocks: [
        { rtime: rational(0n), duration: rational(521n, 100_000n), jumpPosition: true, interpolationLength: rational(0n) },
        {
          rtime: rational(521n, 100_000n),
          duration: rational(999_479n, 100_000n),
          interpolationLength: rational(651n, 125_000n),
          metadata: { position: { kind: 'cartesian', x: 0, y: 0, z: 1 }, width: 0.2 },
        },
      ],
    });
  });
});
