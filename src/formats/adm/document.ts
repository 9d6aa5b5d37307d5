// What an ADM document says, in the words of ITU-R BS.2076-2; what it does not say is undefined. Ids are as written; compare them with admKey.
import type { AudioBlockFormat } from './blocks.ts';
import type { Rational } from '../../base/index.ts';

/** The five typeDefinitions that are standardised. @source BS.2076-2 §5.4.1, table 10 */
export type TypeDefinition = 'DirectSpeakers' | 'Matrix' | 'Objects' | 'HOA' | 'Binaural';

export interface AdmDocument {
  /** Name of the outermost element: `ebuCoreMain`, `ituADM`, `audioFormatExtended`, `frame` (serial ADM). */
  readonly root: string;
  /** The version attribute as written: `ITU-R_BS.2076-2`. */
  readonly version?: string | undefined;
  readonly audioProgrammes: readonly AudioProgramme[];
  readonly audioContents: readonly AudioContent[];
  readonly audioObjects: readonly AudioObject[];
  readonly audioPackFormats: readonly AudioPackFormat[];
  readonly audioChannelFormats: readonly AudioChannelFormat[];
  readonly audioStreamFormats: readonly AudioStreamFormat[];
  readonly audioTrackFormats: readonly AudioTrackFormat[];
  readonly audioTrackUIDs: readonly AudioTrackUID[];
  /** What profileList claims (BS.2076-3). */
  readonly profiles: readonly AdmProfile[];
}

export interface AdmProfile {
  readonly value: string;
  readonly profileName?: string | undefined;
  readonly profileVersion?: string | undefined;
  readonly profileLevel?: string | undefined;
}

export interface AdmLabel {
  readonly text: string;
  readonly language?: string | undefined;
}

/** A gain as written: `gainUnit` absent is linear. */
export interface AdmGain {
  readonly value: number;
  readonly gainUnit?: 'linear' | 'dB' | undefined;
}

/** A coordinate that is not written is undefined: offsets default to 0. */
export type AdmPositionOffset =
  | {
      readonly kind: 'polar';
      readonly azimuth?: number | undefined;
      readonly elevation?: number | undefined;
      readonly distance?: number | undefined;
    }
  | { readonly kind: 'cartesian'; readonly X?: number | undefined; readonly Y?: number | undefined; readonly Z?: number | undefined };

/** Numbers by the element's own names (`integratedLoudness`, LUFS or LKFS); dialogueLoudness in `dialogueLoudness`. */
export interface LoudnessMetadata {
  readonly loudnessMethod?: string | undefined;
  readonly loudnessRecType?: string | undefined;
  readonly loudnessCorrectionType?: string | undefined;
  readonly integratedLoudness?: number | undefined;
  readonly loudnessRange?: number | undefined;
  readonly maxTruePeak?: number | undefined;
  readonly maxMomentary?: number | undefined;
  readonly maxShortTerm?: number | undefined;
  readonly dialogueLoudness?: number | undefined;
}

/** Where the parts of audioProgrammeReferenceScreen are not written they are undefined. Angles in degrees. */
export interface ReferenceScreen {
  readonly aspectRatio?: number | undefined;
  readonly screenCentrePosition?:
    | { readonly kind: 'polar'; readonly azimuth: number; readonly elevation: number; readonly distance: number }
    | { readonly kind: 'cartesian'; readonly X: number; readonly Y: number; readonly Z: number }
    | undefined;
  readonly screenWidth?:
    { readonly kind: 'polar'; readonly azimuth: number } | { readonly kind: 'cartesian'; readonly X: number } | undefined;
}

export interface AudioProgramme {
  readonly id: string;
  readonly name: string;
  readonly language?: string | undefined;
  readonly start?: Rational | undefined;
  readonly end?: Rational | undefined;
  readonly maxDuckingDepth?: number | undefined;
  readonly labels: readonly AdmLabel[];
  readonly audioContentIDRef: readonly string[];
  readonly alternativeValueSetIDRef: readonly string[];
  readonly loudnessMetadata: readonly LoudnessMetadata[];
  readonly referenceScreen?: ReferenceScreen | undefined;
}

export interface Dialogue {
  /** 0 non-dialogue, 1 dialogue, 2 mixed. */
  readonly dialogue: number;
  /** nonDialogueContentKind, dialogueContentKind or mixedContentKind, whichever is written. */
  readonly contentKind?: number | undefined;
}

export interface AudioContent {
  readonly id: string;
  readonly name: string;
  readonly language?: string | undefined;
  readonly labels: readonly AdmLabel[];
  readonly audioObjectIDRef: readonly string[];
  readonly alternativeValueSetIDRef: readonly string[];
  readonly loudnessMetadata: readonly LoudnessMetadata[];
  readonly dialogue?: Dialogue | undefined;
}

/** What audioObject and alternativeValueSet share. */
export interface ObjectValues {
  readonly gain?: AdmGain | undefined;
  readonly mute?: boolean | undefined;
  readonly positionOffset?: AdmPositionOffset | undefined;
  readonly interaction?: AudioObjectInteraction | undefined;
}

export interface AlternativeValueSet extends ObjectValues {
  readonly id: string;
}

/** Ranges by coordinate or for the gain: `{ bound: 'min', value: -3 }`. */
export interface InteractionBound {
  readonly element: 'gainInteractionRange' | 'positionInteractionRange';
  readonly bound: string;
  readonly coordinate?: string | undefined;
  readonly gainUnit?: 'linear' | 'dB' | undefined;
  readonly value: number;
}

export interface AudioObjectInteraction {
  readonly onOffInteract?: boolean | undefined;
  readonly gainInteract?: boolean | undefined;
  readonly positionInteract?: boolean | undefined;
  readonly ranges: readonly InteractionBound[];
}

export interface AudioObject extends ObjectValues {
  readonly id: string;
  readonly name: string;
  readonly start?: Rational | undefined;
  readonly duration?: Rational | undefined;
  readonly dialogue?: number | undefined;
  /** 0 … 10. */
  readonly importance?: number | undefined;
  readonly interact?: boolean | undefined;
  readonly disableDucking?: boolean | undefined;
  readonly headLocked?: boolean | undefined;
  readonly labels: readonly AdmLabel[];
  readonly audioObjectIDRef: readonly string[];
  readonly audioComplementaryObjectIDRef: readonly string[];
  readonly audioPackFormatIDRef: readonly string[];
  /** `ATU_00000000` is a silent track. */
  readonly audioTrackUIDRef: readonly string[];
  readonly alternativeValueSets: readonly AlternativeValueSet[];
}

export interface AudioPackFormat {
  readonly id: string;
  readonly name: string;
  readonly type: TypeDefinition;
  readonly importance?: number | undefined;
  readonly absoluteDistance?: number | undefined;
  readonly audioChannelFormatIDRef: readonly string[];
  readonly audioPackFormatIDRef: readonly string[];
  readonly encodePackFormatIDRef: readonly string[];
  readonly decodePackFormatIDRef: readonly string[];
  readonly inputPackFormatIDRef?: string | undefined;
  readonly outputPackFormatIDRef?: string | undefined;
  readonly normalization?: string | undefined;
  readonly nfcRefDist?: number | undefined;
  readonly screenRef?: boolean | undefined;
}

export interface AudioChannelFormat {
  readonly id: string;
  readonly name: string;
  readonly type: TypeDefinition;
  readonly lowPassHz?: number | undefined;
  readonly highPassHz?: number | undefined;
  /** All of the channel's type. */
  readonly audioBlockFormats: readonly AudioBlockFormat[];
}

export interface AudioStreamFormat {
  readonly id: string;
  readonly name: string;
  /** `PCM`, or a coded format. */
  readonly formatDefinition?: string | undefined;
  readonly audioChannelFormatIDRef?: string | undefined;
  readonly audioPackFormatIDRef?: string | undefined;
  readonly audioTrackFormatIDRef: readonly string[];
}

export interface AudioTrackFormat {
  readonly id: string;
  readonly name: string;
  readonly formatDefinition?: string | undefined;
  readonly audioStreamFormatIDRef?: string | undefined;
}

export interface AudioTrackUID {
  readonly id: string;
  readonly sampleRateHz?: number | undefined;
  readonly bitDepth?: number | undefined;
  readonly audioTrackFormatIDRef?: string | undefined;
  /** BS.2076-2: instead of track and stream format. */
  readonly audioChannelFormatIDRef?: string | undefined;
  readonly audioPackFormatIDRef?: string | undefined;
}

/** Ids are equal whatever the case of their hexadecimal digits. */
export function admKey(id: string): string {
  return id.toUpperCase();
}

/** 2 of `ITU-R_BS.2076-2`; undefined where there is no version or one that is not BS.2076's. */
export function admEdition(document: Pick<AdmDocument, 'version'>): number | undefined {
  const match = /^ITU-R_BS\.2076-(\d{1,2})$/.exec(document.version ?? '');
  return match === null ? undefined : Number(match[1]);
}
