import { createDelayLine } from '../dsp/index.ts';
import type { Kernels } from '../dsp/index.ts';
import type { Focus, ProcessorSettings } from '../scene/index.ts';
import { focusParts } from './layoutParts.ts';
import type { FocusParts } from './layoutParts.ts';
import { createPassThrough } from './passThrough.ts';
import { createScratch } from './scratch.ts';
import { detectorOf } from './types.ts';
import type { Processor, ProcessorOptions } from './types.ts';

const PIECE_FRAMES = 256;

type Create = (kernels: Kernels, settings: ProcessorSettings, options: ProcessorOptions) => Processor;

export function focusOf(settings: ProcessorSettings): Focus {
  return 'focus' in settings ? (settings.focus ?? 'all') : 'all';
}

/**
 * An insert on a part of a layout as one linked set. Sums and differences of pairs are processed aside, and what that changed is added to
 * the pair: what the insert leaves alone stays to the bit. All else is late by the insert's latency.
 */
export function createFocused(
  kernels: Kernels,
  settings: ProcessorSettings,
  focus: Exclude<Focus, 'all'>,
  options: ProcessorOptions,
  create: Create,
): Processor {
  const { run, heap } = kernels;
  const { channels, sampleRateHz } = options;
  const parts = focusParts(focus, options.speakers ?? []);
  const { pairs, sign, singles } = parts;
  const nPairs = pairs.length;
  const members = nPairs + singles.length;
  if (members === 0) {
    return createPassThrough(settings);
  }
  const pieceFrames = Math.min(options.maxFrames, PIECE_FRAMES);
  const detector = detectorWithin(parts, options);
  const inner = create(kernels, settings, {
    sampleRateHz,
    channels: members,
    maxFrames: pieceFrames,
    ...(detector === undefined ? {} : { detector }),
  });
  const aside = new Set(singles);
  const rest = Array.from({ length: channels }, (_, c) => c).filter((c) => !aside.has(c));
  /** The members' blocks: of pairs, then of singles. */
  const work = createScratch(kernels, members, pieceFrames);
  const singleWork = work.table + 4 * nPairs;
  const before = createScratch(kernels, nPairs, pieceFrames);
  const pairTable = pick(2 * nPairs, pairs.flat());
  const singleTable = pick(singles.length, singles);
  const restTable = pick(rest.length, rest);
  const restDelay = createDelayLine(kernels, rest.length, inner.latencyFrames);
  const beforeDelay = createDelayLine(kernels, nPairs, inner.latencyFrames);
  const { bandReductionsDb } = inner;
  const ownBandReductionsDb = bandReductionsDb?.slice();
  let gainReductionDb = 0;

  function pick(length: number, channelsOf: readonly number[]): { readonly ptr: number; take(channelTable: number): void } {
    const indices = heap.i32(length);
    indices.view.set(channelsOf);
    const { ptr } = heap.i32(length);
    return { ptr, take: (channelTable) => run.pickChannels(ptr, channelTable, indices.ptr, length) };
  }

  const processPiece = (startFrame: number, n: number): void => {
    run.halfSums(work.table, pairTable.ptr, nPairs, startFrame, n, sign);
    run.copyChannels(before.table, work.table, nPairs, 0, n);
    run.copyChannels(singleWork, singleTable.ptr, singles.length, startFrame, n);
    inner.process(work.table, n);
    restDelay.process(restTable.ptr, n, startFrame);
    beforeDelay.process(before.table, n);
    run.addChanges(pairTable.ptr, work.table, before.table, nPairs, startFrame, n, sign);
    run.storeChannels(singleTable.ptr, singleWork, singles.length, startFrame, n);
    gainReductionDb = Math.max(gainReductionDb, inner.gainReductionDb);
    if (ownBandReductionsDb !== undefined && bandReductionsDb !== undefined) {
      for (let b = 0; b < ownBandReductionsDb.length; b++) {
        ownBandReductionsDb[b] = Math.max(ownBandReductionsDb[b]!, bandReductionsDb[b]!);
      }
    }
  };

  return {
    latencyFrames: inner.latencyFrames,
    get tailFrames() {
      return inner.tailFrames;
    },
    get gainReductionDb() {
      return gainReductionDb;
    },
    ...(ownBandReductionsDb === undefined ? {} : { bandReductionsDb: ownBandReductionsDb }),
    process(channelTable, lengthFrames, startFrame = 0) {
      gainReductionDb = 0;
      ownBandReductionsDb?.fill(0);
      pairTable.take(channelTable);
      singleTable.take(channelTable);
      restTable.take(channelTable);
      for (let done = 0; done < lengthFrames; done += pieceFrames) {
        processPiece(startFrame + done, Math.min(pieceFrames, lengthFrames - done));
      }
    },
    setSettings: (next) => focusOf(next) === focus && inner.setSettings(next),
    reset() {
      inner.reset();
      restDelay.reset();
      beforeDelay.reset();
    },
  };
}

/** The members that the detector hears; all where it would hear none. Members keep the order of the layout only within pairs and singles. */
function detectorWithin({ pairs, singles }: FocusParts, options: ProcessorOptions): ProcessorOptions['detector'] {
  if (options.detector === undefined) {
    return undefined;
  }
  const { firstChannel, channels } = detectorOf(options);
  const heard = [...pairs.map(([left]) => left), ...singles].map((c) => c >= firstChannel && c < firstChannel + channels);
  const first = heard.indexOf(true);
  const last = heard.lastIndexOf(true);
  return first < 0 ? undefined : { firstChannel: first, channels: last - first + 1 };
}
