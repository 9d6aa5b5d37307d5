// What a job needs from its host. The command line and the page each bring their own; the jobs are the same.
import type { ByteSink, ByteSource } from '../audio/index.ts';

/** A file to write and read back while a job runs; gone with it. */
export interface Scratch extends Disposable {
  write(bytes: Uint8Array, offset: number): void;
  /** Fills `out`; returns the bytes that were there. */
  read(out: Uint8Array, offset: number): number;
}

export interface JobPorts extends Partial<Disposable> {
  /**
   * Opens a file of the session.
   * @throws InputError `file.missing` naming it
   */
  openBytes(path: string): ByteSource;
  /** A new output file; it appears under its name only when committed. */
  createOutput(name: string): ByteSink;
  /** Opens an output that has been committed, to read it back. */
  openOutput(name: string): ByteSource;
  createScratch(): Scratch;
  /** The HRTF set that binaural renders use, as bytes of public/hrtf. */
  readHrtf(): Uint8Array;
}

/** Scratch files as they are needed, closed together. */
export interface Scratches extends Disposable {
  create(): Scratch;
}

/** How far a render is. */
export interface RenderProgress {
  readonly stage: 'rendering' | 'mastering' | 'measuring' | 'done';
  /** 0…1 over the whole of it. */
  readonly ratio: number;
  /** Seconds of audio dealt with so far: against a clock it is the speed. */
  readonly audioSec: number;
}

export function createScratches(ports: Pick<JobPorts, 'createScratch'>): Scratches {
  const open: Scratch[] = [];
  return {
    create: () => {
      const scratch = ports.createScratch();
      open.push(scratch);
      return scratch;
    },
    [Symbol.dispose]: () => open.splice(0).forEach((scratch) => scratch[Symbol.dispose]()),
  };
}
