// The inserts of an element, a group, a bus or the master: what a project says about them, with defaults and ranges. The tables feed the
// schema, the inspector and the help alike.

/** Fixed gain. */
export interface TrimSettings {
  readonly kind: 'trim';
  readonly enabled?: boolean;
  readonly gainDb?: number;
}

/** Turns the wave upside down. */
export interface PolaritySettings {
  readonly kind: 'polarity';
  readonly enabled?: boolean;
  readonly inverted?: boolean;
}

export type EqBandType = 'highPass' | 'lowPass' | 'lowShelf' | 'highShelf' | 'bell';

/** One band: passes use the slope (and q as resonance, 1/√2 being Butterworth), shelves and bells the gain and q. */
export interface EqBand {
  readonly type: EqBandType;
  readonly frequencyHz: number;
  readonly gainDb?: number;
  readonly q?: number;
  readonly slopeDbPerOct?: number;
  readonly enabled?: boolean;
}

/**
 * Which part of a layout an insert works on; the rest passes by, delayed alike. `mid` and `side` are sum and difference of every pair of
 * mirrored loudspeakers (those in the median plane are mid). Where no layout is known (an object, a group) an insert works on everything.
 */
export type Focus = 'all' | 'mid' | 'side' | 'front' | 'surround' | 'floor' | 'height';

export interface EqSettings {
  readonly kind: 'eq';
  readonly enabled?: boolean;
  readonly focus?: Focus;
  /** `linear`: every frequency is late alike, at the price of latency. */
  readonly phase?: 'minimum' | 'linear';
  /** At most EQ_MAX_BANDS. */
  readonly bands?: readonly EqBand[];
}

/** A straight line over log frequency, 0 dB at a pivot: the top rises as the bottom falls. */
export interface TiltSettings {
  readonly kind: 'tilt';
  readonly enabled?: boolean;
  readonly focus?: Focus;
  /** Half of what lies between 20 Hz and 20 kHz. */
  readonly tiltDb?: number;
  readonly pivotHz?: number;
}

/** Feed-forward compressor. The detector hears all channels: the loudest leads. */
export interface CompressorSettings {
  readonly kind: 'compressor';
  readonly enabled?: boolean;
  readonly focus?: Focus;
  readonly thresholdDb?: number;
  readonly ratio?: number;
  readonly kneeDb?: number;
  /** Time constants: 63 % of the way, in decibels. */
  readonly attackMs?: number;
  readonly releaseMs?: number;
  /** Delays the audio, so that the gain is down when the peak arrives. */
  readonly lookaheadMs?: number;
  readonly makeupDb?: number;
  /** 1 is all compressed, 0 all dry. */
  readonly mix?: number;
  /** `rms` reads 3 dB less than `peak` for a sine. */
  readonly detector?: 'peak' | 'rms';
  /** 12 dB/oct, heard by the detector only; absent is off. */
  readonly sideChainHighPassHz?: number;
}

/** One band of a multiband compressor; as CompressorSettings, gain after compression. */
export interface MultibandBand {
  readonly enabled?: boolean;
  readonly thresholdDb?: number;
  readonly ratio?: number;
  readonly kneeDb?: number;
  readonly attackMs?: number;
  readonly releaseMs?: number;
  readonly gainDb?: number;
}

/** Four compressors between three crossovers; all channels linked. With nothing to compress it is an all-pass. */
export interface MultibandSettings {
  readonly kind: 'multiband';
  readonly enabled?: boolean;
  readonly focus?: Focus;
  /** Rising. */
  readonly lowHz?: number;
  readonly midHz?: number;
  readonly highHz?: number;
  /** 1 is all compressed, 0 none. */
  readonly mix?: number;
  /** From the lowest up; missing ones are left alone. */
  readonly bands?: readonly MultibandBand[];
}

/** A waveshaper with its harmonics kept under the Nyquist frequency. */
export interface SaturationSettings {
  readonly kind: 'saturation';
  readonly enabled?: boolean;
  readonly focus?: Focus;
  /** `tape`: odd harmonics, soft; `tube`: even ones too; `clip`: clean up to a hard knee. */
  readonly character?: 'tape' | 'tube' | 'clip';
  /** Pushed in by so much, and taken back after. */
  readonly driveDb?: number;
  readonly outputDb?: number;
  readonly mix?: number;
  /** One gain for all channels, from the loudest of each moment: the image stays. */
  readonly linked?: boolean;
}

/** Widths and balances of a loudspeaker layout. */
export interface ImageSettings {
  readonly kind: 'image';
  readonly enabled?: boolean;
  /** Gain of the sides of mirrored pairs: 0 is mono, 1 as it is, 2 twice as wide. */
  readonly widthRatio?: number;
  readonly heightWidthRatio?: number;
  /** The floor's mirrored pairs are mono below; absent is off. */
  readonly monoBelowHz?: number;
  readonly heightDb?: number;
  /** Everything on the floor behind the front. */
  readonly surroundDb?: number;
  readonly centreDb?: number;
  readonly lfeDb?: number;
}

/** Settings of one insert, as saved in a project. */
export type ProcessorSettings =
  TrimSettings | PolaritySettings | EqSettings | TiltSettings | CompressorSettings | MultibandSettings | SaturationSettings | ImageSettings;
export type ProcessorKind = ProcessorSettings['kind'];

/** One number that a person may turn. */
export interface ProcessorParameter {
  readonly name: string;
  readonly label: string;
  /** As it is shown: `dB`, `Hz`, `ms`, `:1`, `dB/oct`, or nothing. */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly scale: 'linear' | 'log';
  readonly decimals: number;
  /** Absent in the settings means switched off, not the default. */
  readonly isOptional?: boolean;
}

/** One choice among words or numbers. */
export interface ProcessorChoice {
  readonly name: string;
  readonly label: string;
  readonly default: string | number | boolean;
  readonly options: readonly { readonly value: string | number | boolean; readonly label: string }[];
}

export interface ProcessorDescription {
  readonly kind: ProcessorKind;
  readonly title: string;
  /** Only where the layout is known: on a bed or the master. */
  readonly needsLayout?: boolean;
  readonly parameters: readonly ProcessorParameter[];
  readonly choices: readonly ProcessorChoice[];
  /** Its list of bands, where it has one. */
  readonly bands?: {
    readonly max: number;
    readonly parameters: readonly ProcessorParameter[];
    readonly choices: readonly ProcessorChoice[];
    /** Bands are nothing without these. */
    readonly required: readonly string[];
  };
}

export const EQ_MAX_BANDS = 12;
export const MULTIBAND_BANDS = 4;
/** Butterworth's. */
export const EQ_DEFAULT_Q = 0.7071067811865476;

const linear = (name: string, label: string, unit: string, min: number, max: number, normal: number, decimals = 1): ProcessorParameter => ({
  name,
  label,
  unit,
  min,
  max,
  default: normal,
  scale: 'linear',
  decimals,
});
const log = (name: string, label: string, unit: string, min: number, max: number, normal: number, decimals = 0): ProcessorParameter => ({
  ...linear(name, label, unit, min, max, normal, decimals),
  scale: 'log',
});
const gainDb = (name: string, label: string, min: number, max: number): ProcessorParameter => linear(name, label, 'dB', min, max, 0);
const MIX = linear('mix', 'Mix', '', 0, 1, 1, 2);

const FOCUS: ProcessorChoice = {
  name: 'focus',
  label: 'Works on',
  default: 'all',
  options: [
    { value: 'all', label: 'Everything' },
    { value: 'mid', label: 'Mid' },
    { value: 'side', label: 'Side' },
    { value: 'front', label: 'Front' },
    { value: 'surround', label: 'Surround' },
    { value: 'floor', label: 'Floor' },
    { value: 'height', label: 'Height' },
  ],
};

/** Every insert that there is, in the order of the menu. */
export const PROCESSORS: readonly ProcessorDescription[] = [
  { kind: 'trim', title: 'Trim', parameters: [gainDb('gainDb', 'Gain', -60, 24)], choices: [] },
  {
    kind: 'polarity',
    title: 'Polarity',
    parameters: [],
    choices: [
      {
        name: 'inverted',
        label: 'Polarity',
        default: true,
        options: [
          { value: false, label: 'Normal' },
          { value: true, label: 'Inverted' },
        ],
      },
    ],
  },
  {
    kind: 'eq',
    title: 'Equalizer',
    parameters: [],
    choices: [
      FOCUS,
      {
        name: 'phase',
        label: 'Phase',
        default: 'minimum',
        options: [
          { value: 'minimum', label: 'Minimum' },
          { value: 'linear', label: 'Linear' },
        ],
      },
    ],
    bands: {
      max: EQ_MAX_BANDS,
      required: ['type', 'frequencyHz'],
      parameters: [
        log('frequencyHz', 'Frequency', 'Hz', 10, 20000, 1000),
        gainDb('gainDb', 'Gain', -24, 24),
        log('q', 'Q', '', 0.1, 40, EQ_DEFAULT_Q, 2),
      ],
      choices: [
        {
          name: 'type',
          label: 'Shape',
          default: 'bell',
          options: [
            { value: 'highPass', label: 'High-pass' },
            { value: 'lowShelf', label: 'Low shelf' },
            { value: 'bell', label: 'Bell' },
            { value: 'highShelf', label: 'High shelf' },
            { value: 'lowPass', label: 'Low-pass' },
          ],
        },
        {
          name: 'slopeDbPerOct',
          label: 'Slope',
          default: 12,
          options: [6, 12, 18, 24, 36, 48].map((value) => ({ value, label: `${value} dB/oct` })),
        },
      ],
    },
  },
  {
    kind: 'tilt',
    title: 'Tilt',
    parameters: [gainDb('tiltDb', 'Tilt', -6, 6), log('pivotHz', 'Pivot', 'Hz', 200, 5000, 800)],
    choices: [FOCUS],
  },
  {
    kind: 'compressor',
    title: 'Compressor',
    parameters: [
      linear('thresholdDb', 'Threshold', 'dB', -60, 0, -18),
      log('ratio', 'Ratio', ':1', 1, 100, 3, 1),
      linear('kneeDb', 'Knee', 'dB', 0, 24, 6),
      log('attackMs', 'Attack', 'ms', 0.05, 250, 10, 1),
      log('releaseMs', 'Release', 'ms', 5, 3000, 120),
      linear('lookaheadMs', 'Look-ahead', 'ms', 0, 10, 0),
      gainDb('makeupDb', 'Make-up', -12, 24),
      MIX,
      { ...log('sideChainHighPassHz', 'Detector high-pass', 'Hz', 20, 500, 100), isOptional: true },
    ],
    choices: [
      FOCUS,
      {
        name: 'detector',
        label: 'Detector',
        default: 'peak',
        options: [
          { value: 'peak', label: 'Peak' },
          { value: 'rms', label: 'RMS' },
        ],
      },
    ],
  },
  {
    kind: 'multiband',
    title: 'Multiband compressor',
    parameters: [
      log('lowHz', 'Low crossover', 'Hz', 40, 400, 120),
      log('midHz', 'Mid crossover', 'Hz', 300, 3000, 1000),
      log('highHz', 'High crossover', 'Hz', 2000, 16000, 5000),
      MIX,
    ],
    choices: [FOCUS],
    bands: {
      max: MULTIBAND_BANDS,
      required: [],
      parameters: [
        linear('thresholdDb', 'Threshold', 'dB', -60, 0, -18),
        log('ratio', 'Ratio', ':1', 1, 20, 2, 1),
        linear('kneeDb', 'Knee', 'dB', 0, 24, 6),
        log('attackMs', 'Attack', 'ms', 0.5, 250, 20, 1),
        log('releaseMs', 'Release', 'ms', 5, 3000, 150),
        gainDb('gainDb', 'Gain', -12, 12),
      ],
      choices: [],
    },
  },
  {
    kind: 'saturation',
    title: 'Saturation',
    parameters: [linear('driveDb', 'Drive', 'dB', 0, 24, 6), gainDb('outputDb', 'Output', -24, 12), MIX],
    choices: [
      FOCUS,
      {
        name: 'character',
        label: 'Character',
        default: 'tape',
        options: [
          { value: 'tape', label: 'Tape' },
          { value: 'tube', label: 'Tube' },
          { value: 'clip', label: 'Clipper' },
        ],
      },
      {
        name: 'linked',
        label: 'Channels',
        default: true,
        options: [
          { value: true, label: 'Linked' },
          { value: false, label: 'Each its own' },
        ],
      },
    ],
  },
  {
    kind: 'image',
    title: 'Width and layers',
    needsLayout: true,
    parameters: [
      linear('widthRatio', 'Width', '', 0, 2, 1, 2),
      linear('heightWidthRatio', 'Height width', '', 0, 2, 1, 2),
      { ...log('monoBelowHz', 'Mono below', 'Hz', 20, 500, 120), isOptional: true },
      gainDb('heightDb', 'Heights', -12, 12),
      gainDb('surroundDb', 'Surrounds', -12, 12),
      gainDb('centreDb', 'Centre', -12, 12),
      gainDb('lfeDb', 'LFE', -12, 12),
    ],
    choices: [],
  },
];

/** The row of PROCESSORS for a kind. */
export function describeProcessor(kind: ProcessorKind): ProcessorDescription {
  return PROCESSORS.find((row) => row.kind === kind)!;
}

/** The value of a parameter, of the insert or of its bands, when the settings do not say it. */
export function defaultOf(kind: ProcessorKind, name: string): number {
  const { parameters, bands } = describeProcessor(kind);
  return [...parameters, ...(bands?.parameters ?? [])].find((row) => row.name === name)!.default;
}
