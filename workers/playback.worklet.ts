// The playback worklet: pops frames from the ring (or from a queue of messages where there is no shared memory) and plays them.
import { CONTROL, openRing, readRing, type Ring } from '../src/engine/ring.ts';

interface PlaybackOptions {
  readonly ring: SharedArrayBuffer | null;
}

/** Frames that fade in after silence and out before it, so that a stop or an underrun does not click. */
const FADE_FRAMES = 64;

class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #ring: Ring | undefined;
  readonly #queue: Float32Array[][] = [];
  /** The engine's end of the line, where there is no shared memory. */
  #engine: MessagePort | undefined;
  #queueOffset = 0;
  #epoch = 0;
  #wasShort = true;
  #playing = false;

  constructor(options: { processorOptions: PlaybackOptions }) {
    super();
    const { ring } = options.processorOptions;
    if (ring !== null) {
      this.#ring = openRing(ring);
    }
    this.port.onmessage = ({ data }: MessageEvent<{ block?: Float32Array[]; drop?: true; port?: MessagePort; playing?: boolean }>) => {
      if (data.port !== undefined) {
        this.#engine = data.port;
        data.port.onmessage = this.port.onmessage;
      }
      if (data.drop === true) {
        this.#queue.length = 0;
        this.#queueOffset = 0;
      }
      if (data.block !== undefined) {
        this.#queue.push(data.block);
      }
      if (data.playing !== undefined) {
        this.#playing = data.playing;
      }
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const out = outputs[0]!;
    const lengthFrames = out[0]!.length;
    const count = this.#ring === undefined ? this.#readQueue(out, lengthFrames) : this.#readRing(this.#ring, out, lengthFrames);
    this.#fade(out, count, lengthFrames);
    return true;
  }

  #readRing(ring: Ring, out: Float32Array[], lengthFrames: number): number {
    const playing = Atomics.load(ring.control, CONTROL.playing) === 1;
    const stopping = this.#playing && !playing;
    this.#playing = playing;
    if (!playing && !stopping) {
      this.#wasShort = true;
      for (const channel of out) {
        channel.fill(0);
      }
      return 0;
    }
    const epoch = Atomics.load(ring.control, CONTROL.epoch);
    if (epoch !== this.#epoch && !this.#wasShort) {
      // A jump: one last quantum of what was sounding, fading; the next one starts at the new place.
      // Counting as none, it makes the next one fade in.
      fadeOut(out, 0, readRing(ring, out, lengthFrames, epoch));
      return 0;
    }
    const count = readRing(ring, out, lengthFrames, this.#epoch);
    this.#epoch = epoch;
    if (stopping) {
      fadeOut(out, 0, count);
      this.#wasShort = true;
    } else if (count < lengthFrames && !this.#wasShort) {
      Atomics.add(ring.control, CONTROL.underruns, 1);
    }
    return count;
  }

  #readQueue(out: Float32Array[], lengthFrames: number): number {
    let done = 0;
    while (this.#playing && done < lengthFrames && this.#queue.length > 0) {
      const block = this.#queue[0]!;
      const left = block[0]!.length - this.#queueOffset;
      const count = Math.min(left, lengthFrames - done);
      for (let c = 0; c < out.length; c++) {
        for (let k = 0; k < count; k++) {
          out[c]![done + k] = block[c]?.[this.#queueOffset + k] ?? 0;
        }
      }
      done += count;
      this.#queueOffset += count;
      if (count === left) {
        const spent = this.#queue.shift()!;
        this.#queueOffset = 0;
        this.#engine?.postMessage({ played: spent[0]!.length });
      }
    }
    for (const channel of out) {
      channel.fill(0, done);
    }
    return done;
  }

  #fade(out: Float32Array[], count: number, lengthFrames: number): void {
    if (this.#wasShort && count > 0 && this.#playing) {
      const fade = Math.min(FADE_FRAMES, count);
      for (const channel of out) {
        for (let k = 0; k < fade; k++) {
          channel[k]! *= k / fade;
        }
      }
    }
    if (count < lengthFrames) {
      fadeOut(out, Math.max(0, count - FADE_FRAMES), count);
    }
    this.#wasShort = count < lengthFrames;
  }
}

function fadeOut(out: Float32Array[], startFrame: number, endFrame: number): void {
  for (const channel of out) {
    for (let k = startFrame; k < endFrame; k++) {
      channel[k]! *= (endFrame - 1 - k) / (endFrame - startFrame);
    }
  }
}

registerProcessor('periphony-playback', PlaybackProcessor);
