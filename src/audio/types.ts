/** Planar audio: one array a channel, equal lengths. */
export type Planar = readonly Float32Array[];

/**
 * Audio to pull, with random access: a file, a resampled file, a generated stem. Reading is synchronous (engines run in workers, where
 * files can be read so) and never holds more than a few blocks.
 */
export interface AudioSource extends Disposable {
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly lengthFrames: number;
  /**
   * Fills `out[channel][outFrame … outFrame + lengthFrames)` with frames [startFrame, startFrame + lengthFrames) of the source.
   * Frames outside the source (before 0, after its end) are zero. Sequential reads are fast, jumps allowed.
   * @param out at least `channels` arrays; a NaN or infinite sample in the file arrives as it is
   */
  read(out: Planar, outFrame: number, startFrame: number, lengthFrames: number): void;
}

/** Takes audio in order. `finish` makes it whole; `abort` leaves nothing behind. */
export interface AudioSink {
  readonly channels: number;
  /** Frames [startFrame, startFrame + lengthFrames) of `block`. */
  write(block: Planar, startFrame: number, lengthFrames: number): void;
  finish(): void;
  abort(): void;
}

/** Bytes to read at any place, synchronously (a Node file, a Blob through FileReaderSync, an OPFS handle, memory). */
export interface ByteSource extends Disposable {
  /** For messages: the file's name. */
  readonly name: string;
  readonly lengthBytes: number;
  /** Fills `out` from `offset`; returns how many bytes there were (fewer only at the end). */
  read(out: Uint8Array, offset: number): number;
}

/** Bytes to write in order, with patches to what has been written (sizes in headers). Whole or not at all. */
export interface ByteSink {
  readonly name: string;
  /** Appends. @throws InputError `disk.full` and its like, naming the file */
  write(bytes: Uint8Array): void;
  /** Overwrites already written bytes at `offset`. */
  patch(bytes: Uint8Array, offset: number): void;
  /** Makes the file appear under its name. */
  commit(): void;
  /** Removes what was written. Safe to call twice, and after commit (then it does nothing). */
  abort(): void;
}
