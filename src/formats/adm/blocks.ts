// audioBlockFormat of every type. A document may have a million of them: one flat shape a type, absent values undefined.
import type { Rational } from '../../base/index.ts';

interface BlockBase {
  readonly id: string;
  /** Relative to the audioObject. */
  readonly rtime?: Rational | undefined;
  readonly duration?: Rational | undefined;
  readonly gain?: number | undefined;
  /** Absent is linear. */
  readonly gainUnit?: 'linear' | 'dB' | undefined;
  /** 0 … 10. */
  readonly importance?: number | undefined;
  readonly headLocked?: boolean | undefined;
}

/** As written; coordinates that the standard gives a default are undefined where they are not written. */
export interface BlockPolarPosition {
  readonly kind: 'polar';
  /** Degrees, + is left. */
  readonly azimuth: number;
  /** Degrees, + is up. */
  readonly elevation: number;
  readonly distance?: number | undefined;
}

export interface BlockCartesianPosition {
  readonly kind: 'cartesian';
  readonly X: number;
  readonly Y: number;
  readonly Z?: number | undefined;
}

export type BlockPosition = BlockPolarPosition | BlockCartesianPosition;

export interface BlockScreenEdgeLock {
  readonly horizontal?: 'left' | 'right' | undefined;
  readonly vertical?: 'top' | 'bottom' | undefined;
}

/** One bound of a loudspeaker's position: `{ coordinate: 'azimuth', bound: 'max', value: 35 }`. */
export interface PositionBound {
  readonly coordinate: 'azimuth' | 'elevation' | 'distance' | 'X' | 'Y' | 'Z';
  readonly bound: 'min' | 'max';
  readonly value: number;
}

export interface DirectSpeakersBlockFormat extends BlockBase {
  readonly type: 'DirectSpeakers';
  readonly speakerLabel: readonly string[];
  readonly position: BlockPosition;
  readonly bounds: readonly PositionBound[];
  readonly screenEdgeLock?: BlockScreenEdgeLock | undefined;
  readonly cartesian?: boolean | undefined;
}

/** All numbers as written: degrees or the unit cube. */
export type BlockZone =
  | {
      readonly kind: 'polar';
      readonly minAzimuth: number;
      readonly maxAzimuth: number;
      readonly minElevation: number;
      readonly maxElevation: number;
    }
  | {
      readonly kind: 'cartesian';
      readonly minX: number;
      readonly maxX: number;
      readonly minY: number;
      readonly maxY: number;
      readonly minZ: number;
      readonly maxZ: number;
    };

export interface ObjectsBlockFormat extends BlockBase {
  readonly type: 'Objects';
  readonly cartesian?: boolean | undefined;
  readonly position: BlockPosition;
  readonly screenEdgeLock?: BlockScreenEdgeLock | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly depth?: number | undefined;
  readonly diffuse?: number | undefined;
  readonly channelLock?: { readonly flag: boolean; readonly maxDistance?: number | undefined } | undefined;
  readonly objectDivergence?:
    { readonly value: number; readonly azimuthRange?: number | undefined; readonly positionRange?: number | undefined } | undefined;
  readonly jumpPosition?: boolean | undefined;
  /** Attribute of jumpPosition. */
  readonly interpolationLength?: Rational | undefined;
  readonly zoneExclusion?: readonly BlockZone[] | undefined;
  readonly screenRef?: boolean | undefined;
}

export interface HoaBlockFormat extends BlockBase {
  readonly type: 'HOA';
  readonly equation?: string | undefined;
  readonly order?: number | undefined;
  readonly degree?: number | undefined;
  readonly normalization?: string | undefined;
  readonly nfcRefDist?: number | undefined;
  readonly screenRef?: boolean | undefined;
}

export interface MatrixCoefficient {
  /** The input channel. */
  readonly audioChannelFormatID: string;
  readonly gain?: number | undefined;
  readonly gainUnit?: 'linear' | 'dB' | undefined;
  /** Milliseconds. */
  readonly delay?: number | undefined;
  /** Degrees. */
  readonly phase?: number | undefined;
  readonly gainVar?: string | undefined;
  readonly delayVar?: string | undefined;
  readonly phaseVar?: string | undefined;
}

export interface MatrixBlockFormat extends BlockBase {
  readonly type: 'Matrix';
  readonly outputChannelFormatIDRef?: string | undefined;
  readonly jumpPosition?: boolean | undefined;
  readonly matrix: readonly MatrixCoefficient[];
}

export interface BinauralBlockFormat extends BlockBase {
  readonly type: 'Binaural';
}

export type AudioBlockFormat = DirectSpeakersBlockFormat | ObjectsBlockFormat | HoaBlockFormat | MatrixBlockFormat | BinauralBlockFormat;
