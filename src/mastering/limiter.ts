import type { AudioSink, AudioSource } from '../audio/index.ts';
import { CancelledError, UsageError, dbToGain, gainToDb } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { writeTruePeakTables } from '../metering/index.ts';
import { createGainEnvelope } from './gainEnvelope.ts';
import type { GainEnvelope, LimiterTiming } from './gainEnvelope.ts';
import { PASS_FRAMES, SCAN_MARGIN, createWindowedPass } from './windowedPass.ts';

/** Everything about a limiter but its drive. */
export interface LimiterOptions {
  readonly ceilingDbtp: number;
  /** Channels that move together, each channel once: `limiterGroups`. */
  readonly groups: readonly (readonly number[])[];
  /** Kept below the ceiling for what comes after: dither and rounding. */
  readonly reserveDb?: number;
  readonly timing?: LimiterTiming;
  /** `sample` keeps samples below the ceiling and lets true peaks be: for tracks that are only ever heard rendered. */
  readonly peaks?: 'true' | 'sample';
  readonly isCancelled?: () => boolean;
}

/** Clean bass, quick recovery from single peaks: what keeps most loudness at little distortion on the reference clips. */
export const DEFAULT_TIMING: LimiterTiming = { lookaheadMs: 12.8, holdMs: 0, fastReleaseMs: 28, slowReleaseMs: 150, slowShare: 0.12 };
export const DEFAULT_RESERVE_DB = 0.004;

/** Cells of the true-peak scan. */
const CELL_FRAMES = 16;
/** Corrections go this far below the ceiling, so that they do not have to be made again. */
const CORRECTION_SLACK_DB = 0.001;
const SILENT_DB = -300;

/** Called with each pass's frames in order: what a pass is for. */
export type PassVisitor = (views: readonly Float32Array[], addresses: readonly number[], startFrame: number, lengthFrames: number) => void;

/**
 * A limiter over one source. Peaks are kept per node (a third of a millisecond), so memory is some 10 bytes a node and group: 40 MB for ten
 * minutes. The audio itself is read anew in each pass. Linked groups, gain only: no channel changes against another of its group.
 */
export interface Limiter {
  readonly nodeFrames: number;
  readonly nodes: number;
  /** Reduction at each node after `shape`, dB, one array a group; node k belongs to frame k · nodeFrames. */
  readonly reductionsDb: readonly Float32Array[];
  /** Finds the source's true peaks, exact where they exceed the ceiling under `driveDb`. Returns the largest, dBTP (a lower bound below that). */
  scan(driveDb: number, onProgress?: (ratio: number) => void): number;
  /** Shapes the reduction for a drive from the peaks known. Returns the largest. Cheap: reads no audio. */
  shape(driveDb: number): number;
  /**
   * Reads the source, limits it as shaped and looks for what still exceeds the ceiling, by 32× and by the standard's 4× filter; raises the
   * peaks there. Returns how many places there were: 0 is the guarantee. After a first full pass only what changed is looked at.
   */
  verify(driveDb: number, visit?: PassVisitor, onProgress?: (ratio: number) => void): number;
  /** One pass of the limited audio, as shaped. */
  play(driveDb: number, visit: PassVisitor, onProgress?: (ratio: number) => void): void;
}

export function createLimiter(kernels: Kernels, source: AudioSource, options: LimiterOptions): Limiter {
  const { run, heap } = kernels;
  const { groups, isCancelled = (): boolean => false } = options;
  checkGroups(groups, source.channels);
  const isTrue = options.peaks !== 'sample';
  const ceilingDb = options.ceilingDbtp - (options.reserveDb ?? DEFAULT_RESERVE_DB);
  const ceiling = dbToGain(ceilingDb);
  const nodeFrames = nodeFramesAt(source.sampleRateHz);
  const cellsPerNode = nodeFrames / CELL_FRAMES;
  const blocks = Math.ceil(source.lengthFrames / PASS_FRAMES);
  const nodesPerBlock = PASS_FRAMES / nodeFrames;
  const nodes = blocks * nodesPerBlock;
  const peaksDb = groups.map(() => new Float32Array(nodes).fill(SILENT_DB));
  const reductionsDb = groups.map(() => new Float32Array(nodes + 1));
  const verifiedDb = groups.map(() => new Float32Array(nodes + 1));
  const dirty = new Uint8Array(blocks + 1);
  const envelopes = groups.map(() => createGainEnvelope(source.sampleRateHz / nodeFrames, options.timing ?? DEFAULT_TIMING));

  const pass = createWindowedPass(kernels, source);
  const { tables, ituTaps } = writeTruePeakTables(kernels);
  const work = heap.f32((5 * PASS_FRAMES) / 4 + 256).ptr;
  const cells = heap.f32(PASS_FRAMES / CELL_FRAMES);
  const gains = groups.map(() => heap.f32(nodesPerBlock + 1));
  const groupTables = groups.map((group) => {
    const table = heap.i32(group.length);
    table.view.set(group.map((channel) => pass.addresses[channel]!));
    return table.ptr;
  });
  let verifiedDriveDb = NaN;

  const stopIfCancelled = (): void => {
    if (isCancelled()) {
      throw new CancelledError('mastering');
    }
  };

  /** Takes each cell above `floor` of the frames that can be scanned, given the frame of the newest. */
  const scanPeaks = (startFrame: number, floor: number, take: (group: number, node: number, peak: number) => void): void => {
    const firstCell = (startFrame - SCAN_MARGIN) / CELL_FRAMES;
    for (let g = 0; g < groups.length; g++) {
      for (const channel of groups[g]!) {
        const at = pass.addresses[channel]! + pass.scanAt * 4;
        // Below an infinite floor there is nothing to look for but the samples.
        const ideal = run.truePeakScan(at, PASS_FRAMES, tables, work, isTrue ? floor : Infinity, cells.ptr);
        if (isTrue && Math.max(ideal, run.itu4xScan(at, PASS_FRAMES, ituTaps, floor, cells.ptr)) <= floor) {
          continue;
        }
        for (let k = 0; k < cells.view.length; k++) {
          const peak = cells.view[k]!;
          if (peak > floor) {
            const node = Math.floor((firstCell + k) / cellsPerNode);
            take(g, node < 0 ? 0 : node >= nodes ? nodes - 1 : node, peak);
          }
        }
      }
    }
  };

  const applyGains = (block: number, drive: number): void => {
    for (let g = 0; g < groups.length; g++) {
      const reductions = reductionsDb[g]!;
      const view = gains[g]!.view;
      for (let k = 0; k <= nodesPerBlock; k++) {
        const reduction = reductions[block * nodesPerBlock + k]!;
        view[k] = reduction === 0 ? 1 : dbToGain(-reduction);
      }
      run.applyGainCurve(groupTables[g]!, groups[g]!.length, pass.newAt, PASS_FRAMES, gains[g]!.ptr, nodeFrames, drive);
    }
  };

  /** The limited audio of blocks [from, to): `seen` gets each block's newest frames, `scanned` runs when they and their margins are there. */
  const runBlocks = (
    from: number,
    to: number,
    drive: number,
    seen: PassVisitor,
    scanned: ((startFrame: number) => void) | undefined,
  ): void => {
    pass.clear();
    for (let block = Math.max(0, from - 1); block < to + (scanned ? 1 : 0); block++) {
      stopIfCancelled();
      const startFrame = block * PASS_FRAMES;
      pass.advance(startFrame);
      if (block < blocks) {
        applyGains(block, drive);
      }
      if (block >= from && block < to) {
        seen(pass.views, pass.addresses, startFrame, Math.min(PASS_FRAMES, source.lengthFrames - startFrame));
      }
      if (block >= from) {
        scanned?.(startFrame);
      }
    }
  };

  const play: Limiter['play'] = (driveDb, visit, onProgress) => {
    const drive = Math.fround(dbToGain(driveDb));
    const seen: PassVisitor = (views, addresses, startFrame, lengthFrames) => {
      visit(views, addresses, startFrame, lengthFrames);
      onProgress?.(startFrame / source.lengthFrames);
    };
    runBlocks(0, blocks, drive, seen, undefined);
  };

  const markChanges = (): void => {
    for (let g = 0; g < groups.length; g++) {
      const now = reductionsDb[g]!;
      const before = verifiedDb[g]!;
      for (let k = 0; k <= nodes; k++) {
        if (now[k] !== before[k]) {
          const block = Math.min(blocks - 1, Math.floor(k / nodesPerBlock));
          dirty[block] = 1;
          // A node on the border moves the last frames of the block before.
          if (block > 0 && k % nodesPerBlock === 0) {
            dirty[block - 1] = 1;
          }
        }
      }
      before.set(now);
    }
  };

  return {
    nodeFrames,
    nodes,
    reductionsDb,
    scan(driveDb, onProgress) {
      const floor = ceiling * dbToGain(-driveDb);
      let largest = 0;
      pass.clear();
      for (let block = 0; block <= blocks; block++) {
        stopIfCancelled();
        pass.advance(block * PASS_FRAMES);
        scanPeaks(block * PASS_FRAMES, floor, (g, node, peak) => {
          largest = Math.max(largest, peak);
          const peaks = peaksDb[g]!;
          peaks[node] = Math.max(peaks[node]!, gainToDb(peak));
        });
        onProgress?.(block / (blocks + 1));
      }
      verifiedDriveDb = NaN;
      return gainToDb(largest);
    },
    shape(driveDb) {
      let largest = 0;
      for (let g = 0; g < groups.length; g++) {
        largest = Math.max(largest, shapeGroup(reductionsDb[g]!, peaksDb[g]!, envelopes[g]!, driveDb - ceilingDb));
      }
      return largest;
    },
    verify(driveDb, visit, onProgress) {
      const drive = Math.fround(dbToGain(driveDb));
      if (driveDb === verifiedDriveDb) {
        dirty.fill(0);
        markChanges();
      } else {
        dirty.fill(1);
        verifiedDb.forEach((verified, g) => verified.set(reductionsDb[g]!));
      }
      verifiedDriveDb = driveDb;
      if (!isTrue) {
        // The reduction covers every sample as it is: nothing can be over.
        if (visit !== undefined) {
          play(driveDb, visit, onProgress);
        }
        return 0;
      }
      let places = 0;
      for (let from = 0; from < blocks; from++) {
        if (dirty[from] === 0) {
          continue;
        }
        let to = from + 1;
        while (to < blocks && dirty[to] === 1) {
          to += 1;
        }
        runBlocks(from, to, drive, visit ?? ignoreFrames, (startFrame) => {
          scanPeaks(startFrame, ceiling, (g, node, peak) => {
            places += 1;
            const reductions = reductionsDb[g]!;
            const needed = Math.max(reductions[node]!, reductions[node + 1]!) + gainToDb(peak) - ceilingDb + CORRECTION_SLACK_DB;
            const peaks = peaksDb[g]!;
            peaks[node] = Math.max(peaks[node]!, needed + ceilingDb - driveDb);
          });
          onProgress?.(startFrame / source.lengthFrames);
        });
        from = to;
      }
      return places;
    },
    play,
  };
}

/** Where in the visitor's views the visited frames begin. */
export const VISIT_AT = 2 * SCAN_MARGIN;

const ignoreFrames: PassVisitor = () => {};

/** Nodes of about a third of a millisecond at any rate. */
export function nodeFramesAt(sampleRateHz: number): number {
  let nodeFrames = CELL_FRAMES;
  while (nodeFrames < 64 && sampleRateHz / nodeFrames > 4000) {
    nodeFrames *= 2;
  }
  return nodeFrames;
}

/** A node needs what the frames on both its sides need. */
function shapeGroup(reductions: Float32Array, peaksDb: Float32Array, envelope: GainEnvelope, aboveDb: number): number {
  envelope.reset();
  const nodes = peaksDb.length;
  let largest = 0;
  let before = 0;
  for (let k = 0; k < nodes + 1 + envelope.delayNodes; k++) {
    const here = k < nodes ? Math.max(0, peaksDb[k]! + aboveDb) : 0;
    const reduction = envelope.push(Math.max(before, here));
    before = here;
    if (k >= envelope.delayNodes) {
      reductions[k - envelope.delayNodes] = reduction;
      largest = Math.max(largest, reduction);
    }
  }
  return largest;
}

function checkGroups(groups: readonly (readonly number[])[], channels: number): void {
  const seen = new Set<number>();
  for (const channel of groups.flat()) {
    if (!Number.isInteger(channel) || channel < 0 || channel >= channels || seen.has(channel)) {
      throw new UsageError('limiter.groups', `channel ${channel} of ${channels} cannot be in a limiter group`, 'name each channel once');
    }
    seen.add(channel);
  }
  if (seen.size !== channels) {
    throw new UsageError('limiter.groups', `${channels - seen.size} channels are in no limiter group`, 'name each channel once');
  }
}

/** What a sink needs to take limited audio. */
export type LimitedSink = Pick<AudioSink, 'write'>;
