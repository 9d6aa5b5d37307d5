import type { AudioSource } from '../audio/index.ts';
import { createPlanar } from '../audio/index.ts';
import { dbToGain } from '../base/index.ts';
import type { ObjectMasterGain } from './objectMaster.ts';

/** Who pushes, by moment: a factor on the common reduction for each track, 1 where all are alike. */
export interface ElementShares {
  readonly cellFrames: number;
  readonly cells: number;
  /** cells × tracks, row-major: gain of a track is 1 − (1 − common gain) · factor, as far down as reductions are shared. */
  readonly factors: Float32Array;
}

/** One cell of level: short enough to tell a drum from what lies under it. */
const CELL_MS = 10;
/** Levels are smoothed over so many cells either side, so that a share moves slower than any tone. */
const SPREAD_CELLS = 3;
/** Nobody gives way more than this many times the common reduction. */
const MAX_FACTOR = 2.5;
const LEAST_GAIN = 0.1;
/** Only a reduction to here is shared; what goes deeper all give way to alike, so that more reduction always takes more off every render. */
const SHARED_DOWN_TO = 0.5;

/**
 * The shares of tracks in their own sum: a track of amplitude a has the factor a · Σa / Σa², for then the sum of amplitudes falls exactly as it
 * would under the common gain. What follows has to be verified all the same: peaks are sums of signed samples, not of amplitudes.
 */
export function measureShares(source: AudioSource): ElementShares {
  const { channels, sampleRateHz, lengthFrames } = source;
  const cellFrames = Math.round((CELL_MS * sampleRateHz) / 1000);
  const cells = Math.max(1, Math.ceil(lengthFrames / cellFrames));
  const powers = new Float32Array(cells * channels);
  const block = createPlanar(channels, cellFrames);
  for (let cell = 0; cell < cells; cell++) {
    source.read(block, 0, cell * cellFrames, cellFrames);
    for (let c = 0; c < channels; c++) {
      const samples = block[c]!;
      let power = 0;
      for (let k = 0; k < cellFrames; k++) {
        power += samples[k]! * samples[k]!;
      }
      powers[cell * channels + c] = Number.isFinite(power) ? power / cellFrames : 0;
    }
  }
  const factors = new Float32Array(cells * channels);
  const levels = new Float64Array(channels);
  for (let cell = 0; cell < cells; cell++) {
    const from = Math.max(0, cell - SPREAD_CELLS);
    const to = Math.min(cells - 1, cell + SPREAD_CELLS);
    let sum = 0;
    let squares = 0;
    for (let c = 0; c < channels; c++) {
      let power = 0;
      for (let k = from; k <= to; k++) {
        power += powers[k * channels + c]! * (SPREAD_CELLS + 1 - Math.abs(k - cell));
      }
      const level = Math.sqrt(power);
      levels[c] = level;
      sum += level;
      squares += level * level;
    }
    for (let c = 0; c < channels; c++) {
      factors[cell * channels + c] = squares === 0 ? 1 : Math.min(MAX_FACTOR, (levels[c]! * sum) / squares);
    }
  }
  return { cellFrames, cells, factors };
}

/** A source under a gain that is shared by contribution. Reads what it is asked for, so any order of reading gives the same samples. */
export function withSharedGain(source: AudioSource, gain: ObjectMasterGain, shares: ElementShares): AudioSource {
  const { gainDb, reductionsDb, nodeFrames } = gain;
  const { cellFrames, cells, factors } = shares;
  const { channels, sampleRateHz, lengthFrames } = source;
  const drive = dbToGain(gainDb);
  const commons = Float64Array.from(reductionsDb, (reduction) => (reduction === 0 ? 1 : dbToGain(-reduction)));
  const lastNode = commons.length - 1;
  return {
    channels,
    sampleRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      source.read(out, outFrame, startFrame, count);
      for (let k = 0; k < count; k++) {
        const frame = startFrame + k;
        const node = Math.min(lastNode, Math.max(0, Math.floor(frame / nodeFrames)));
        const from = commons[node]!;
        const common = from + ((commons[Math.min(lastNode, node + 1)]! - from) * (frame - node * nodeFrames)) / nodeFrames;
        const lack = 1 - Math.max(common, SHARED_DOWN_TO);
        const alike = common < SHARED_DOWN_TO ? drive * (common / SHARED_DOWN_TO) : drive;
        // A cell's factor holds at its middle.
        const place = Math.max(0, frame / cellFrames - 0.5);
        const cell = Math.min(cells - 1, Math.floor(place));
        const next = Math.min(cells - 1, cell + 1);
        const ratio = place - cell;
        for (let c = 0; c < channels; c++) {
          const here = factors[cell * channels + c]!;
          const factor = here + (factors[next * channels + c]! - here) * Math.min(1, ratio);
          const samples = out[c]!;
          samples[outFrame + k] = samples[outFrame + k]! * alike * (lack === 0 ? 1 : Math.max(LEAST_GAIN, 1 - lack * factor));
        }
      }
    },
    [Symbol.dispose]() {},
  };
}
