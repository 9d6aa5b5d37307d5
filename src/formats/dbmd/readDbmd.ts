import { InputError, type Warn } from '../../base/index.ts';
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
 * Reads a dbmd chunk's body; segments of other kinds are passed over. Warnings `dbmd.checksum` and `dbmd.segment` for segments that cannot be
 * trusted: they are left out.
 * @throws InputError `dbmd.short`, `dbmd.version`
 */
export function readDbmd(bytes: Uint8Array, warn: Warn, at = 'dbmd'): Dbmd {
  if (bytes.length < 5) {
    throw new InputError('dbmd.short', `has a dbmd chunk of ${bytes.length} bytes`, 'export the file again', at);
  }
  const version = viewOf(bytes).getUint32(0, true);
  if (version >>> 24 > 1) {
    throw new InputError('dbmd.version', `has a dbmd chunk of version ${version >>> 24}`, 'versions to 1 are known', at);
  }
  let digitalPlus: DbmdDigitalPlus | undefined;
  let master: DbmdMaster | undefined;
  let supplement: DbmdSupplement | undefined;
  for (let offset = 4; offset < bytes.length && bytes[offset] !== 0;) {
    const id = bytes[offset]!;
    const size = (bytes[offset + 1] ?? 0) + 256 * (bytes[offset + 2] ?? 0);
    const payload = bytes.subarray(offset + 3, offset + 3 + size);
    const isWhole = payload.length === size && offset + 3 + size < bytes.length;
    if (!isWhole) {
      warn({ code: 'dbmd.segment', at, message: `segment ${id} of its dbmd chunk is cut off` });
      break;
    }
    if (checksumOf(payload) !== bytes[offset + 3 + size]) {
      warn({ code: 'dbmd.checksum', at, message: `segment ${id} of its dbmd chunk has a wrong checksum and is not read` });
    } else if (id === SEGMENT.digitalPlus && size === DIGITAL_PLUS_BYTES) {
      digitalPlus = readDigitalPlus(payload);
    } else if (id === SEGMENT.master && size === MASTER_BYTES) {
      master = readMaster(payload);
    } else if (id === SEGMENT.supplement) {
      supplement = readSupplement(payload);
      if (supplement === undefined) {
        warn({ code: 'dbmd.segment', at, message: 'segment 10 of its dbmd chunk is not as it should be and is not read' });
      }
    }
    offset += size + 4;
  }
  return { version, digitalPlus, master, supplement };
}

function readDigitalPlus(payload: Uint8Array): DbmdDigitalPlus {
  return {
    programInfo: payload[DIGITAL_PLUS_AT.programInfo]!,
    dialnorm: payload[DIGITAL_PLUS_AT.dialnorm]! & 0x1f,
    ltRtLevels: payload[DIGITAL_PLUS_AT.ltRtLevels]!,
    loRoLevels: payload[DIGITAL_PLUS_AT.loRoLevels]!,
  };
}

function readMaster(payload: Uint8Array): DbmdMaster {
  const view = viewOf(payload);
  const byte = (offset: number): number => payload[offset]!;
  const hours = byte(MASTER_AT.hours);
  return {
    creator: textOf(payload, MASTER_AT.creator, CREATOR_BYTES),
    tool: textOf(payload, MASTER_AT.tool, TOOL_BYTES),
    toolVersion: [byte(MASTER_AT.toolVersion), byte(MASTER_AT.toolVersion + 1), byte(MASTER_AT.toolVersion + 2)],
    frameRate: FRAME_RATE_CODES[byte(MASTER_AT.frameRate) & 0x0f],
    firstActionTime:
      hours === NO_TIME ? undefined : { hours, minutes: byte(MASTER_AT.minutes), seconds100000: view.getUint32(MASTER_AT.seconds, true) },
    spatialCodingBed: view.getUint16(MASTER_AT.spatialCodingBed, true),
    stereoDownmix: STEREO_CODES[(byte(MASTER_AT.stereoDownmix) >> 4) & 7] ?? 'notIndicated',
    phaseShift: (byte(MASTER_AT.stereoDownmix) & 3) === 1,
    warpMode: WARP_CODES[byte(MASTER_AT.warpMode) & 7] ?? 'notIndicated',
  };
}

function readSupplement(payload: Uint8Array): DbmdSupplement | undefined {
  const view = viewOf(payload);
  if (payload.length < SUPPLEMENT_HEAD_BYTES || view.getUint32(0, true) !== SUPPLEMENT_SYNC) {
    return undefined;
  }
  const count = view.getUint16(4, true);
  if (count > MAX_TRACKS || payload.length < SUPPLEMENT_HEAD_BYTES + 2 * count) {
    return undefined;
  }
  return {
    trims: Array.from({ length: TRIMS }, (_, k) => readTrim(view, 7 + k * TRIM_BYTES)),
    tracks: Array.from({ length: count }, (_, k) => {
      const headphones = payload[SUPPLEMENT_HEAD_BYTES + count + k]!;
      return {
        binauralMode: BINAURAL_CODES[headphones & 7] ?? 'notIndicated',
        headTrackMode: headphones >> 6,
        trimBypass: payload[SUPPLEMENT_HEAD_BYTES + k]! & 3,
      };
    }),
  };
}

function readTrim(view: DataView, at: number): DbmdTrim {
  return (view.getUint8(at) & 1) === 1
    ? { kind: 'automatic' }
    : {
        kind: 'manual',
        centreDb: view.getFloat32(at + 1, true),
        surroundDb: view.getFloat32(at + 5, true),
        heightDb: view.getFloat32(at + 9, true),
        overheadFloorBalance: balanceOf(view.getUint8(at + 13)),
        listenerBalance: balanceOf(view.getUint8(at + 14)),
      };
}

function balanceOf(byte: number): number {
  const amount = (byte & 0x7f) / 127;
  return amount === 0 || byte < 0x80 ? amount : -amount;
}

function textOf(bytes: Uint8Array, at: number, lengthBytes: number): string {
  let out = '';
  for (let k = at; k < at + lengthBytes && bytes[k] !== 0; k++) {
    out += String.fromCharCode(bytes[k]!);
  }
  return out;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
