// The border between the render worker and the playback worklet: a single-producer, single-consumer ring in shared memory.
// Frames are stored channel by channel (planar), so that both sides copy straight runs. Indices only grow and are taken modulo the
// capacity; each is written by one side alone, with Atomics, after the samples it promises.

/** Table of contents of the control words (Int32). Append only. */
export const CONTROL = {
  /** Frames ever written by the worker. */
  writeFrame: 0,
  /** Frames ever read by the worklet. */
  readFrame: 1,
  /** Raised by the worker at a jump: the worklet drops what is queued up to `dropFrame`. */
  epoch: 2,
  dropFrame: 3,
  /** Quanta that the worklet had to fill with silence while playing. */
  underruns: 4,
  /** 1 while playing: only then is an empty ring an underrun. */
  playing: 5,
  /** Channels in use: the rest of the capacity is silent. */
  channels: 6,
} as const;

const CONTROL_BYTES = 64;
/** Frames the ring can hold: a power of two, so that indices wrap cleanly. */
export const RING_FRAMES = 16384;
/** Channels the ring has room for. */
export const RING_CHANNELS = 24;

export interface Ring {
  readonly control: Int32Array;
  readonly samples: Float32Array;
}

export function ringBytes(): number {
  return CONTROL_BYTES + RING_CHANNELS * RING_FRAMES * 4;
}

/** A view of a ring's memory; each thread makes its own. */
export function openRing(memory: ArrayBufferLike): Ring {
  return {
    control: new Int32Array(memory, 0, CONTROL_BYTES / 4),
    samples: new Float32Array(memory, CONTROL_BYTES, RING_CHANNELS * RING_FRAMES),
  };
}

/** Frames waiting to be played. */
export function framesQueued(ring: Ring): number {
  return (Atomics.load(ring.control, CONTROL.writeFrame) - Atomics.load(ring.control, CONTROL.readFrame)) | 0;
}

/** The producer's side: appends frames of a planar block. The caller makes sure that there is room. */
export function writeRing(ring: Ring, block: readonly Float32Array[], channels: number, lengthFrames: number): void {
  const { control, samples } = ring;
  const start = Atomics.load(control, CONTROL.writeFrame);
  for (let c = 0; c < channels; c++) {
    const base = c * RING_FRAMES;
    const from = block[c]!;
    for (let k = 0; k < lengthFrames; k++) {
      samples[base + ((start + k) & (RING_FRAMES - 1))] = from[k]!;
    }
  }
  Atomics.store(control, CONTROL.channels, channels);
  Atomics.store(control, CONTROL.writeFrame, (start + lengthFrames) | 0);
}

/** The producer's side: whatever is queued is stale. */
export function dropQueued(ring: Ring): void {
  Atomics.store(ring.control, CONTROL.dropFrame, Atomics.load(ring.control, CONTROL.writeFrame));
  Atomics.add(ring.control, CONTROL.epoch, 1);
}

/**
 * The consumer's side: fills `out` (channels × frames), with silence where there is nothing. Returns the frames that were there.
 * Never allocates, never waits.
 */
export function readRing(ring: Ring, out: readonly Float32Array[], lengthFrames: number, lastEpoch: number): number {
  const { control, samples } = ring;
  if (Atomics.load(control, CONTROL.epoch) !== lastEpoch) {
    Atomics.store(control, CONTROL.readFrame, Atomics.load(control, CONTROL.dropFrame));
  }
  const start = Atomics.load(control, CONTROL.readFrame);
  const available = (Atomics.load(control, CONTROL.writeFrame) - start) | 0;
  const count = available < lengthFrames ? (available < 0 ? 0 : available) : lengthFrames;
  const channels = Atomics.load(control, CONTROL.channels);
  for (let c = 0; c < out.length; c++) {
    const to = out[c]!;
    const base = c * RING_FRAMES;
    for (let k = 0; k < count; k++) {
      to[k] = c < channels ? samples[base + ((start + k) & (RING_FRAMES - 1))]! : 0;
    }
    for (let k = count; k < lengthFrames; k++) {
      to[k] = 0;
    }
  }
  Atomics.store(control, CONTROL.readFrame, (start + count) | 0);
  return count;
}
