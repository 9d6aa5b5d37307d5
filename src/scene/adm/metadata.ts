// What an object's metadata says, in the words of BS.2076; absent is the standard's default.

/** Azimuth + left, elevation + up; distance 1 is the loudspeakers' sphere. */
export interface PolarPosition {
  readonly kind: 'polar';
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  readonly distance: number;
}

/** The unit room: X right, Y front, Z up, each −1 … 1. */
export interface CartesianPosition {
  readonly kind: 'cartesian';
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export type AdmPosition = PolarPosition | CartesianPosition;

/** The arc from `minAzimuthDeg` anticlockwise to `maxAzimuthDeg`. */
export interface PolarZone {
  readonly kind: 'polar';
  readonly minAzimuthDeg: number;
  readonly maxAzimuthDeg: number;
  readonly minElevationDeg: number;
  readonly maxElevationDeg: number;
}

export interface CartesianZone {
  readonly kind: 'cartesian';
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
  readonly minZ: number;
  readonly maxZ: number;
}

export type ExclusionZone = PolarZone | CartesianZone;

export interface PolarScreen {
  readonly kind: 'polar';
  readonly aspectRatio: number;
  readonly centre: { readonly azimuthDeg: number; readonly elevationDeg: number; readonly distance: number };
  readonly widthAzimuthDeg: number;
}

export interface CartesianScreen {
  readonly kind: 'cartesian';
  readonly aspectRatio: number;
  readonly centre: { readonly x: number; readonly y: number; readonly z: number };
  readonly widthX: number;
}

export type Screen = PolarScreen | CartesianScreen;

export interface ScreenEdgeLock {
  readonly horizontal?: 'left' | 'right' | undefined;
  readonly vertical?: 'top' | 'bottom' | undefined;
}

export interface ObjectDivergence {
  /** 0 … 1. */
  readonly value: number;
  /** Polar objects only. Default 45°, the rule for ADM documents before BS.2076-2; documents from then on mean 0. */
  readonly azimuthRangeDeg?: number | undefined;
  /** Cartesian objects only. Default 0. */
  readonly positionRange?: number | undefined;
}

/** One audioBlockFormat of type Objects with what its audioObject adds. The position's kind is ADM's `cartesian` flag. */
export interface ObjectMetadata {
  readonly position: AdmPosition;
  /** Polar: degrees. Cartesian: X size, 0 … 1. */
  readonly width?: number | undefined;
  /** Polar: degrees. Cartesian: Z size, 0 … 1 (but see GainCompatibility). */
  readonly height?: number | undefined;
  /** Polar: in units of distance. Cartesian: Y size, 0 … 1 (but see GainCompatibility). */
  readonly depth?: number | undefined;
  /** Linear. Default 1. */
  readonly gain?: number | undefined;
  /** Share of the power that is decorrelated, 0 … 1. Default 0. */
  readonly diffuse?: number | undefined;
  readonly channelLock?: { readonly maxDistance?: number | undefined } | undefined;
  readonly objectDivergence?: ObjectDivergence | undefined;
  readonly zoneExclusion?: readonly ExclusionZone[] | undefined;
  readonly screenRef?: boolean | undefined;
  readonly screenEdgeLock?: ScreenEdgeLock | undefined;
  /** The programme's reference screen. Default: the standard one. */
  readonly referenceScreen?: Screen | undefined;
  /** Added to the position; of the same kind. */
  readonly positionOffset?: AdmPosition | undefined;
  /** Linear gain of the audioObject. Default 1. */
  readonly objectGain?: number | undefined;
  readonly objectMute?: boolean | undefined;
}

/** Bounds default to the position itself. */
export interface PolarSpeakerPosition extends PolarPosition {
  readonly azimuthMinDeg?: number | undefined;
  readonly azimuthMaxDeg?: number | undefined;
  readonly elevationMinDeg?: number | undefined;
  readonly elevationMaxDeg?: number | undefined;
  readonly distanceMin?: number | undefined;
  readonly distanceMax?: number | undefined;
}

/** Bounds default to the position itself. */
export interface CartesianSpeakerPosition extends CartesianPosition {
  readonly xMin?: number | undefined;
  readonly xMax?: number | undefined;
  readonly yMin?: number | undefined;
  readonly yMax?: number | undefined;
  readonly zMin?: number | undefined;
  readonly zMax?: number | undefined;
}

/** One audioBlockFormat of type DirectSpeakers with what its channel, pack and object add. */
export interface DirectSpeakersMetadata {
  /** In document order, as written: `M+030`, `urn:itu:bs:2051:0:speaker:LFE`. */
  readonly speakerLabels: readonly string[];
  readonly position: PolarSpeakerPosition | CartesianSpeakerPosition;
  readonly screenEdgeLock?: ScreenEdgeLock | undefined;
  /** The channel's frequency element. */
  readonly lowPassHz?: number | undefined;
  readonly highPassHz?: number | undefined;
  /** The innermost audioPackFormatID: `AP_00010003`. */
  readonly packFormatId?: string | undefined;
  /** The channel's BS.2051 name where it is of a bed whose pack is no common definition and that the mapping rules hold for nevertheless. */
  readonly bedLabel?: string | undefined;
  /** Linear. Default 1. */
  readonly gain?: number | undefined;
  readonly objectGain?: number | undefined;
  readonly objectMute?: boolean | undefined;
  /** Not allowed here; its presence is an error. */
  readonly positionOffset?: AdmPosition | undefined;
}
