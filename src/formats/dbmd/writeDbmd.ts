import { UsageError } from '../../base/index.ts';
import {
  BINAURAL_CODES,
  checksumOf,
  CREATOR_BYTES,
  DIGITAL_PLUS_AT,
  DIGITAL_PLUS_BYTES,
  FRAME_RATE_CODES,
  MASTER_AT,
  MASTER_BYTES,
  MAX_TRACKS,
  NO_TIME,
  SEGMENT,
  STEREO_CODES,
  SUPPLEMENT_HEAD_BYTES,
  SUPPLEMENT_SYNC,
  TOOL_BYTES,
  TRIM_BYTES,
  TRIMS,
  WARP_CODES,
} from './layout.ts';
import type { Dbmd, DbmdDigitalPlus, DbmdMaster, DbmdSupplement, DbmdTrim } from './types.ts';

/**
 * A dbmd chunk's body. Bytes whose meaning is not public are 0.
 * @throws UsageError `dbmd.tracks`, `dbmd.trims` for more tracks than 128 or other than nine trims
 */
export function writeDbmd(dbmd: Dbmd): Uint8Array {
  const { digitalPlus, master, supplement } = dbmd;
  const segments = [
    ...(digitalPlus === undefined ? [] : [segment(SEGMENT.digitalPlus, digitalPlusPayload(digitalPlus))]),
    ...(master === undefined ? [] : [segment(SEGMENT.master, masterPayload(master))]),
    ...(supplement === undefined ? [] : [segment(SEGMENT.supplement, supplementPayload(supplement))]),
  ];
  const out = new Uint8Array(4 + segments.reduce((sum, one) => sum + one.length, 0) + 1);
  viewOf(out).setUint32(0, dbmd.version, true);
  let at = 4;
  for (const one of segments) {
    out.set(one, at);
    at += one.length;
  }
  return out;
}

function segment(id: number, payload: Uint8Array): Uint8Array {
  const out = new Uint8Array(payload.length + 4);
  out[0] = id;
  viewOf(out).setUint16(1, payload.length, true);
  out.set(payload, 3);
  out[out.length - 1] = checksumOf(payload);
  return out;
}

function digitalPlusPayload({ programInfo, dialnorm, ltRtLevels, loRoLevels }: DbmdDigitalPlus): Uint8Array {
  const out = new Uint8Array(DIGITAL_PLUS_BYTES);
  out[DIGITAL_PLUS_AT.programInfo] = programInfo;
  out[DIGITAL_PLUS_AT.dialnorm] = dialnorm & 0x1f;
  out[DIGITAL_PLUS_AT.ltRtLevels] = ltRtLevels;
  out[DIGITAL_PLUS_AT.loRoLevels] = loRoLevels;
  return out;
}

function masterPayload(master: DbmdMaster): Uint8Array {
  const out = new Uint8Array(MASTER_BYTES);
  const view = viewOf(out);
  putText(out, MASTER_AT.creator, CREATOR_BYTES, master.creator);
  putText(out, MASTER_AT.tool, TOOL_BYTES, master.tool);
  out.set(master.toolVersion, MASTER_AT.toolVersion);
  out[MASTER_AT.frameRate] = FRAME_RATE_CODES.indexOf(master.frameRate);
  const { firstActionTime } = master;
  out[MASTER_AT.hours] = firstActionTime?.hours ?? NO_TIME;
  out[MASTER_AT.minutes] = firstActionTime?.minutes ?? 0;
  view.setUint32(MASTER_AT.seconds, firstActionTime?.seconds100000 ?? 0, true);
  view.setUint16(MASTER_AT.spatialCodingBed, master.spatialCodingBed, true);
  out[MASTER_AT.stereoDownmix] = (STEREO_CODES.indexOf(master.stereoDownmix) << 4) | (master.phaseShift ? 1 : 0);
  out[MASTER_AT.warpMode] = WARP_CODES.indexOf(master.warpMode);
  return out;
}

function supplementPayload({ trims, tracks }: DbmdSupplement): Uint8Array {
  if (tracks.length > MAX_TRACKS) {
    throw new UsageError('dbmd.tracks', `a dbmd chunk cannot hold ${tracks.length} tracks`, `use at most ${MAX_TRACKS}`);
  }
  if (trims.length !== TRIMS) {
    throw new UsageError('dbmd.trims', `a dbmd chunk has ${TRIMS} trims, not ${trims.length}`, 'give one a layout');
  }
  const out = new Uint8Array(SUPPLEMENT_HEAD_BYTES + 2 * tracks.length);
  const view = viewOf(out);
  view.setUint32(0, SUPPLEMENT_SYNC, true);
  view.setUint16(4, tracks.length, true);
  trims.forEach((trim, k) => putTrim(view, 7 + k * TRIM_BYTES, trim));
  tracks.forEach((track, k) => {
    out[SUPPLEMENT_HEAD_BYTES + k] = track.trimBypass & 3;
    out[SUPPLEMENT_HEAD_BYTES + tracks.length + k] = ((track.headTrackMode & 3) << 6) | BINAURAL_CODES.indexOf(track.binauralMode);
  });
  return out;
}

function putTrim(view: DataView, at: number, trim: DbmdTrim): void {
  if (trim.kind === 'automatic') {
    view.setUint8(at, 1);
    return;
  }
  view.setFloat32(at + 1, trim.centreDb, true);
  view.setFloat32(at + 5, trim.surroundDb, true);
  view.setFloat32(at + 9, trim.heightDb, true);
  view.setUint8(at + 13, balanceByte(trim.overheadFloorBalance));
  view.setUint8(at + 14, balanceByte(trim.listenerBalance));
}

/** The top bit is the direction: set for negative balances, and for none. */
function balanceByte(balance: number): number {
  const amount = Math.min(127, Math.round(Math.abs(balance) * 127));
  return balance > 0 ? amount : amount | 0x80;
}

function putText(out: Uint8Array, at: number, lengthBytes: number, text: string): void {
  for (let k = 0; k < Math.min(lengthBytes, text.length); k++) {
    const code = text.charCodeAt(k);
    out[at + k] = code < 0x20 || code > 0x7e ? 0x3f : code;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
