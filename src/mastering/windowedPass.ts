import type { AudioSource } from '../audio/index.ts';
import type { F32Block, Kernels } from '../dsp/index.ts';

/** Frames read at once. */
export const PASS_FRAMES = 4096;
/** What the true-peak scan looks at on each side. */
export const SCAN_MARGIN = 192;
const NEW_AT = 2 * SCAN_MARGIN;

/** A pass over a source through a window that slides by PASS_FRAMES: the newest frames to change, those before them to scan. */
export interface WindowedPass {
  readonly views: readonly Float32Array[];
  /** Address of the table of the windows' addresses. */
  readonly table: number;
  readonly addresses: readonly number[];
  /** Where in the window the newest PASS_FRAMES begin. */
  readonly newAt: number;
  /** Where the frames begin that can be scanned: they lie SCAN_MARGIN before the newest. */
  readonly scanAt: number;
  /** Reads frames [startFrame, startFrame + PASS_FRAMES) as the newest, zeros beyond the end. Invalid samples are silenced. */
  advance(startFrame: number): void;
  /** Forgets what was before: the next advance begins after silence. */
  clear(): void;
}

export function createWindowedPass(kernels: Kernels, source: AudioSource): WindowedPass {
  const { run, heap } = kernels;
  const windows: F32Block[] = Array.from({ length: source.channels }, () => heap.f32(NEW_AT + PASS_FRAMES));
  const views = windows.map((window) => window.view);
  const addresses = windows.map((window) => window.ptr);
  const table = heap.i32(Math.max(4, source.channels));
  table.view.set(addresses);
  return {
    views,
    table: table.ptr,
    addresses,
    newAt: NEW_AT,
    scanAt: SCAN_MARGIN,
    advance(startFrame) {
      for (const view of views) {
        view.copyWithin(0, PASS_FRAMES);
      }
      source.read(views, NEW_AT, startFrame, PASS_FRAMES);
      for (const address of addresses) {
        run.copyFinite(address + NEW_AT * 4, address + NEW_AT * 4, PASS_FRAMES);
      }
    },
    clear() {
      for (const view of views) {
        view.fill(0);
      }
    },
  };
}
