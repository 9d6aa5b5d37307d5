import type { AudioSource } from '../../audio/index.ts';
import { dbToGain, gainToDb, powerToDb } from '../../base/index.ts';
import type { Kernels } from '../../dsp/index.ts';
import type { Speaker } from '../../layouts/index.ts';
import {
  createCorrelationMeter,
  createDynamicsMeter,
  createLikenessMeter,
  createLoudnessMeter,
  createSpectrumMeter,
  createSpeechDetector,
  createTruePeakMeter,
  loudnessWeight,
  SPEECH_DELAY_HOPS,
} from '../../metering/index.ts';
import type { CorrelationMeter } from '../../metering/index.ts';
import { CELLS_PER_BLOCK, createChannelScan, createEvents, MARGIN_CELLS } from './channelScan.ts';
import { createPairFold } from './pairFold.ts';
import type { EventList, PairFacts, SignalAnalysis } from './types.ts';

/** −60 dBFS, and −70: what counts as silence inside the programme, and at its ends. */
const GAP_LEVEL = 0.001;
const END_LEVEL = dbToGain(-70);
const GAP_SEC = 1;
const HOP_SEC = 0.1;
const OPPOSED = -0.3;
/** Ambience that shares nothing lies around 0 by chance; below this is more than chance. */
const NEGATIVE = -0.05;
const ALIKE = 0.98;
const DIALOGUE_GATE_LUFS = -70;

/**
 * One pass over a source with all meters and all searches of the quality checks; memory does not grow with its length, but for loudness
 * every 100 ms. `measured` is what measureSource finds.
 * @param speakers one a channel
 */
export function analyseSource(
  kernels: Kernels,
  source: AudioSource,
  speakers: readonly Speaker[],
  onProgress: (ratio: number) => void = () => {},
): SignalAnalysis {
  const mark = kernels.heap.mark();
  try {
    return analyse(kernels, source, speakers, onProgress);
  } finally {
    kernels.heap.release(mark);
  }
}

function analyse(kernels: Kernels, source: AudioSource, speakers: readonly Speaker[], onProgress: (ratio: number) => void): SignalAnalysis {
  const { heap } = kernels;
  const { channels, sampleRateHz, lengthFrames } = source;
  const cellFrames = Math.max(4, Math.round(sampleRateHz / 100));
  const blockFrames = cellFrames * CELLS_PER_BLOCK;
  const scanAt = MARGIN_CELLS * cellFrames;
  const newAt = scanAt + blockFrames;
  const blocks = Array.from({ length: channels }, () => heap.f32(newAt + blockFrames));
  const views = blocks.map((block) => block.view);
  const inputs = blocks.map((block) => block.ptr);

  const pairs = mirroredPairs(speakers);
  const stereo = channels === 2 ? ([0, 1] as const) : undefined;
  const loudness = createLoudnessMeter(kernels, {
    sampleRateHz,
    weights: speakers.map(loudnessWeight),
    expectedSec: lengthFrames / sampleRateHz,
  });
  const peaks = createTruePeakMeter(kernels, { channels, itu4x: true });
  const dynamics = createDynamicsMeter(
    speakers.map((speaker) => !speaker.isLfe),
    HOP_SEC,
  );
  const correlation = createCorrelationMeter(pairs);
  const likeness = createLikenessMeter(channels);
  const front = pairs[0] ?? stereo;
  const spectrum = createSpectrumMeter(kernels, { sampleRateHz, channels, ...(front === undefined ? {} : { pair: front }) });
  const fold = stereo === undefined ? undefined : createPairFold(kernels, sampleRateHz, blockFrames);
  const speech = createSpeechTrack(speakers, sampleRateHz, blockFrames);
  const scans = views.map(() => createChannelScan(sampleRateHz, cellFrames));
  const silence = createSilenceTrack(cellFrames / sampleRateHz);
  const pairTracks = pairs.map(() => createPairTrack());
  const hops = Math.ceil(lengthFrames / blockFrames);
  const momentaryLufs = new Float32Array(hops);
  const shortTermLufs = new Float32Array(hops);
  const blockPeaks = new Float64Array(channels);
  const blockEnergies = new Float64Array(channels);

  for (let hop = 0; hop <= hops; hop++) {
    const startFrame = hop * blockFrames;
    const count = Math.max(0, Math.min(blockFrames, lengthFrames - startFrame));
    for (const view of views) {
      view.copyWithin(0, blockFrames);
    }
    // Frames beyond the end arrive as zeros, for the searches to look at.
    source.read(views, newAt, startFrame, blockFrames);
    if (count > 0) {
      // The peak meter counts samples that are no numbers; nobody else is to meet them.
      peaks.push(inputs, newAt, count);
      inputs.forEach((address) => kernels.run.copyFinite(address + newAt * 4, address + newAt * 4, count));
      loudness.push(inputs, newAt, count);
      momentaryLufs[hop] = loudness.momentaryLufs;
      shortTermLufs[hop] = loudness.shortTermLufs;
      correlation.pushHop(views, newAt, count);
      pairTracks.forEach((track, p) => track.push(correlation, p, startFrame / sampleRateHz));
      likeness.push(views, newAt, count);
      spectrum.push(views, newAt, count);
      fold?.push(views, newAt, count);
      speech.push(views, newAt, count, loudness.momentaryLufs);
    }
    if (hop > 0) {
      const scanned = Math.min(blockFrames, lengthFrames - startFrame + blockFrames);
      for (let c = 0; c < channels; c++) {
        const scan = scans[c]!;
        scan.scan(views[c]!, scanAt, startFrame - blockFrames, scanned);
        blockPeaks[c] = scan.blockPeak;
        blockEnergies[c] = scan.blockEnergy;
      }
      silence.push(
        scans.map((scan) => scan.cellPeaks),
        Math.ceil(scanned / cellFrames),
      );
      dynamics.pushHop(blockPeaks, blockEnergies, scanned, shortTermLufs[hop - 1]!);
    }
    if (hop % 64 === 0) {
      onProgress(hop / (hops + 1));
    }
  }
  peaks.flush();
  onProgress(1);
  const integratedLufs = loudness.integratedLufs();
  const usedBits = scans.reduce((bits, scan) => (bits < 0 || scan.usedBits < 0 ? -1 : bits | scan.usedBits), 0);
  return {
    measured: {
      integratedLufs,
      lraLu: loudness.loudnessRangeLu(),
      maxMomentaryLufs: loudness.maxMomentaryLufs,
      maxShortTermLufs: loudness.maxShortTermLufs,
      truePeakDbtp: peaks.truePeakDbtp,
      itu4xDbtp: peaks.itu4xDbtp,
      samplePeakDbfs: peaks.samplePeakDbfs,
      channels: blocks.map((_, c) => ({
        samplePeakDbfs: gainToDb(peaks.samplePeaks[c]!),
        truePeakDbtp: gainToDb(peaks.truePeaks[c]!),
      })),
      invalidSamples: peaks.invalidSamples,
    },
    sampleRateHz,
    lengthFrames,
    history: { hopSec: blockFrames / sampleRateHz, momentaryLufs, shortTermLufs },
    channels: scans.map((scan) => scan.finish(lengthFrames)),
    silence: silence.finish(lengthFrames / sampleRateHz),
    pairs: pairTracks.map((track, p) => track.finish(pairs[p]!)),
    alike: likeness.alike(ALIKE),
    dynamics: dynamics.finish(integratedLufs),
    spectra: spectrum.finish(),
    monoLufs: fold?.monoLufs(),
    codecPeakDbtp: fold?.codecPeakDbtp(),
    effectiveBits: usedBits <= 0 ? undefined : 24 - trailingZeros(usedBits),
    denormalSamples: scans.reduce((sum, scan) => sum + scan.denormalSamples, 0),
    speech: speech.finish(),
  };
}

/** Left and right of the same kind, in channel order: what makes an image together. */
export function mirroredPairs(speakers: readonly Speaker[]): readonly (readonly [number, number])[] {
  return speakers.flatMap((left, a) => {
    if (left.isLfe || !(left.nominalAzimuthDeg > 0 && left.nominalAzimuthDeg < 180)) {
      return [];
    }
    const b = speakers.findIndex(
      (right) =>
        !right.isLfe && right.nominalAzimuthDeg === -left.nominalAzimuthDeg && right.nominalElevationDeg === left.nominalElevationDeg,
    );
    return b < 0 ? [] : [[a, b] as const];
  });
}

function trailingZeros(bits: number): number {
  let zeros = 0;
  while (zeros < 24 && ((bits >> zeros) & 1) === 0) {
    zeros += 1;
  }
  return zeros;
}

interface SilenceTrack {
  push(cellPeaks: readonly Float64Array[], cells: number): void;
  finish(lengthSec: number): SignalAnalysis['silence'];
}

function createSilenceTrack(cellSec: number): SilenceTrack {
  const gaps = createEvents();
  let cell = 0;
  let firstSound = -1;
  let lastSound = -1;
  let gapFrom = -1;
  let longestGapSec = 0;
  return {
    push(cellPeaks, cells) {
      for (let k = 0; k < cells; k++) {
        let peak = 0;
        for (const peaks of cellPeaks) {
          peak = Math.max(peak, peaks[k]!);
        }
        if (peak > END_LEVEL) {
          firstSound = firstSound < 0 ? cell : firstSound;
          lastSound = cell;
        }
        if (peak < GAP_LEVEL) {
          gapFrom = gapFrom < 0 ? cell : gapFrom;
        } else {
          const gapSec = (cell - gapFrom) * cellSec;
          if (gapFrom > firstSound && firstSound >= 0 && gapSec >= GAP_SEC) {
            gaps.add(gapFrom * cellSec, cell * cellSec);
            longestGapSec = Math.max(longestGapSec, gapSec);
          }
          gapFrom = -1;
        }
        cell += 1;
      }
    },
    finish: (lengthSec) => ({
      headSec: firstSound < 0 ? lengthSec : firstSound * cellSec,
      tailSec: firstSound < 0 ? lengthSec : Math.max(0, lengthSec - (lastSound + 1) * cellSec),
      gaps: gaps.list(),
      longestGapSec,
    }),
  };
}

interface PairTrack {
  push(meter: CorrelationMeter, pair: number, atSec: number): void;
  finish(pair: readonly [number, number]): PairFacts;
}

function createPairTrack(): PairTrack {
  const places = createEvents();
  let judged = 0;
  let sum = 0;
  let negative = 0;
  let opposed = 0;
  let negativeFromSec = -1;
  let lastSec = 0;
  return {
    push(meter, pair, atSec) {
      const value = meter.correlation(pair);
      lastSec = atSec + HOP_SEC;
      const isNegative = value < NEGATIVE;
      if (value === value) {
        judged += 1;
        sum += value;
        negative += isNegative ? 1 : 0;
        opposed += value < OPPOSED ? 1 : 0;
      }
      if (isNegative && negativeFromSec < 0) {
        negativeFromSec = atSec;
      } else if (!isNegative && negativeFromSec >= 0) {
        places.add(negativeFromSec, atSec);
        negativeFromSec = -1;
      }
    },
    finish([left, right]) {
      if (negativeFromSec >= 0) {
        places.add(negativeFromSec, lastSec);
      }
      const list: EventList = places.list();
      return {
        left,
        right,
        meanCorrelation: judged === 0 ? NaN : sum / judged,
        negativeRatio: judged === 0 ? 0 : negative / judged,
        opposedSec: opposed * HOP_SEC,
        judgedSec: judged * HOP_SEC,
        places: list.places,
      };
    },
  };
}

interface SpeechTrack {
  push(views: readonly Float32Array[], startFrame: number, lengthFrames: number, momentaryLufs: number): void;
  finish(): SignalAnalysis['speech'];
}

/** Speech is looked for in the centre; between the front pair where there is none, or nothing plays in it; else in the only channel. */
function createSpeechTrack(speakers: readonly Speaker[], sampleRateHz: number, blockFrames: number): SpeechTrack {
  const centre = speakers.findIndex((speaker) => !speaker.isLfe && speaker.nominalAzimuthDeg === 0 && speaker.nominalElevationDeg === 0);
  const pair = mirroredPairs(speakers)[0] ?? [0, Math.min(1, speakers.length - 1)];
  const middle = new Float32Array(blockFrames);
  const inCentre = createSpeechTally(sampleRateHz);
  const inMiddle = createSpeechTally(sampleRateHz);
  let centrePlays = false;
  return {
    push(views, startFrame, lengthFrames, momentaryLufs) {
      if (centre >= 0) {
        centrePlays ||= reaches(views[centre]!, startFrame, lengthFrames, EMPTY_GAIN);
        inCentre.push(views[centre]!, startFrame, lengthFrames, momentaryLufs);
      }
      if (!centrePlays) {
        const left = views[pair[0]]!;
        const right = views[pair[1]]!;
        for (let k = 0; k < lengthFrames; k++) {
          middle[k] = (left[startFrame + k]! + right[startFrame + k]!) / 2;
        }
        inMiddle.push(middle, 0, lengthFrames, momentaryLufs);
      }
    },
    finish: () => (centrePlays ? inCentre : inMiddle).finish(),
  };
}

/** −60 dBFS. */
const EMPTY_GAIN = 1e-3;

function reaches(samples: Float32Array, startFrame: number, lengthFrames: number, gain: number): boolean {
  for (let k = startFrame; k < startFrame + lengthFrames; k++) {
    if (Math.abs(samples[k]!) > gain) {
      return true;
    }
  }
  return false;
}

interface SpeechTally {
  push(samples: Float32Array, startFrame: number, lengthFrames: number, momentaryLufs: number): void;
  finish(): SignalAnalysis['speech'];
}

/** One signal's speech, and how loud the programme is meanwhile. */
function createSpeechTally(sampleRateHz: number): SpeechTally {
  const detector = createSpeechDetector(sampleRateHz);
  const recentLufs = new Float64Array(SPEECH_DELAY_HOPS);
  let hops = 0;
  let spoken = 0;
  let power = 0;
  return {
    push(samples, startFrame, lengthFrames, momentaryLufs) {
      detector.pushHop(samples, startFrame, lengthFrames);
      const lufs = recentLufs[hops % SPEECH_DELAY_HOPS]!;
      if (hops >= SPEECH_DELAY_HOPS && detector.isSpeech && lufs > DIALOGUE_GATE_LUFS) {
        spoken += 1;
        power += dbToGain(lufs) * dbToGain(lufs);
      }
      recentLufs[hops % SPEECH_DELAY_HOPS] = momentaryLufs;
      hops += 1;
    },
    finish: () => ({ ratio: hops === 0 ? 0 : spoken / hops, lufs: spoken === 0 ? -Infinity : powerToDb(power / spoken) }),
  };
}
