// The packs and channels that an ADM document may refer to without defining them: ids below 1000 (hexadecimal). @source ITU-R BS.2094-1
import type { BlockPosition } from './blocks.ts';
import type { AudioChannelFormat, AudioPackFormat, AudioStreamFormat, AudioTrackFormat, TypeDefinition } from './document.ts';

export interface CommonDefinitions {
  readonly audioPackFormats: readonly AudioPackFormat[];
  readonly audioChannelFormats: readonly AudioChannelFormat[];
  readonly audioStreamFormats: readonly AudioStreamFormat[];
  readonly audioTrackFormats: readonly AudioTrackFormat[];
}

/** All of them: loudspeaker packs, HOA by order and normalization, binaural. Each channel has its stream and track format (PCM). */
export function commonDefinitions(): CommonDefinitions {
  built ??= build();
  return built;
}

let built: CommonDefinitions | undefined;

/** Channel number, name, label (after `urn:itu:bs:2051:0:speaker:`), azimuth and elevation in degrees. LFE channels end at 120 Hz. */
const SPEAKERS: readonly (readonly [number: number, name: string, label: string, azimuth: number, elevation: number])[] = [
  [0x01, 'FrontLeft', 'M+030', 30, 0],
  [0x02, 'FrontRight', 'M-030', -30, 0],
  [0x03, 'FrontCentre', 'M+000', 0, 0],
  [0x04, 'LowFrequencyEffects', 'LFE', 0, -30],
  [0x05, 'SurroundLeft', 'M+110', 110, 0],
  [0x06, 'SurroundRight', 'M-110', -110, 0],
  [0x07, 'FrontLeftOfCentre', 'M+022', 22.5, 0],
  [0x08, 'FrontRightOfCentre', 'M-022', -22.5, 0],
  [0x09, 'BackCentre', 'M+180', 180, 0],
  [0x0a, 'SideLeft', 'M+090', 90, 0],
  [0x0b, 'SideRight', 'M-090', -90, 0],
  [0x0c, 'TopCentre', 'T+000', 0, 90],
  [0x0d, 'TopFrontLeft', 'U+030', 30, 30],
  [0x0e, 'TopFrontCentre', 'U+000', 0, 30],
  [0x0f, 'TopFrontRight', 'U-030', -30, 30],
  [0x10, 'TopSurroundLeft', 'U+110', 110, 30],
  [0x11, 'TopBackCentre', 'U+180', 180, 30],
  [0x12, 'TopSurroundRight', 'U-110', -110, 30],
  [0x13, 'TopSideLeft', 'U+090', 90, 30],
  [0x14, 'TopSideRight', 'U-090', -90, 30],
  [0x15, 'BottomFrontCentre', 'B+000', 0, -30],
  [0x16, 'BottomFrontLeftMid', 'B+045', 45, -30],
  [0x17, 'BottomFrontRightMid', 'B-045', -45, -30],
  [0x18, 'FrontLeftWide', 'M+060', 60, 0],
  [0x19, 'FrontRightWide', 'M-060', -60, 0],
  [0x1a, 'BackLeftMidDiffuse', 'M+135_Diff', 135, 0],
  [0x1b, 'BackRightMidDiffuse', 'M-135_Diff', -135, 0],
  [0x1c, 'BackLeftMid', 'M+135', 135, 0],
  [0x1d, 'BackRightMid', 'M-135', -135, 0],
  [0x1e, 'TopBackLeftMid', 'U+135', 135, 30],
  [0x1f, 'TopBackRightMid', 'U-135', -135, 30],
  [0x20, 'LowFrequencyEffectsL', 'LFEL', 45, -30],
  [0x21, 'LowFrequencyEffectsR', 'LFER', -45, -30],
  [0x22, 'TopFrontLeftMid', 'U+045', 45, 30],
  [0x23, 'TopFrontRightMid', 'U-045', -45, 30],
  [0x24, 'FrontLeftScreen', 'M+SC', 25, 0],
  [0x25, 'FrontRightScreen', 'M-SC', -25, 0],
  [0x26, 'FrontLeftMid', 'M+045', 45, 0],
  [0x27, 'FrontRightMid', 'M-045', -45, 0],
  [0x28, 'UpperTopBackCentre', 'UH+180', 180, 45],
];

/** Pack number, name, and the labels of its channels in order. */
const SPEAKER_PACKS: readonly (readonly [number: number, name: string, labels: string])[] = [
  [0x01, 'urn:itu:bs:775:3:pack:mono_(0+1+0)', 'M+000'],
  [0x02, 'urn:itu:bs:2051:0:pack:stereo_(0+2+0)', 'M+030 M-030'],
  [0x0a, 'urn:itu:bs:775:3:pack:3.0_(0+3+0)', 'M+030 M-030 M+000'],
  [0x0b, 'urn:itu:bs:775:3:pack:4.0_(0+4+0)', 'M+030 M-030 M+000 M+180'],
  [0x0c, 'urn:itu:bs:2051:0:pack:5.0_(0+5+0)', 'M+030 M-030 M+000 M+110 M-110'],
  [0x03, 'urn:itu:bs:2051:0:pack:5.1_(0+5+0)', 'M+030 M-030 M+000 LFE M+110 M-110'],
  [0x0d, '6.1_(0+6+0)', 'M+030 M-030 M+000 LFE M+110 M-110 M+180'],
  [0x0e, '7.1front_(0+7+0)', 'M+030 M-030 M+000 LFE M+110 M-110 M+045 M-045'],
  [0x0f, '7.1back_(0+7+0)', 'M+030 M-030 M+000 LFE M+090 M-090 M+135 M-135'],
  [0x04, 'urn:itu:bs:2051:0:pack:7.1top_(2+5+0)', 'M+030 M-030 M+000 LFE M+110 M-110 U+030 U-030'],
  [0x12, '7.1side_5.1+sc_(0+7+0)', 'M+030 M-030 M+000 LFE M+110 M-110 M+SC M-SC'],
  [0x13, '7.1topside_5.1.2_(2+5+0)', 'M+030 M-030 M+000 LFE M+110 M-110 U+090 U-090'],
  [0x14, '9.1screen_5.1.2+sc_(2+7+0)', 'M+030 M-030 M+000 LFE M+110 M-110 U+090 U-090 M+SC M-SC'],
  // Some copies of the table list T+000 where M+090 belongs; nine loudspeakers of 7.1.2 cannot have it.
  [0x16, '9.1_7.1.2_(2+7+0)', 'M+030 M-030 M+000 LFE M+090 M-090 M+135 M-135 U+090 U-090'],
  [0x05, 'urn:itu:bs:2051:0:pack:9.1_5.1.4_(4+5+0)', 'M+030 M-030 M+000 LFE M+110 M-110 U+030 U-030 U+110 U-110'],
  [0x10, 'urn:itu:bs:2051:0:pack:10.1_(4+5+1)', 'M+030 M-030 M+000 LFE M+110 M-110 U+030 U-030 U+110 U-110 B+000'],
  [0x07, 'urn:itu:bs:2051:0:pack:10.2_(3+7+0)', 'M+000 M+030 M-030 U+045 U-045 M+090 M-090 M+135 M-135 UH+180 LFEL LFER'],
  [0x15, '11.1_5.1.4+sc_(4+7+0)', 'M+030 M-030 M+000 LFE M+110 M-110 U+030 U-030 U+110 U-110 M+SC M-SC'],
  [0x17, '11.1_7.1.4_(4+7+0)', 'M+030 M-030 M+000 LFE M+090 M-090 M+135 M-135 U+045 U-045 U+135 U-135'],
  [0x08, 'urn:itu:bs:2051:0:pack:13.1_(4+9+0)', 'M+030 M-030 M+000 LFE M+090 M-090 M+135 M-135 U+045 U-045 U+135 U-135 M+SC M-SC'],
  [
    0x09,
    'urn:itu:bs:2051:0:pack:22.2_(9+10+3)',
    'M+060 M-060 M+000 LFEL M+135 M-135 M+030 M-030 M+180 LFER M+090 M-090 U+045 U-045 U+000 T+000 U+135 U-135 U+090 U-090 U+180 B+000 B+045 B-045',
  ],
  [
    0x11,
    'Auro-3D_(9+9+0)',
    'M+030 M-030 M+000 LFE M+110 M-110 M+090 M-090 M+135_Diff M-135_Diff U+030 U-030 U+000 U+110 U-110 U+090 U-090 U+135 U-135',
  ],
];

/** First channel number and highest order of each normalization; component n is number first + n in ACN order. */
const HOA_FAMILIES = [
  { normalization: 'SN3D', first: 0x01, highestOrder: 10 },
  { normalization: 'N3D', first: 0x101, highestOrder: 10 },
  { normalization: 'FuMa', first: 0x201, highestOrder: 3 },
] as const;
const FUMA_LETTERS = 'WYZXVTRSUQOMKLNP';

/** Pack number, name, the pack that it adds to, its own channel numbers. */
type HoaPack = readonly [number: number, name: string, base: number | undefined, channels: readonly number[]];

/** Packs whose components are not a whole order: two-dimensional and mixed-order. */
const IRREGULAR_HOA_PACKS: readonly HoaPack[] = [
  [0x111, '2D_Order1_N3D_ACN', undefined, [0x101, 0x102, 0x104]],
  [0x112, '2D_Order2_N3D_ACN', 0x111, [0x105, 0x109]],
  [0x210, '2H1P_N3D_ACN', 0x11, [0x105, 0x109]],
  [0x211, '3H1P_N3D_ACN', 0x210, [0x10a, 0x110]],
  [0x310, '2H1V_N3D_ACN', 0x11, [0x105, 0x106, 0x108, 0x109]],
];

interface Tables {
  readonly audioPackFormats: AudioPackFormat[];
  readonly audioChannelFormats: AudioChannelFormat[];
  readonly audioStreamFormats: AudioStreamFormat[];
  readonly audioTrackFormats: AudioTrackFormat[];
}

function build(): CommonDefinitions {
  const tables: Tables = { audioPackFormats: [], audioChannelFormats: [], audioStreamFormats: [], audioTrackFormats: [] };
  for (const [number, name, label, azimuth, elevation] of SPEAKERS) {
    const id = idOf('AC', 'DirectSpeakers', number);
    const position: BlockPosition = { kind: 'polar', azimuth, elevation, distance: 1 };
    addChannel(tables, {
      id,
      name,
      type: 'DirectSpeakers',
      lowPassHz: label.startsWith('LFE') ? 120 : undefined,
      audioBlockFormats: [
        { type: 'DirectSpeakers', id: blockIdOf(id), speakerLabel: [`urn:itu:bs:2051:0:speaker:${label}`], position, bounds: [] },
      ],
    });
  }
  for (const [number, name, labels] of SPEAKER_PACKS) {
    const channels = labels.split(' ').map((label) => SPEAKERS.find((speaker) => speaker[2] === label)![0]);
    addPack(tables, 'DirectSpeakers', [number, name, undefined, channels]);
  }
  addHoa(tables);
  for (const [number, name] of [
    [1, 'LeftEar'],
    [2, 'RightEar'],
  ] as const) {
    const id = idOf('AC', 'Binaural', number);
    addChannel(tables, { id, name, type: 'Binaural', audioBlockFormats: [{ type: 'Binaural', id: blockIdOf(id) }] });
  }
  addPack(tables, 'Binaural', [1, 'Binaural', undefined, [1, 2]]);
  return tables;
}

function addHoa(tables: Tables): void {
  for (const { normalization, first, highestOrder } of HOA_FAMILIES) {
    for (let order = 0, n = 0; order <= highestOrder; order++) {
      for (let degree = 0 - order; degree <= order; degree++, n++) {
        const id = idOf('AC', 'HOA', first + n);
        addChannel(tables, {
          id,
          name: normalization === 'FuMa' ? `FuMa_${FUMA_LETTERS[n]}` : `${normalization}_ACN_${n}`,
          type: 'HOA',
          audioBlockFormats: [{ type: 'HOA', id: blockIdOf(id), order, degree, normalization }],
        });
      }
    }
    // Packs exist up to order 6; each adds its order's components to the pack below.
    for (let order = 1; order <= Math.min(6, highestOrder); order++) {
      const packs = Math.floor(first / 0x100) * 0x10;
      const suffix = normalization === 'FuMa' ? 'FuMa' : `${normalization}_ACN`;
      const from = order === 1 ? 0 : order * order;
      const channels = Array.from({ length: (order + 1) * (order + 1) - from }, (_, k) => first + from + k);
      addPack(tables, 'HOA', [packs + order, `3D_order${order}_${suffix}`, order === 1 ? undefined : packs + order - 1, channels]);
    }
  }
  for (const pack of IRREGULAR_HOA_PACKS) {
    addPack(tables, 'HOA', pack);
  }
}

function addPack(tables: Tables, type: TypeDefinition, [number, name, base, channels]: HoaPack): void {
  tables.audioPackFormats.push({
    id: idOf('AP', type, number),
    name,
    type,
    audioChannelFormatIDRef: channels.map((channel) => idOf('AC', type, channel)),
    audioPackFormatIDRef: base === undefined ? [] : [idOf('AP', type, base)],
    encodePackFormatIDRef: [],
    decodePackFormatIDRef: [],
  });
}

function addChannel(tables: Tables, channel: AudioChannelFormat): void {
  const digits = channel.id.slice(3);
  const streamId = `AS_${digits}`;
  const trackId = `AT_${digits}_01`;
  const name = `PCM_${channel.name}`;
  tables.audioChannelFormats.push(channel);
  tables.audioStreamFormats.push({
    id: streamId,
    name,
    formatDefinition: 'PCM',
    audioChannelFormatIDRef: channel.id,
    audioTrackFormatIDRef: [trackId],
  });
  tables.audioTrackFormats.push({ id: trackId, name, formatDefinition: 'PCM', audioStreamFormatIDRef: streamId });
}

const TYPE_DIGITS: Readonly<Record<TypeDefinition, string>> = {
  DirectSpeakers: '0001',
  Matrix: '0002',
  Objects: '0003',
  HOA: '0004',
  Binaural: '0005',
};

function idOf(prefix: 'AC' | 'AP', type: TypeDefinition, number: number): string {
  return `${prefix}_${TYPE_DIGITS[type]}${number.toString(16).padStart(4, '0')}`;
}

function blockIdOf(channelId: string): string {
  return `AB_${channelId.slice(3)}_00000001`;
}
