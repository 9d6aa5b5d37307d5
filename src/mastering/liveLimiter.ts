import { dbToGain, gainToDb } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { writeTruePeakTables } from '../metering/index.ts';
import { createGainEnvelope } from './gainEnvelope.ts';
import type { LimiterTiming } from './gainEnvelope.ts';
import { nodeFramesAt } from './limiter.ts';
import { SCAN_MARGIN } from './windowedPass.ts';

/** A limiter to listen through. It looks ahead and does not verify: LIVE_MARGIN_DB below the ceiling stands for what gain changes add. */
export interface LiveLimiter {
  /** Output is the input of this many frames before. */
  readonly latencyFrames: number;
  /** The largest reduction now at work, dB. */
  readonly reductionDb: number;
  /**
   * Limits the next frames in place; any number of them. Never allocates.
   * @param channels  address of each channel's f32 block in the kernels' heap; samples that are not finite become zero
   */
  process(channels: readonly number[], startFrame: number, lengthFrames: number): void;
  reset(): void;
}

export const LIVE_MARGIN_DB = 0.3;
/** Shorter look-ahead than a master's, so that faders answer at once. */
const LIVE_TIMING: LimiterTiming = { lookaheadMs: 5, holdMs: 5, fastReleaseMs: 30, slowReleaseMs: 200, slowShare: 0.5 };
const BLOCK = 64;
const CELL_FRAMES = 16;

/** @param groups  linked channels, see limiterGroups; a channel in none passes with the same delay */
export function createLiveLimiter(
  kernels: Kernels,
  options: {
    readonly channels: number;
    readonly sampleRateHz: number;
    readonly ceilingDbtp: number;
    readonly groups: readonly (readonly number[])[];
  },
): LiveLimiter {
  const { run, heap } = kernels;
  const { channels, sampleRateHz, groups } = options;
  const nodeFrames = nodeFramesAt(sampleRateHz);
  const cellsPerNode = nodeFrames / CELL_FRAMES;
  const nodesPerBlock = BLOCK / nodeFrames;
  const envelopes = groups.map(() => createGainEnvelope(sampleRateHz / nodeFrames, LIVE_TIMING));
  const delayNodes = envelopes[0]?.delayNodes ?? 0;
  const latencyFrames = BLOCK + SCAN_MARGIN + nodeFrames * (1 + delayNodes);
  const ceilingDb = options.ceilingDbtp - LIVE_MARGIN_DB;
  const ceiling = dbToGain(ceilingDb);

  // A line holds frames from the oldest, next to go out, to the newest block; what is scanned lies SCAN_MARGIN before the newest.
  const lines = Array.from({ length: channels }, () => heap.f32(latencyFrames));
  const newestAt = latencyFrames - BLOCK;
  const scanAt = newestAt - SCAN_MARGIN;
  const outputs = Array.from({ length: channels }, () => heap.f32(BLOCK));
  const groupTables = groups.map((group) => {
    const table = heap.i32(group.length);
    table.view.set(group.map((channel) => outputs[channel]!.ptr));
    return table.ptr;
  });
  const gains = groups.map(() => heap.f32(nodesPerBlock + 1));
  const needed = groups.map(() => new Float64Array(nodesPerBlock));
  const before = new Float64Array(groups.length);
  const { tables } = writeTruePeakTables(kernels);
  const work = heap.f32((5 * BLOCK) / 4 + 256).ptr;
  const cells = heap.f32(BLOCK / CELL_FRAMES);
  let phase = 0;
  let reductionDb = 0;

  const limitBlock = (): void => {
    for (let c = 0; c < channels; c++) {
      run.copyFinite(outputs[c]!.ptr, lines[c]!.ptr, BLOCK);
    }
    reductionDb = 0;
    for (let g = 0; g < groups.length; g++) {
      const group = groups[g]!;
      const wants = needed[g]!;
      wants.fill(0);
      for (let k = 0; k < group.length; k++) {
        if (run.truePeakScan(lines[group[k]!]!.ptr + scanAt * 4, BLOCK, tables, work, ceiling, cells.ptr) > ceiling) {
          for (let cell = 0; cell < BLOCK / CELL_FRAMES; cell++) {
            const node = Math.floor(cell / cellsPerNode);
            wants[node] = Math.max(wants[node]!, gainToDb(cells.view[cell]!) - ceilingDb);
          }
        }
      }
      const nodeGains = gains[g]!.view;
      nodeGains[0] = nodeGains[nodesPerBlock]!;
      for (let node = 0; node < nodesPerBlock; node++) {
        const here = wants[node]!;
        const reduction = envelopes[g]!.push(Math.max(before[g]!, here));
        before[g] = here;
        reductionDb = Math.max(reductionDb, reduction);
        nodeGains[node + 1] = reduction === 0 ? 1 : dbToGain(-reduction);
      }
      run.applyGainCurve(groupTables[g]!, group.length, 0, BLOCK, gains[g]!.ptr, nodeFrames, 1);
    }
    for (let c = 0; c < channels; c++) {
      lines[c]!.view.copyWithin(0, BLOCK);
    }
    phase = 0;
  };
  const reset = (): void => {
    lines.forEach((line) => line.view.fill(0));
    outputs.forEach((output) => output.view.fill(0));
    gains.forEach((gain) => gain.view.fill(1));
    envelopes.forEach((envelope) => envelope.reset());
    before.fill(0);
    phase = 0;
    reductionDb = 0;
  };
  reset();

  return {
    latencyFrames,
    get reductionDb() {
      return reductionDb;
    },
    process(blocks, startFrame, lengthFrames) {
      let at = startFrame;
      let left = lengthFrames;
      while (left > 0) {
        const count = Math.min(left, BLOCK - phase);
        for (let c = 0; c < channels; c++) {
          const block = blocks[c]! + at * 4;
          run.copyFinite(lines[c]!.ptr + (newestAt + phase) * 4, block, count);
          run.copyFinite(block, outputs[c]!.ptr + phase * 4, count);
        }
        phase += count;
        at += count;
        left -= count;
        if (phase === BLOCK) {
          limitBlock();
        }
      }
    },
    reset,
  };
}
