// The end of the live path: the mix before the master's inserts and the master behind them and the listening limiter, in step.
import type { Planar } from '../audio/index.ts';
import { dbToGain } from '../base/index.ts';
import { createDelayLine, type Kernels } from '../dsp/index.ts';
import { createLiveLimiter, limiterGroups, type LiveLimiter } from '../mastering/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';
import type { MasterListening } from './contracts.ts';
import { createGlide } from './glide.ts';
import type { RenderEngine } from './renderEngine.ts';

export type ListeningLimiter = NonNullable<MasterListening['limiter']>;

/** An engine with the two signals of its end, quantum by quantum. `positionFrame` is that of what comes out, whatever the limiter looks ahead. */
export interface LiveMaster {
  readonly channels: number;
  /** The quantum that was read last. */
  readonly mix: Planar;
  readonly master: Planar;
  /** The next frame that `read` delivers. */
  readonly positionFrame: number;
  /** With or without one for life: look-ahead is latency. */
  readonly hasLimiter: boolean;
  /** The next quantum into `mix` and `master`. Never allocates. */
  read(): void;
  seek(frame: number): void;
  /** Of an engine with a limiter: drive and ceiling glide there. */
  setLimiter(limiter: ListeningLimiter): void;
  /** The largest reduction of the limiter since last taken, dB ≥ 0. */
  takeReductionDb(): number;
}

/**
 * @param kernels those of the engine
 * @param engine  one that taps the mix; from here on it is read and moved only through this
 * @param isLfe   in channel order
 * @param limiter null: none, and no latency
 */
export function createLiveMaster(
  kernels: Kernels,
  engine: RenderEngine,
  isLfe: readonly boolean[],
  limiter: ListeningLimiter | null,
): LiveMaster {
  const { channels } = engine;
  const blocks = Array.from({ length: channels }, () => kernels.heap.f32(QUANTUM_FRAMES));
  const mixBlocks = Array.from({ length: channels }, () => kernels.heap.f32(QUANTUM_FRAMES));
  const ptrs = blocks.map((block) => block.ptr);
  const table = kernels.heap.i32(channels);
  table.view.set(ptrs);
  const mixTable = kernels.heap.i32(channels);
  mixTable.view.set(mixBlocks.map((block) => block.ptr));
  const master = blocks.map((block) => block.view);
  const mix = mixBlocks.map((block) => block.view);
  const limiting = limiter === null ? undefined : createLimiting(kernels, engine, ptrs, table.ptr, isLfe, limiter);
  const latencyFrames = limiting?.latencyFrames ?? 0;
  const delay = createDelayLine(kernels, channels, latencyFrames);

  const advance = (lengthFrames: number): void => {
    engine.read(master, 0, lengthFrames, mix);
    if (limiting !== undefined) {
      limiting.process(lengthFrames);
      delay.process(mixTable.ptr, lengthFrames);
    }
  };

  return {
    channels,
    mix,
    master,
    get positionFrame() {
      return engine.positionFrame - latencyFrames;
    },
    hasLimiter: limiting !== undefined,
    read: () => advance(QUANTUM_FRAMES),
    seek(frame) {
      engine.seek(frame);
      limiting?.reset();
      delay.reset();
      for (let left = latencyFrames; left > 0; left -= QUANTUM_FRAMES) {
        advance(Math.min(left, QUANTUM_FRAMES));
      }
    },
    setLimiter(next) {
      limiting?.set(next);
    },
    takeReductionDb: () => limiting?.takeReductionDb() ?? 0,
  };
}

/** The live limiter has one ceiling for life; this one's moves, by as much gain before it as after it. */
function createLimiting(
  kernels: Kernels,
  { channels, sampleRateHz }: RenderEngine,
  ptrs: readonly number[],
  table: number,
  isLfe: readonly boolean[],
  { driveDb, ceilingDbtp }: ListeningLimiter,
): {
  readonly latencyFrames: number;
  process(lengthFrames: number): void;
  set(limiter: ListeningLimiter): void;
  reset(): void;
  takeReductionDb(): number;
} {
  const { run } = kernels;
  const limiter: LiveLimiter = createLiveLimiter(kernels, { channels, sampleRateHz, ceilingDbtp: 0, groups: limiterGroups(isLfe) });
  const before = createGlide(dbToGain(driveDb - ceilingDbtp));
  const after = createGlide(dbToGain(ceilingDbtp));
  let reductionDb = 0;
  const apply = (gain: { readonly from: number; readonly to: number }, lengthFrames: number): void => {
    if (gain.from !== 1 || gain.to !== 1) {
      run.gainRamped(table, channels, 0, lengthFrames, gain.from, gain.to, 0, lengthFrames);
    }
  };
  return {
    latencyFrames: limiter.latencyFrames,
    process(lengthFrames) {
      before.step();
      after.step();
      apply(before, lengthFrames);
      limiter.process(ptrs, 0, lengthFrames);
      apply(after, lengthFrames);
      reductionDb = Math.max(reductionDb, limiter.reductionDb);
    },
    set(next) {
      before.aim(dbToGain(next.driveDb - next.ceilingDbtp));
      after.aim(dbToGain(next.ceilingDbtp));
    },
    reset: () => limiter.reset(),
    takeReductionDb() {
      const most = reductionDb;
      reductionDb = 0;
      return most;
    },
  };
}
