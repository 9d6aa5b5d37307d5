// Bytes of an XML document to text, slice by slice. XML knows no length limit and an axml chunk has hundreds of megabytes: nothing here is whole.
import type { ByteSource } from '../../audio/index.ts';
import { InputError } from '../../base/index.ts';

const SLICE_BYTES = 65536;

/**
 * The text of an XML document in slices: UTF-8, UTF-16 with or without a mark, or ISO 8859-1 where the declaration says so. What surrounds
 * the document (white space before, zero bytes after) is left out. Bytes that are no text become U+FFFD.
 * @throws InputError `adm.encoding` for any other declared encoding, `adm.empty`
 */
export function* xmlText(source: ByteSource): Generator<string, void> {
  const span = documentSpan(source);
  const buffer = new Uint8Array(SLICE_BYTES);
  const head = readAt(source, buffer, span.start, Math.min(span.end - span.start, 256));
  const encoding = encodingOf(head, source.name);
  let at = span.start + encoding.markBytes;
  while (at < span.end) {
    const bytes = readAt(source, buffer, at, Math.min(SLICE_BYTES, span.end - at));
    const isLast = at + bytes.length >= span.end;
    const used = isLast ? bytes.length : encoding.wholeBytes(bytes);
    if (used === 0) {
      return;
    }
    yield encoding.decode(bytes.subarray(0, used));
    at += used;
  }
}

interface Encoding {
  readonly markBytes: number;
  /** How many bytes of a slice are whole characters. */
  wholeBytes(bytes: Uint8Array): number;
  decode(bytes: Uint8Array): string;
}

const decoder = new TextDecoder('utf-8');
const UTF8: Encoding = { markBytes: 0, wholeBytes: wholeUtf8, decode: (bytes) => decoder.decode(bytes) };
const LATIN1: Encoding = { markBytes: 0, wholeBytes: (bytes) => bytes.length, decode: (bytes) => fromCodes(bytes) };
const utf16 = (markBytes: number, isBig: boolean): Encoding => ({
  markBytes,
  wholeBytes: (bytes) => bytes.length - (bytes.length % 2),
  decode: (bytes) => {
    const codes = new Uint16Array(Math.floor(bytes.length / 2));
    for (let k = 0; k < codes.length; k++) {
      codes[k] = isBig ? bytes[2 * k]! * 256 + bytes[2 * k + 1]! : bytes[2 * k]! + bytes[2 * k + 1]! * 256;
    }
    return fromCodes(codes);
  },
});

function encodingOf(head: Uint8Array, name: string): Encoding {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    return { ...UTF8, markBytes: 3 };
  }
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    return utf16(2, a === 0xfe);
  }
  if (a === 0 || b === 0) {
    return utf16(0, a === 0);
  }
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(fromCodes(head))?.[1]?.toLowerCase();
  switch (declared) {
    case undefined:
    case 'utf-8':
    case 'utf8':
    case 'us-ascii':
    case 'ascii':
      return UTF8;
    case 'iso-8859-1':
    case 'latin1':
      return LATIN1;
    default:
      throw new InputError('adm.encoding', `its ADM metadata is written in "${declared}"`, 'write it in UTF-8', name);
  }
}

/** Without white space before the document and zero bytes after it: chunks are padded so. */
function documentSpan(source: ByteSource): { readonly start: number; readonly end: number } {
  const buffer = new Uint8Array(4096);
  let start = 0;
  for (let found = false; !found && start < source.lengthBytes;) {
    const bytes = readAt(source, buffer, start, buffer.length);
    const at = bytes.findIndex((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
    found = at >= 0 || bytes.length === 0;
    start += at >= 0 ? at : bytes.length;
  }
  let end = source.lengthBytes;
  while (end > start) {
    const from = Math.max(start, end - buffer.length);
    const bytes = readAt(source, buffer, from, end - from);
    const last = bytes.findLastIndex((byte) => byte !== 0);
    if (last >= 0) {
      // A zero after a non-zero byte may be half of a UTF-16 character.
      end = Math.min(source.lengthBytes, from + last + (bytes[last + 1] === 0 && isWide(source, start) ? 2 : 1));
      break;
    }
    end = from;
  }
  if (end <= start) {
    throw new InputError('adm.empty', 'its ADM metadata is empty', 'export the file again', source.name);
  }
  return { start, end };
}

function isWide(source: ByteSource, start: number): boolean {
  const head = readAt(source, new Uint8Array(2), start, 2);
  return head[0] === 0 || head[1] === 0 || head[0] === 0xff || head[0] === 0xfe;
}

function readAt(source: ByteSource, buffer: Uint8Array, offset: number, lengthBytes: number): Uint8Array {
  const out = buffer.subarray(0, Math.max(0, Math.min(lengthBytes, buffer.length)));
  return out.subarray(0, source.read(out, offset));
}

/** Up to the start of a character that goes beyond the end. */
function wholeUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) {
      return bytes.length;
    }
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needs > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function fromCodes(codes: ArrayLike<number>): string {
  let text = '';
  for (let at = 0; at < codes.length; at += 4096) {
    const part: number[] = [];
    for (let k = at; k < Math.min(codes.length, at + 4096); k++) {
      part.push(codes[k]!);
    }
    text += String.fromCharCode(...part);
  }
  return text;
}
