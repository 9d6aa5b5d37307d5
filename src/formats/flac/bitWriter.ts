/** Writes bits, high bit first, into a buffer that grows. */
export class BitWriter {
  bytes = new Uint8Array(16384);
  /** Whole bytes written. */
  lengthBytes = 0;
  private waiting = 0;
  private waitingBits = 0;

  /** Forgets what was written. */
  clear(): void {
    this.lengthBytes = 0;
    this.waiting = 0;
    this.waitingBits = 0;
  }

  /** The low `bits` (0 to 32) bits of `value`. */
  put(value: number, bits: number): void {
    if (bits > 24) {
      this.put(value >>> 16, bits - 16);
      this.put(value, 16);
      return;
    }
    let waiting = (this.waiting << bits) | (value & ((1 << bits) - 1));
    let count = this.waitingBits + bits;
    if (this.lengthBytes + 4 > this.bytes.length) {
      this.grow();
    }
    while (count >= 8) {
      count -= 8;
      this.bytes[this.lengthBytes++] = waiting >>> count;
    }
    waiting &= (1 << count) - 1;
    this.waiting = waiting;
    this.waitingBits = count;
  }

  /** `count` zeros and a one. */
  putUnary(count: number): void {
    let zeros = count;
    for (; zeros >= 24; zeros -= 24) {
      this.put(0, 24);
    }
    this.put(1, zeros + 1);
  }

  /** A Rice code: the unary quotient of `folded` by 2^parameter, then the remainder. */
  putRice(folded: number, parameter: number): void {
    const quotient = folded >>> parameter;
    if (quotient + parameter < 24) {
      this.put((1 << parameter) | (folded & ((1 << parameter) - 1)), quotient + 1 + parameter);
    } else {
      this.putUnary(quotient);
      this.put(folded, parameter);
    }
  }

  alignToByte(): void {
    if (this.waitingBits > 0) {
      this.put(0, 8 - this.waitingBits);
    }
  }

  private grow(): void {
    const grown = new Uint8Array(this.bytes.length * 2);
    grown.set(this.bytes);
    this.bytes = grown;
  }
}
