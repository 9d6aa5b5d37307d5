import { cos, designHighPass, designLowPass, log10, sin } from '../base/index.ts';

/**
 * Tells speech from the rest by how it moves, after the open literature on broadcast speech/music discrimination: syllables come three to
 * seven a second, with pauses between them, and voiced and hissing sounds alternate. It is an estimate: singing without accompaniment
 * passes for speech, speech under loud music does not. Where elements are marked as dialogue, measure those instead.
 */
export interface SpeechDetector {
  /** The next 100 ms of the centre, or of the middle of a stereo pair. Never allocates. */
  pushHop(signal: Float32Array, startFrame: number, lengthFrames: number): void;
  /** Of the hop 0.5 s before the last one pushed: true where the second around it is speech. */
  readonly isSpeech: boolean;
}

/** The decision looks a second around, so it comes so many hops late. */
export const SPEECH_DELAY_HOPS = 5;

const CELLS_PER_HOP = 10;
const WINDOW_CELLS = 100;
const LOW_HZ = 200;
const HIGH_HZ = 4000;
/** In units of the band's mean square: below this there is nothing to hear. */
const SILENT_POWER = 1e-6;
/** Speech rests, but not as single hits do: so much of the time it is below a quarter of its mean power. */
const MIN_REST_RATIO = 0.25;
const MAX_REST_RATIO = 0.75;
/** Cells below this share of the mean power are pauses. */
const HEARD_RATIO = 0.003;
/** Most of speech's power lies between 200 Hz and 4 kHz. */
const MIN_BAND_RATIO = 0.5;
/** Share of the envelope's movement that lies at syllable rates, 2 to 8 Hz, of that from 1 to 20 Hz. */
const MIN_SYLLABLE_RATIO = 0.5;
/** Zero crossings a cell, spread over mean: voiced and hissing sounds differ by far. */
const MIN_CROSSING_SPREAD = 0.35;

/** @source E. Scheirer & M. Slaney, Construction and evaluation of a robust multifeature speech/music discriminator, ICASSP 1997 */
export function createSpeechDetector(sampleRateHz: number): SpeechDetector {
  const numbers = new Float64Array(10);
  designHighPass(numbers, 0, LOW_HZ, Math.SQRT1_2, sampleRateHz);
  designLowPass(numbers, 5, Math.min(HIGH_HZ, sampleRateHz * 0.45), Math.SQRT1_2, sampleRateHz);
  const state = new Float64Array(4);
  const bandPowers = new Float64Array(WINDOW_CELLS);
  const allPowers = new Float64Array(WINDOW_CELLS);
  const crossings = new Float64Array(WINDOW_CELLS);
  const levels = new Float64Array(WINDOW_CELLS);
  const rates = Array.from({ length: 20 }, (_, k) =>
    Array.from({ length: WINDOW_CELLS }, (__, n) => rotation(((k + 1) * n) / WINDOW_CELLS)),
  );
  let cells = 0;
  let isSpeech = false;

  const pushCell = (signal: Float32Array, from: number, to: number): void => {
    let band = 0;
    let all = 0;
    let crossed = 0;
    let before = 0;
    for (let k = from; k < to; k++) {
      const x = signal[k]!;
      all += x * x;
      const high = numbers[0]! * x + state[0]!;
      state[0] = numbers[1]! * x - numbers[3]! * high + state[1]!;
      state[1] = numbers[2]! * x - numbers[4]! * high;
      const y = numbers[5]! * high + state[2]!;
      state[2] = numbers[6]! * high - numbers[8]! * y + state[3]!;
      state[3] = numbers[7]! * high - numbers[9]! * y;
      band += y * y;
      crossed += y * before < 0 ? 1 : 0;
      before = y;
    }
    const at = cells % WINDOW_CELLS;
    bandPowers[at] = band / (to - from);
    allPowers[at] = all / (to - from);
    crossings[at] = crossed;
    cells += 1;
  };
  const decide = (): boolean => {
    let band = 0;
    let all = 0;
    for (let k = 0; k < WINDOW_CELLS; k++) {
      band += bandPowers[k]!;
      all += allPowers[k]!;
    }
    if (cells < WINDOW_CELLS || band < SILENT_POWER * WINDOW_CELLS || band < MIN_BAND_RATIO * all) {
      return false;
    }
    let rests = 0;
    let sum = 0;
    let squares = 0;
    let heard = 0;
    for (let k = 0; k < WINDOW_CELLS; k++) {
      if (bandPowers[k]! * WINDOW_CELLS < band / 4) {
        rests += 1;
      }
      // Hissing sounds are quiet ones: they count here although they are rests above.
      if (bandPowers[k]! * WINDOW_CELLS > band * HEARD_RATIO) {
        heard += 1;
        sum += crossings[k]!;
        squares += crossings[k]! * crossings[k]!;
      }
    }
    const mean = sum / heard;
    const spread = Math.sqrt(Math.max(0, squares / heard - mean * mean)) / Math.max(1e-9, mean);
    return (
      rests >= MIN_REST_RATIO * WINDOW_CELLS &&
      rests <= MAX_REST_RATIO * WINDOW_CELLS &&
      spread >= MIN_CROSSING_SPREAD &&
      syllableRatio(band / WINDOW_CELLS) >= MIN_SYLLABLE_RATIO
    );
  };
  /** Of the log envelope, so that loud syllables do not drown the rest. */
  const syllableRatio = (mean: number): number => {
    for (let n = 0; n < WINDOW_CELLS; n++) {
      levels[n] = log10(bandPowers[(cells + n) % WINDOW_CELLS]! + mean * 1e-3);
    }
    let syllables = 0;
    let every = 0;
    for (let r = 0; r < rates.length; r++) {
      let re = 0;
      let im = 0;
      const rate = rates[r]!;
      for (let n = 0; n < WINDOW_CELLS; n++) {
        const level = levels[n]!;
        re += level * rate[n]![0];
        im += level * rate[n]![1];
      }
      const power = re * re + im * im;
      every += power;
      if (r >= 1 && r < 8) {
        syllables += power;
      }
    }
    return every === 0 ? 0 : syllables / every;
  };

  return {
    pushHop(signal, startFrame, lengthFrames) {
      for (let c = 0; c < CELLS_PER_HOP; c++) {
        const from = startFrame + Math.floor((c * lengthFrames) / CELLS_PER_HOP);
        const to = startFrame + Math.floor(((c + 1) * lengthFrames) / CELLS_PER_HOP);
        if (to > from) {
          pushCell(signal, from, to);
        }
      }
      isSpeech = decide();
    },
    get isSpeech() {
      return isSpeech;
    },
  };
}

function rotation(cycles: number): readonly [number, number] {
  return [cos(2 * Math.PI * cycles), sin(2 * Math.PI * cycles)];
}
