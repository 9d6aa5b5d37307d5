import type { Speaker } from '../../layouts/index.ts';
import type { Dynamics, Measurement, Spectra } from '../../metering/index.ts';
import type { QcRuleId } from './rules.ts';

/** A place in the programme. */
export interface QcPlace {
  readonly fromSec: number;
  /** Absent: a moment. */
  readonly toSec?: number;
  /** The channel's label; absent: all of them. */
  readonly channel?: string;
}

/** `skip`: this check does not apply to the file, or had nothing to go by; `message` says which. */
export type QcStatus = 'pass' | 'warn' | 'fail' | 'skip';

/** One check with its result. */
export interface QcCheck {
  readonly rule: QcRuleId;
  readonly name: string;
  readonly status: QcStatus;
  /** True: its failure is the file's. */
  readonly isBinding: boolean;
  /** The figure and its limit. */
  readonly message: string;
  /** The first places, in order. */
  readonly where: readonly QcPlace[];
  readonly why: string;
  /** The way on; empty where nothing is wrong. */
  readonly mend: string;
}

export interface QcReport {
  /** False where a binding check failed. */
  readonly passed: boolean;
  readonly checks: readonly QcCheck[];
}

/** What was seen in one channel. Levels are linear. */
export interface ChannelFacts {
  readonly peak: number;
  readonly mean: number;
  /** The largest mean that five seconds running exceed with one sign. */
  readonly lastingMean: number;
  readonly lastingMeanAtSec: number;
  readonly clips: EventList;
  readonly longestClipFrames: number;
  readonly dropouts: EventList;
  readonly longestDropoutSec: number;
  readonly clicks: EventList;
}

/** Things that happened: how many, and where the first ones were. */
export interface EventList {
  readonly count: number;
  readonly places: readonly { readonly fromSec: number; readonly toSec: number }[];
}

export interface PairFacts {
  readonly left: number;
  readonly right: number;
  /** Of the time in which both have signal. */
  readonly meanCorrelation: number;
  readonly negativeRatio: number;
  /** Time below −0.3. */
  readonly opposedSec: number;
  readonly judgedSec: number;
  readonly places: EventList['places'];
}

/** Everything that one pass over a file finds out. */
export interface SignalAnalysis {
  readonly measured: Measurement;
  readonly sampleRateHz: number;
  readonly lengthFrames: number;
  /** Loudness every `hopSec`. */
  readonly history: { readonly hopSec: number; readonly momentaryLufs: Float32Array; readonly shortTermLufs: Float32Array };
  readonly channels: readonly ChannelFacts[];
  readonly silence: { readonly headSec: number; readonly tailSec: number; readonly gaps: EventList; readonly longestGapSec: number };
  readonly pairs: readonly PairFacts[];
  readonly alike: readonly { readonly a: number; readonly b: number; readonly correlation: number }[];
  readonly dynamics: Dynamics;
  readonly spectra: Spectra;
  /** Of the sum of both channels, of a two-channel file. */
  readonly monoLufs: number | undefined;
  /** Of a two-channel file after a low-pass at 16 kHz. */
  readonly codecPeakDbtp: number | undefined;
  /** Bits in use, up to 24; undefined for floats off that grid, and for silence. */
  readonly effectiveBits: number | undefined;
  readonly denormalSamples: number;
  readonly speech: { readonly ratio: number; readonly lufs: number };
}

/** What is known about a file beside its samples. */
export interface QcContext {
  /** In file order. */
  readonly speakers: readonly Speaker[];
  readonly sampleRateHz: number;
  readonly bitsPerSample: number;
  readonly isFloat: boolean;
  /** Labels that the file itself states, where it does. */
  readonly statedLabels?: readonly string[] | undefined;
  /** What its reader had to overlook, one sentence each. */
  readonly readerWarnings?: readonly string[];
  /** True where the preset's loudness is that of another render of the same mix. */
  readonly isAnchored?: boolean;
  /** True for a binaural render: its pair is ears and not loudspeakers. */
  readonly isBinaural?: boolean;
  /** Loudness of elements marked as dialogue, through the same render; the speech detector stands in where it is absent. */
  readonly dialogue?: { readonly lufs: number; readonly ratio: number };
  readonly premasterPeakDbfs?: number;
  /** Length of the stereo master of the same programme. */
  readonly stereoLengthSec?: number;
  /** Render modes of beds and objects: off, near, mid, far; undefined where an element has none. */
  readonly binauralModes?: readonly (string | undefined)[];
  /** Peaks of the declared objects, linear. */
  readonly objectPeaks?: readonly { readonly name: string; readonly peak: number }[];
  /** Third-octave levels of a reference, dB, as thirdOctaveLevelsDb gives them. */
  readonly referenceDb?: readonly number[];
}
