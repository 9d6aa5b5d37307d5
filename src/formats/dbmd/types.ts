// What a dbmd chunk says of an object master: Dolby's audio metadata, in plain words.

/** How headphones play a track. @source the chunk's codes are not in order of distance: 0 off, 1 near, 2 far, 3 mid, 4 not indicated */
export type DbmdBinauralMode = 'off' | 'near' | 'far' | 'mid' | 'notIndicated';

/** How 5.1 is made of more: 0 … 4 in the chunk. */
export type DbmdWarpMode = 'directRender' | 'directRenderRoomBalance' | 'proLogicIIx' | 'loRo' | 'notIndicated';

/** How 2.0 is made of 5.1: 0 … 4 in the chunk. */
export type DbmdStereoDownmix = 'notIndicated' | 'loRo' | 'ltRtProLogic' | 'ltRtProLogicII' | 'directStereo';

export type DbmdFrameRate = '23.976' | '24' | '25' | '29.97df' | '29.97' | '30';

/** One of the nine trims. Balances −1 … 1, levels in decibels. */
export type DbmdTrim =
  | { readonly kind: 'automatic' }
  | {
      readonly kind: 'manual';
      readonly centreDb: number;
      readonly surroundDb: number;
      readonly heightDb: number;
      readonly overheadFloorBalance: number;
      readonly listenerBalance: number;
    };

/** The layouts that the nine trims are for, in the chunk's order. */
export const DBMD_TRIM_LAYOUTS = ['2.0', '5.1', '7.1', '2.1.2', '5.1.2', '7.1.2', '2.1.4', '5.1.4', '7.1.4'] as const;

/** A trim that changes nothing: the render is the plain one. */
export const NEUTRAL_TRIM: DbmdTrim = {
  kind: 'manual',
  centreDb: 0,
  surroundDb: 0,
  heightDb: 0,
  overheadFloorBalance: 0,
  listenerBalance: 0,
};

/** What a track is to headphones. */
export interface DbmdTrack {
  readonly binauralMode: DbmdBinauralMode;
  /** 0 … 3; 2 is undefined: the listener's own choice. */
  readonly headTrackMode: number;
  /** 0 trims apply, 1 they do not, 2 not indicated. */
  readonly trimBypass: number;
}

/** Segments that a chunk does not have are undefined. */
export interface Dbmd {
  /** `1.0.0.7` as 0x01000007. */
  readonly version: number;
  /** Segment 7, what a Dolby Digital Plus encoder is told. */
  readonly digitalPlus?: DbmdDigitalPlus | undefined;
  /** Segment 9. */
  readonly master?: DbmdMaster | undefined;
  /** Segment 10. */
  readonly supplement?: DbmdSupplement | undefined;
}

export interface DbmdDigitalPlus {
  /** LFE flag, bit stream mode, channel mode: 0x47 is 5.1, main. */
  readonly programInfo: number;
  /** 1 … 31 below full scale; 0 is not said. */
  readonly dialnorm: number;
  /** Centre and surround levels of Lt/Rt and Lo/Ro: 0x24 is −3 dB for both. */
  readonly ltRtLevels: number;
  readonly loRoLevels: number;
}

export interface DbmdMaster {
  /** At most 32 and 64 bytes of ASCII. */
  readonly creator: string;
  readonly tool: string;
  readonly toolVersion: readonly [number, number, number];
  readonly frameRate: DbmdFrameRate | undefined;
  /** First frame of action, in hundred thousandths of a second; undefined where unset. */
  readonly firstActionTime?: { readonly hours: number; readonly minutes: number; readonly seconds100000: number } | undefined;
  /** Loudspeakers that the encoder keeps as a bed, one bit each: 0x0008 is the LFE. */
  readonly spatialCodingBed: number;
  readonly stereoDownmix: DbmdStereoDownmix;
  /** Surrounds turned by 90° for Lt/Rt. */
  readonly phaseShift: boolean;
  readonly warpMode: DbmdWarpMode;
}

export interface DbmdSupplement {
  /** Nine, as DBMD_TRIM_LAYOUTS. */
  readonly trims: readonly DbmdTrim[];
  /** By track of the file, from the first. */
  readonly tracks: readonly DbmdTrack[];
}
