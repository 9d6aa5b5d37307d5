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

export interface EqSettings {
  readonly kind: 'eq';
  readonly enabled?: boolean;
  /** At most EQ_MAX_BANDS. */
  readonly bands?: readonly EqBand[];
}

/** Feed-forward compressor. The detector hears all channels: the loudest leads. */
export interface CompressorSettings {
  readonly kind: 'compressor';
  readonly enabled?: boolean;
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

/** Settings of one insert, as saved in a project. */
export type ProcessorSettings = TrimSettings | PolaritySettings | EqSettings | CompressorSettings;
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
  /** The settings' list field whose items the parameters and choices belong to; absent: the settings themselves. */
  readonly list?: 'bands';
  readonly parameters: readonly ProcessorParameter[];
  readonly choices: readonly ProcessorChoice[];
}

export const EQ_MAX_BANDS = 12;
/** Butterworth's. */
export const EQ_DEFAULT_Q = 0.7071067811865476;

const gainDb = (name: string, label: string, min: number, max: number): ProcessorParameter => ({
  name,
  label,
  unit: 'dB',
  min,
  max,
  default: 0,
  scale: 'linear',
  decimals: 1,
});

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
    list: 'bands',
    parameters: [
      { name: 'frequencyHz', label: 'Frequency', unit: 'Hz', min: 10, max: 20000, default: 1000, scale: 'log', decimals: 0 },
      gainDb('gainDb', 'Gain', -24, 24),
      { name: 'q', label: 'Q', unit: '', min: 0.1, max: 40, default: EQ_DEFAULT_Q, scale: 'log', decimals: 2 },
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
  {
    kind: 'compressor',
    title: 'Compressor',
    parameters: [
      { name: 'thresholdDb', label: 'Threshold', unit: 'dB', min: -60, max: 0, default: -18, scale: 'linear', decimals: 1 },
      { name: 'ratio', label: 'Ratio', unit: ':1', min: 1, max: 100, default: 3, scale: 'log', decimals: 1 },
      { name: 'kneeDb', label: 'Knee', unit: 'dB', min: 0, max: 24, default: 6, scale: 'linear', decimals: 1 },
      { name: 'attackMs', label: 'Attack', unit: 'ms', min: 0.05, max: 250, default: 10, scale: 'log', decimals: 1 },
      { name: 'releaseMs', label: 'Release', unit: 'ms', min: 5, max: 3000, default: 120, scale: 'log', decimals: 0 },
      { name: 'lookaheadMs', label: 'Look-ahead', unit: 'ms', min: 0, max: 10, default: 0, scale: 'linear', decimals: 1 },
      gainDb('makeupDb', 'Make-up', -12, 24),
      { name: 'mix', label: 'Mix', unit: '', min: 0, max: 1, default: 1, scale: 'linear', decimals: 2 },
      {
        name: 'sideChainHighPassHz',
        label: 'Detector high-pass',
        unit: 'Hz',
        min: 20,
        max: 500,
        default: 100,
        scale: 'log',
        decimals: 0,
        isOptional: true,
      },
    ],
    choices: [
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
];

/** The row of PROCESSORS for a kind. */
export function describeProcessor(kind: ProcessorKind): ProcessorDescription {
  return PROCESSORS.find((row) => row.kind === kind)!;
}

/** The value of a parameter when the settings do not say it. */
export function defaultOf(kind: ProcessorKind, name: string): number {
  return describeProcessor(kind).parameters.find((row) => row.name === name)!.default;
}
