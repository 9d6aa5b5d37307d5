/** Thrown where the bits end before the frame does; the caller knows whether more can be loaded. */
export class OutOfBits extends Error {}

/**
 * Reads bits, high bit first, from a buffer that somebody else fills. It has no cache: 32 bits are gathered from wherever `bit` points, so
 * hot loops may copy `bit` to a local and put it back.
 */
export class BitReader {
  bytes: Uint8Array;
  /** The next bit, counted from the buffer's start. */
  bit = 0;
  /** Bits from here on are not the file's. */
  endBit = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The next 32 bits as they are (zeros after the buffer's end), not consumed. */
  peek32(): number {
    const bytes = this.bytes;
    const i = this.bit >>> 3;
    const shift = this.bit & 7;
    const word = (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!;
    return (word << shift) | (bytes[i + 4]! >>> (8 - shift));
  }

  /** Up to 32 bits, unsigned. */
  read(bits: number): number {
    if (bits === 0) {
      return 0;
    }
    const value = this.peek32() >>> (32 - bits);
    this.skip(bits);
    return value;
  }

  /** Up to 33 bits in two's complement. */
  readSigned(bits: number): number {
    if (bits > 32) {
      const high = this.readSigned(bits - 16);
      return high * 65536 + this.read(16);
    }
    const value = bits === 0 ? 0 : this.peek32() >> (32 - bits);
    this.skip(bits);
    return value;
  }

  /** How many zeros come before the next one; both consumed. */
  readUnary(): number {
    let zeros = 0;
    for (;;) {
      const run = Math.clz32(this.peek32());
      if (run < 32) {
        this.skip(run + 1);
        return zeros + run;
      }
      this.skip(32);
      zeros += 32;
    }
  }

  skip(bits: number): void {
    this.bit += bits;
    if (this.bit > this.endBit) {
      throw new OutOfBits();
    }
  }

  alignToByte(): void {
    this.bit = (this.bit + 7) & ~7;
  }
}
