import { pow } from '../../base/index.ts';
import { OutOfBits } from './bitReader.ts';
import type { BitReader } from './bitReader.ts';
import { crc16 } from './checksums.ts';
import { LEFT_SIDE, MID_SIDE, SIDE_RIGHT } from './frameHeader.ts';
import type { FrameHeader } from './frameHeader.ts';
import type { FlacStreamInfo } from './streamInfo.ts';

/** Whole-number samples of one channel: doubles where 32-bit arithmetic would not be exact. */
export type FlacSamples = Int32Array | Float64Array;

/** A frame that breaks the format; `message` says how. */
export class BadFrame extends Error {}

/** Decodes the frames of one stream, each into the same arrays. */
export interface FrameDecoder {
  /** One array a channel; the first `header.blockFrames` of each are the last frame's. */
  readonly samples: readonly FlacSamples[];
  /**
   * Decodes the frame that begins at byte `at` of the reader's buffer and returns the byte after it.
   * @param header its header, parsed
   * @throws BadFrame, or OutOfBits where the buffer ends first
   */
  decode(reader: BitReader, at: number, header: FrameHeader): number;
}

/** Work space of a frame decoder. */
interface Scratch {
  readonly residual: Int32Array;
  readonly coefficients: Int32Array;
}

/** @source RFC 9639 §9 */
export function createFrameDecoder(info: FlacStreamInfo): FrameDecoder {
  const { channels, bitsPerSample, maxBlockFrames } = info;
  const samples = Array.from({ length: channels }, () =>
    bitsPerSample <= 16 ? new Int32Array(maxBlockFrames) : new Float64Array(maxBlockFrames),
  );
  const scratch: Scratch = { residual: new Int32Array(maxBlockFrames), coefficients: new Int32Array(32) };
  return {
    samples,
    decode(reader, at, header) {
      const { arrangement, blockFrames } = header;
      reader.bit = (at + header.lengthBytes) * 8;
      for (let c = 0; c < channels; c++) {
        const isSide = arrangement === SIDE_RIGHT ? c === 0 : arrangement >= LEFT_SIDE && c === 1;
        decodeSubframe(reader, samples[c]!, bitsPerSample + (isSide ? 1 : 0), blockFrames, scratch);
      }
      reader.alignToByte();
      const end = reader.bit >> 3;
      if (reader.read(16) !== crc16(reader.bytes, at, end)) {
        throw new BadFrame('its checksum is wrong');
      }
      if (arrangement >= LEFT_SIDE) {
        restoreStereo(samples[0]!, samples[1]!, blockFrames, arrangement);
      }
      return end + 2;
    },
  };
}

function decodeSubframe(reader: BitReader, out: FlacSamples, bits: number, blockFrames: number, scratch: Scratch): void {
  const head = reader.read(8);
  const type = (head >> 1) & 63;
  const wastedBits = head & 1 ? reader.readUnary() + 1 : 0;
  const codedBits = bits - wastedBits;
  if (head >= 128 || codedBits < 1) {
    throw new BadFrame('a subframe header is impossible');
  }
  if (type === 0) {
    out.fill(reader.readSigned(codedBits), 0, blockFrames);
  } else if (type === 1) {
    readVerbatim(reader, out, codedBits, blockFrames);
  } else if (type >= 8 && type <= 12) {
    decodeFixed(reader, out, codedBits, blockFrames, type - 8, scratch);
  } else if (type >= 32) {
    decodeLinear(reader, out, codedBits, blockFrames, type - 31, scratch);
  } else {
    throw new BadFrame(`subframes of type ${type} do not exist`);
  }
  if (wastedBits > 0) {
    const factor = pow(2, wastedBits);
    for (let k = 0; k < blockFrames; k++) {
      out[k] = out[k]! * factor;
    }
  }
}

function readVerbatim(reader: BitReader, out: FlacSamples, bits: number, count: number): void {
  for (let k = 0; k < count; k++) {
    out[k] = reader.readSigned(bits);
  }
}

/** Polynomial predictors of order 0 to 4. @source RFC 9639 §9.2.5 */
function decodeFixed(reader: BitReader, out: FlacSamples, bits: number, blockFrames: number, order: number, scratch: Scratch): void {
  const { residual } = scratch;
  checkOrder(order, blockFrames);
  readVerbatim(reader, out, bits, order);
  decodeResidual(reader, residual, order, blockFrames);
  switch (order) {
    case 0:
      for (let k = 0; k < blockFrames; k++) {
        out[k] = residual[k]!;
      }
      return;
    case 1:
      for (let k = 1; k < blockFrames; k++) {
        out[k] = residual[k]! + out[k - 1]!;
      }
      return;
    case 2:
      for (let k = 2; k < blockFrames; k++) {
        out[k] = residual[k]! + 2 * out[k - 1]! - out[k - 2]!;
      }
      return;
    case 3:
      for (let k = 3; k < blockFrames; k++) {
        out[k] = residual[k]! + 3 * (out[k - 1]! - out[k - 2]!) + out[k - 3]!;
      }
      return;
    default:
      for (let k = 4; k < blockFrames; k++) {
        out[k] = residual[k]! + 4 * (out[k - 1]! + out[k - 3]!) - 6 * out[k - 2]! - out[k - 4]!;
      }
  }
}

/** @source RFC 9639 §9.2.6 */
function decodeLinear(reader: BitReader, out: FlacSamples, bits: number, blockFrames: number, order: number, scratch: Scratch): void {
  const { residual, coefficients } = scratch;
  checkOrder(order, blockFrames);
  readVerbatim(reader, out, bits, order);
  const precision = reader.read(4) + 1;
  const shift = reader.readSigned(5);
  if (precision === 16 || shift < 0) {
    throw new BadFrame('a predictor is impossible');
  }
  for (let j = 0; j < order; j++) {
    coefficients[j] = reader.readSigned(precision);
  }
  decodeResidual(reader, residual, order, blockFrames);
  const sumBits = bits + precision - 1 + (order === 1 ? 0 : 32 - Math.clz32(order - 1));
  if (out instanceof Int32Array && sumBits <= 32) {
    restoreLinear32(out, residual, coefficients, order, shift, blockFrames);
  } else {
    restoreLinearWide(out, residual, coefficients, order, shift, blockFrames);
  }
}

function restoreLinear32(out: Int32Array, residual: Int32Array, coefficients: Int32Array, order: number, shift: number, end: number): void {
  for (let k = order; k < end; k++) {
    let sum = 0;
    for (let j = 0; j < order; j++) {
      sum = (sum + Math.imul(coefficients[j]!, out[k - 1 - j]!)) | 0;
    }
    out[k] = residual[k]! + (sum >> shift);
  }
}

/** In doubles, which stay exact: 33-bit samples times 15-bit coefficients, 32 of them, are below 2^53. */
function restoreLinearWide(
  out: FlacSamples,
  residual: Int32Array,
  coefficients: Int32Array,
  order: number,
  shift: number,
  end: number,
): void {
  const scale = 1 / (1 << shift);
  for (let k = order; k < end; k++) {
    let sum = 0;
    for (let j = 0; j < order; j++) {
      sum += coefficients[j]! * out[k - 1 - j]!;
    }
    out[k] = residual[k]! + Math.floor(sum * scale);
  }
}

function checkOrder(order: number, blockFrames: number): void {
  if (order > blockFrames) {
    throw new BadFrame('a predictor is longer than its block');
  }
}

/** Rice-coded residual of samples [order, blockFrames). @source RFC 9639 §9.2.7 */
function decodeResidual(reader: BitReader, residual: Int32Array, order: number, blockFrames: number): void {
  const method = reader.read(2);
  const partitions = 1 << reader.read(4);
  const partitionFrames = Math.floor(blockFrames / partitions);
  if (method > 1 || partitionFrames * partitions !== blockFrames || partitionFrames < order) {
    throw new BadFrame('its residual is divided in an impossible way');
  }
  const parameterBits = method === 0 ? 4 : 5;
  const escape = method === 0 ? 15 : 31;
  for (let partition = 0, k = order; partition < partitions; partition++) {
    const end = (partition + 1) * partitionFrames;
    const parameter = reader.read(parameterBits);
    if (parameter === escape) {
      const rawBits = reader.read(5);
      for (; k < end; k++) {
        residual[k] = reader.readSigned(rawBits);
      }
    } else {
      decodeRice(reader, residual, k, end, parameter);
      k = end;
    }
  }
}

/** The hottest loop: one gathering of 32 bits a sample, unless its unary part is very long. */
function decodeRice(reader: BitReader, residual: Int32Array, start: number, end: number, parameter: number): void {
  const { bytes } = reader;
  let { bit } = reader;
  for (let k = start; k < end; k++) {
    const i = bit >>> 3;
    const shift = bit & 7;
    const word =
      (((bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!) << shift) | (bytes[i + 4]! >>> (8 - shift));
    const quotient = Math.clz32(word);
    let folded: number;
    if (quotient + parameter < 32) {
      folded = (quotient << parameter) | ((((word << quotient) << 1) >>> 1) >>> (31 - parameter));
      bit += quotient + 1 + parameter;
    } else {
      reader.bit = bit;
      folded = reader.readUnary() * (1 << parameter) + reader.read(parameter);
      bit = reader.bit;
      if (folded > 0xffffffff) {
        throw new BadFrame('its residual is out of range');
      }
    }
    residual[k] = (folded >>> 1) ^ -(folded & 1);
  }
  reader.bit = bit;
  if (bit > reader.endBit) {
    throw new OutOfBits();
  }
}

/** Left and right from a side channel (left − right) and one other. @source RFC 9639 §4.2 */
function restoreStereo(first: FlacSamples, second: FlacSamples, count: number, arrangement: number): void {
  if (arrangement === LEFT_SIDE) {
    for (let k = 0; k < count; k++) {
      second[k] = first[k]! - second[k]!;
    }
  } else if (arrangement === SIDE_RIGHT) {
    for (let k = 0; k < count; k++) {
      first[k] = first[k]! + second[k]!;
    }
  } else if (arrangement === MID_SIDE) {
    for (let k = 0; k < count; k++) {
      const side = second[k]!;
      const right = first[k]! - Math.floor(side / 2);
      first[k] = right + side;
      second[k] = right;
    }
  }
}
