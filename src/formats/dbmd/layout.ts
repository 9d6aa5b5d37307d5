// Where the fields of a dbmd chunk lie. Little-endian throughout.
// @source Dolby Atmos Master ADM Profile 1.1 as read by Dolby's own dbmd-atmos-parser 1.0.0.7 and MediaInfo; segment 7: EBU Tech 3285 s6

import type { DbmdBinauralMode, DbmdFrameRate, DbmdStereoDownmix, DbmdWarpMode } from './types.ts';

export const DBMD_VERSION = 0x01000007;

export const SEGMENT = { digitalPlus: 7, master: 9, supplement: 10 } as const;
export const DIGITAL_PLUS_BYTES = 96;
export const MASTER_BYTES = 248;
export const TRIM_BYTES = 15;
export const TRIMS = 9;
/** Sync, count, reserved byte, trims. */
export const SUPPLEMENT_HEAD_BYTES = 7 + TRIMS * TRIM_BYTES;
export const SUPPLEMENT_SYNC = 0xf8726fbd;
export const MAX_TRACKS = 128;

export const DIGITAL_PLUS_AT = { programInfo: 1, dialnorm: 5, ltRtLevels: 8, loRoLevels: 9 } as const;
export const MASTER_AT = {
  creator: 0,
  tool: 32,
  toolVersion: 96,
  frameRate: 111,
  hours: 112,
  minutes: 113,
  seconds: 114,
  spatialCodingBed: 135,
  stereoDownmix: 139,
  warpMode: 152,
} as const;
export const CREATOR_BYTES = 32;
export const TOOL_BYTES = 64;
/** In `hours`: there is no first frame of action. */
export const NO_TIME = 0xff;

// Index is code.
export const BINAURAL_CODES: readonly DbmdBinauralMode[] = ['off', 'near', 'far', 'mid', 'notIndicated'];
export const WARP_CODES: readonly DbmdWarpMode[] = ['directRender', 'directRenderRoomBalance', 'proLogicIIx', 'loRo', 'notIndicated'];
export const STEREO_CODES: readonly DbmdStereoDownmix[] = ['notIndicated', 'loRo', 'ltRtProLogic', 'ltRtProLogicII', 'directStereo'];
export const FRAME_RATE_CODES: readonly (DbmdFrameRate | undefined)[] = [undefined, '23.976', '24', '25', '29.97df', '29.97', '30'];

/** What makes size, payload and itself add up to 0 modulo 256. */
export function checksumOf(payload: Uint8Array): number {
  let sum = payload.length;
  for (const byte of payload) {
    sum += byte;
  }
  return -sum & 0xff;
}
