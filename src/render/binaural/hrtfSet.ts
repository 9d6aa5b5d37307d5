import { InputError } from '../../base/index.ts';

/**
 * Head-related filters over the sphere, ready to render: at every direction an ear's response is its filter behind its delay.
 * The delays are smooth over direction, so filters of neighbours line up and may be blended; what phase is left is the measurement's own.
 * ADM axes: X right, Y front, Z up.
 */
export interface HrtfSet {
  readonly name: string;
  /** Where the data comes from and what its owners ask for; goes wherever the data goes. */
  readonly notice: string;
  readonly sampleRateHz: number;
  readonly taps: number;
  /** Frames by which every filter is late, beyond its delay. */
  readonly leadFrames: number;
  /** directions × 3, unit vectors. */
  readonly directions: Float64Array;
  /** triangles × 3, corners counter-clockwise seen from outside. */
  readonly triangles: Uint16Array;
  /** Left then right; a symmetric head has one ear, the left: the right one hears the mirrored direction. */
  readonly ears: readonly HrtfEar[];
}

export interface HrtfEar {
  /** One a direction, ≥ 0, in frames of the set's rate. */
  readonly delaysFrames: Float64Array;
  /** directions × taps. */
  readonly filters: Float32Array;
}

/** directions × taps filters must stay a reasonable download: ten times the largest published sets. */
const MAX_FLOATS = 1 << 25;
const MAGIC = 'PHHRTF\r\n';
const HEADER_BYTES = 48;
const VERSION = 1;

/**
 * The set as a file, little-endian:
 * magic `PHHRTF\r\n`; u32 × 8: version 1, sampleRateHz, directions n, taps, leadFrames, ears (1 symmetric, 2), triangles m, bytes of text;
 * 8 bytes reserved; then text (UTF-8: name, newline, notice, zeros to a multiple of 4), f32 n × 3 directions,
 * and per ear f32 n delays in frames and f32 n × taps filters; last u16 m × 3 triangles.
 */
export function encodeHrtfSet(set: HrtfSet): Uint8Array {
  const count = set.directions.length / 3;
  const text = utf8(`${set.name}\n${set.notice}`);
  const textBytes = Math.ceil(text.length / 4) * 4;
  const floats = count * 3 + set.ears.length * count * (1 + set.taps);
  const bytes = new Uint8Array(HEADER_BYTES + textBytes + 4 * floats + 2 * set.triangles.length);
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < 8; k++) {
    bytes[k] = MAGIC.charCodeAt(k);
  }
  [VERSION, set.sampleRateHz, count, set.taps, set.leadFrames, set.ears.length, set.triangles.length / 3, text.length].forEach((value, k) =>
    view.setUint32(8 + 4 * k, value, true),
  );
  bytes.set(text, HEADER_BYTES);
  let at = HEADER_BYTES + textBytes;
  const put = (values: Float64Array | Float32Array): void => {
    for (let k = 0; k < values.length; k++, at += 4) {
      view.setFloat32(at, values[k]!, true);
    }
  };
  put(set.directions);
  for (const ear of set.ears) {
    put(ear.delaysFrames);
    put(ear.filters);
  }
  for (let k = 0; k < set.triangles.length; k++, at += 2) {
    view.setUint16(at, set.triangles[k]!, true);
  }
  return bytes;
}

/**
 * Reads what encodeHrtfSet wrote.
 * @throws InputError `hrtf.format` where the bytes are something else, cut short or contradict themselves
 */
export function parseHrtfSet(bytes: Uint8Array): HrtfSet {
  const fail = (what: string): never => {
    throw new InputError('hrtf.format', `the head-related filters cannot be read: ${what}`, 'use kemar.bin of this release or a SOFA file');
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || Array.from({ length: 8 }, (_, k) => bytes[k] !== MAGIC.charCodeAt(k)).includes(true)) {
    fail('not a filter set');
  }
  const [version, sampleRateHz, count, taps, leadFrames, ears, triangleCount, textLength] = Array.from({ length: 8 }, (_, k) =>
    view.getUint32(8 + 4 * k, true),
  ) as [number, number, number, number, number, number, number, number];
  if (version !== VERSION) {
    fail(`version ${version} is not known`);
  }
  const textBytes = Math.ceil(textLength / 4) * 4;
  const floats = count * 3 + ears * count * (1 + taps);
  if (
    count < 4 ||
    triangleCount < 4 ||
    count > 65535 ||
    taps < 16 ||
    leadFrames >= taps ||
    (ears !== 1 && ears !== 2) ||
    !(sampleRateHz >= 8000)
  ) {
    fail('its header makes no sense');
  }
  if (floats > MAX_FLOATS || bytes.length !== HEADER_BYTES + textBytes + 4 * floats + 6 * triangleCount) {
    fail('its length does not match its header');
  }
  let at = HEADER_BYTES + textBytes;
  const take = <T extends Float64Array | Float32Array>(out: T): T => {
    for (let k = 0; k < out.length; k++, at += 4) {
      const value = view.getFloat32(at, true);
      out[k] = Number.isFinite(value) ? value : fail('a value is not a number');
    }
    return out;
  };
  const directions = unitLengths(take(new Float64Array(count * 3)));
  const earList = Array.from({ length: ears }, (): HrtfEar => {
    const delaysFrames = take(new Float64Array(count));
    return { delaysFrames, filters: take(new Float32Array(count * taps)) };
  });
  const triangles = new Uint16Array(triangleCount * 3);
  for (let k = 0; k < triangles.length; k++, at += 2) {
    triangles[k] = view.getUint16(at, true);
  }
  if (triangles.some((vertex) => vertex >= count) || earList.some((ear) => ear.delaysFrames.some((d) => d < 0 || d > sampleRateHz / 100))) {
    fail('a value is out of range');
  }
  const [name = '', ...notice] = fromUtf8(bytes.subarray(HEADER_BYTES, HEADER_BYTES + textLength)).split('\n');
  return { name, notice: notice.join('\n'), sampleRateHz, taps, leadFrames, directions, triangles, ears: earList };
}

function unitLengths(directions: Float64Array): Float64Array {
  for (let k = 0; k < directions.length; k += 3) {
    const [x, y, z] = [directions[k]!, directions[k + 1]!, directions[k + 2]!];
    const scale = 1 / Math.sqrt(x * x + y * y + z * z);
    directions[k] = x * scale;
    directions[k + 1] = y * scale;
    directions[k + 2] = z * scale;
  }
  return directions;
}

function utf8(text: string): Uint8Array {
  return Uint8Array.from(unescapeBytes(encodeURIComponent(text)));
}

function* unescapeBytes(escaped: string): Generator<number> {
  for (let k = 0; k < escaped.length; k++) {
    if (escaped[k] === '%') {
      yield parseInt(escaped.slice(k + 1, k + 3), 16);
      k += 2;
    } else {
      yield escaped.charCodeAt(k);
    }
  }
}

function fromUtf8(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(escaped);
  } catch {
    return '';
  }
}
