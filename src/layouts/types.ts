/** One loudspeaker of a layout. Angles by ADM: azimuth + is left, elevation + is up. */
export interface Speaker {
  /** BS.2051 name: `M+030`. */
  readonly name: string;
  /** The mixing room's label: `L`, `Lss`, `Rtf`. Unique within a layout. */
  readonly label: string;
  /** Where it really stands. */
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  /** Where the standard says it stands: triangulation and zones use this. */
  readonly nominalAzimuthDeg: number;
  readonly nominalElevationDeg: number;
  readonly azimuthRangeDeg: readonly [number, number];
  readonly elevationRangeDeg: readonly [number, number];
  /** Corner of the unit room: X right, Y front, Z up. */
  readonly allocentric: readonly [number, number, number];
  readonly isLfe: boolean;
}

/** Loudspeakers in channel order. */
export interface Layout {
  /** BS.2051 name where there is one (`4+7+0`), else the common name (`9.1.6`). */
  readonly id: string;
  /** What a mixer calls it: `7.1.4`. */
  readonly title: string;
  readonly aliases: readonly string[];
  readonly speakers: readonly Speaker[];
}
