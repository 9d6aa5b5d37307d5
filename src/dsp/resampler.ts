import type { AudioSource } from '../audio/index.ts';
import { InputError, besselI0, sin } from '../base/index.ts';
import { createKernels } from './kernels.ts';
import type { F32Block, F64Block, Kernels } from './kernels.ts';
import { kaiserBeta, kaiserTaps } from './windows.ts';

const STOP_BAND_DB = 160;
/** Where the pass band ends, of the lower of the two rates: 20 kHz at 44.1 kHz. The stop band begins at half of it, so nothing aliases. */
const PASS_RATIO = 20000 / 44100;
/** Rates whose ratio has more phases than this are interpolated between as many rows: −143 dB at the top of the band, far less below. */
const MAX_ROWS = 4096;
/** Outputs computed at a time. */
const BLOCK_FRAMES = 1024;
const MIN_RATE_HZ = 4000;
const MAX_RATE_HZ = 768000;
/** The most numbers that a filter bank may have. */
const MAX_BANK_LENGTH = 4194304;
/** What the widest block needs: 1,024 outputs from 768 to 4 kHz, and the filter's own length. */
const INPUT_FRAMES = 262144;
/** Memory for filter banks and one block; untouched pages cost nothing. */
const MEMORY_MB = 96;

/** What there is to know of a conversion: out frame m lies at in frame m · numerator / denominator. */
interface Conversion {
  readonly numerator: number;
  readonly denominator: number;
  readonly taps: number;
  readonly rows: number;
  readonly isBetweenRows: boolean;
}

/**
 * A source at another rate: linear phase, no latency (an impulse stays where it was), pass band flat to 20 kHz from 44.1 kHz up, everything
 * that would alias down by 160 dB, constant level kept. Length: round(lengthFrames · toRateHz / fromRateHz). Every frame is computed from
 * the source alone, so jumps and pieces of any size give the same bits. Disposing it disposes the source; equal rates return the source.
 * @throws InputError `resample.rate` for a rate that is not a whole number of Hz between 4 and 768 kHz
 */
export function createResampledSource(source: AudioSource, toRateHz: number): AudioSource {
  const { channels, sampleRateHz: fromRateHz } = source;
  if (fromRateHz === toRateHz) {
    return source;
  }
  for (const rateHz of [fromRateHz, toRateHz]) {
    if (!Number.isInteger(rateHz) || rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) {
      throw new InputError(
        'resample.rate',
        `${rateHz} Hz is no sampling rate to convert`,
        `use whole numbers from ${MIN_RATE_HZ} to ${MAX_RATE_HZ}`,
      );
    }
  }
  const conversion = planConversion(fromRateHz, toRateHz);
  const { numerator, denominator, taps, rows, isBetweenRows } = conversion;
  let bank = takeBank(conversion);
  const lengthFrames = Math.floor((2 * source.lengthFrames * denominator + numerator) / (2 * numerator));
  const stepFrames = Math.floor(numerator / denominator);
  const stepPhases = numerator % denominator;
  const capacity = Math.ceil((BLOCK_FRAMES * numerator) / denominator) + taps + 1;
  const held = Array.from({ length: channels }, () => new Float32Array(capacity));
  let heldStart = 0;
  let heldCount = 0;

  /** Makes `held` begin at `first` and reach over `count` frames, reading only what it has not got. */
  const hold = (first: number, count: number): void => {
    const kept = first >= heldStart && first <= heldStart + heldCount ? heldStart + heldCount - first : 0;
    if (kept > 0 && first > heldStart) {
      for (let c = 0; c < channels; c++) {
        held[c]!.copyWithin(0, first - heldStart, first - heldStart + kept);
      }
    }
    if (kept < count) {
      source.read(held, kept, first + kept, count - kept);
    }
    heldStart = first;
    heldCount = Math.max(kept, count);
  };

  return {
    channels,
    sampleRateHz: toRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      const begin = Math.min(Math.max(startFrame, 0), startFrame + count);
      const end = Math.max(begin, Math.min(startFrame + count, lengthFrames));
      for (let c = 0; c < channels; c++) {
        out[c]!.fill(0, outFrame, outFrame + begin - startFrame);
        out[c]!.fill(0, outFrame + end - startFrame, outFrame + count);
      }
      for (let frame = begin; frame < end; frame += BLOCK_FRAMES) {
        const n = Math.min(BLOCK_FRAMES, end - frame);
        const position = Math.floor((frame * numerator) / denominator);
        const phase = frame * numerator - position * denominator;
        const last = Math.floor(((frame + n - 1) * numerator) / denominator);
        const needed = last - position + taps;
        hold(position - taps / 2 + 1, needed);
        // Only now: a source may itself be a resampled one, and use the same machine.
        if (bank.generation !== machine!.generation) {
          bank = takeBank(conversion);
        }
        const { run, input, output } = machine!;
        for (let c = 0; c < channels; c++) {
          const from = held[c]!;
          for (let k = 0; k < needed; k++) {
            input.view[k] = from[k]!;
          }
          if (isBetweenRows) {
            run.resampleBetween(output.ptr, input.ptr, bank.ptr, rows, denominator, taps, phase, stepFrames, stepPhases, n);
          } else {
            run.resample(output.ptr, input.ptr, bank.ptr, rows, taps, phase, stepFrames, stepPhases, n);
          }
          const to = out[c]!;
          const at = outFrame + frame - startFrame;
          for (let k = 0; k < n; k++) {
            to[at + k] = output.view[k]!;
          }
        }
      }
    },
    [Symbol.dispose]() {
      source[Symbol.dispose]();
    },
  };
}

function planConversion(fromRateHz: number, toRateHz: number): Conversion {
  const divisor = greatestCommonDivisor(fromRateHz, toRateHz);
  const denominator = toRateHz / divisor;
  const stretch = Math.max(1, fromRateHz / toRateHz);
  const taps = 8 * Math.ceil((kaiserTaps(STOP_BAND_DB, 0.5 - PASS_RATIO) * stretch) / 8);
  const maxRows = Math.min(MAX_ROWS, Math.floor(MAX_BANK_LENGTH / taps) - 1);
  const isBetweenRows = denominator > maxRows;
  return { numerator: fromRateHz / divisor, denominator, taps, rows: isBetweenRows ? maxRows : denominator, isBetweenRows };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The thread's one instance for resampling: the kernels keep nothing between calls, so all sources share its banks and scratch blocks. */
interface Machine {
  readonly run: Kernels['run'];
  readonly heap: Kernels['heap'];
  readonly input: F64Block;
  readonly output: F32Block;
  readonly emptyMark: number;
  readonly banks: Map<string, Bank>;
  /** Counts how often the memory was cleared; a bank of an older generation is gone. */
  generation: number;
}
interface Bank {
  readonly ptr: number;
  readonly generation: number;
}
let machine: Machine | undefined;

function takeBank(conversion: Conversion): Bank {
  machine ??= createMachine();
  const { heap, banks } = machine;
  const key = `${conversion.numerator}/${conversion.denominator}`;
  const known = banks.get(key);
  if (known !== undefined) {
    return known;
  }
  const length = (conversion.rows + 1) * conversion.taps;
  if (heap.usedBytes + 8 * length + 64 > MEMORY_MB * 1048576) {
    // Many odd rates in one session: begin again; whoever is still reading gets its bank made anew.
    heap.release(machine.emptyMark);
    banks.clear();
    machine.generation += 1;
  }
  const block = heap.f64(length);
  writeBank(block.view, conversion);
  const bank = { ptr: block.ptr, generation: machine.generation };
  banks.set(key, bank);
  return bank;
}

function createMachine(): Machine {
  const { run, heap } = createKernels(MEMORY_MB);
  const input = heap.f64(INPUT_FRAMES);
  const output = heap.f32(BLOCK_FRAMES);
  return { run, heap, input, output, emptyMark: heap.mark(), banks: new Map(), generation: 0 };
}

/**
 * rows + 1 rows of taps: the Kaiser-windowed sinc, shifted by row/rows of a frame, each row summing to exactly 1. Tap j of a row stands for
 * the in frame at position − taps/2 + 1 + j. Row r backwards is row rows − r, so half of them are computed.
 */
function writeBank(out: Float64Array, { numerator, denominator, taps, rows }: Conversion): void {
  // Cycles an in frame: midway between pass band and stop band of the lower rate.
  const cutoff = ((PASS_RATIO + 0.5) / 2) * Math.min(1, denominator / numerator);
  const beta = kaiserBeta(STOP_BAND_DB);
  const scale = 1 / besselI0(beta);
  const half = taps / 2;
  for (let row = 0; row <= rows / 2; row++) {
    let sum = 0;
    for (let j = 0; j < taps; j++) {
      const distance = j - (half - 1) - row / rows;
      const inside = 1 - (distance / half) * (distance / half);
      const window = inside < 0 ? 0 : besselI0(beta * Math.sqrt(inside)) * scale;
      const angle = 2 * Math.PI * cutoff * distance;
      const value = window * (angle === 0 ? 1 : sin(angle) / angle);
      out[row * taps + j] = value;
      sum += value;
    }
    for (let j = 0; j < taps; j++) {
      out[row * taps + j] = out[row * taps + j]! / sum;
    }
    for (let j = 0; j < taps; j++) {
      out[(rows - row) * taps + taps - 1 - j] = out[row * taps + j]!;
    }
  }
}
