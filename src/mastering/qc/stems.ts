import type { AudioSource } from '../../audio/index.ts';
import { dbToPower, powerToDb } from '../../base/index.ts';
import { createRealFft, hannWindow, type Kernels } from '../../dsp/index.ts';
import { spectrumSizeAt, THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import { result, show, skip, worse } from './judge.ts';
import { qcLimits, type QcOverrides } from './rules.ts';
import type { QcCheck, QcPlace, QcStatus } from './types.ts';

/** Third-octave power of one stem over time. */
export interface StemBands {
  readonly name: string;
  readonly isDialogue: boolean;
  readonly frameSec: number;
  readonly frames: number;
  /** frames × STEM_BANDS, row by row. */
  readonly powers: Float32Array;
  /** Largest sample, linear: an empty stem is an empty object. */
  readonly peak: number;
}

const FIRST_BAND = 7;
const LAST_BAND = 27;
/** Third octaves from 100 Hz to 10 kHz. */
export const STEM_BANDS = LAST_BAND - FIRST_BAND + 1;

/** Bands over time of one stem, all channels together; frames of about a third of a second. */
export function measureStem(
  kernels: Kernels,
  source: AudioSource,
  stem: { readonly name: string; readonly isDialogue: boolean },
): StemBands {
  const { heap } = kernels;
  const mark = heap.mark();
  try {
    const { channels, sampleRateHz, lengthFrames } = source;
    const size = spectrumSizeAt(sampleRateHz);
    const fft = createRealFft(kernels, size);
    const window = hannWindow(size);
    const scale = 2 / (size * window.reduce((sum, w) => sum + w * w, 0));
    const blocks = Array.from({ length: channels }, () => heap.f32(size));
    const views = blocks.map((block) => block.view);
    const row = heap.f32(fft.rowLength);
    const bandOfBin = Array.from({ length: size / 2 + 1 }, (_, k) => bandAt((k * sampleRateHz) / size));
    const frames = Math.ceil(lengthFrames / size);
    const powers = new Float32Array(frames * STEM_BANDS);
    let peak = 0;
    for (let frame = 0; frame < frames; frame++) {
      source.read(views, 0, frame * size, size);
      for (const block of blocks) {
        kernels.run.copyFinite(block.ptr, block.ptr, size);
        peak = Math.max(peak, kernels.run.peakOf(block.ptr, size));
        for (let k = 0; k < size; k++) {
          block.view[k] = block.view[k]! * window[k]!;
        }
        fft.forward(row.ptr, block.ptr);
        for (let k = 0; k < bandOfBin.length; k++) {
          const band = bandOfBin[k]!;
          if (band >= 0) {
            const re = row.view[k]!;
            const im = row.view[fft.imaginaryOffset + k]!;
            powers[frame * STEM_BANDS + band] = powers[frame * STEM_BANDS + band]! + (re * re + im * im) * scale;
          }
        }
      }
    }
    return { ...stem, frameSec: size / sampleRateHz, frames, powers, peak };
  } finally {
    heap.release(mark);
  }
}

/** Relative to the mix of all stems: quieter ones hide nothing. */
const HEARD_RATIO = dbToPower(-40);
const ALIKE_RATIO = dbToPower(6);
/** Below this a frame is silence, whatever its neighbours. */
const SILENT_POWER = 1e-9;
const WORDS_FROM_HZ = 1000;
const WORDS_TO_HZ = 4000;

/** Which stems hide each other, and whether the words stand out. The stems are as long as each other, at the level of the mix. */
export function checkStems(stems: readonly StemBands[], overrides?: QcOverrides): QcCheck {
  const limits = qcLimits('MASK', overrides);
  if (stems.length < 2) {
    return skip(limits, 'there is one stem only');
  }
  const frames = Math.max(...stems.map((stem) => stem.frames));
  const mix = new Float32Array(frames * STEM_BANDS);
  for (const stem of stems) {
    stem.powers.forEach((power, k) => (mix[k] = mix[k]! + power));
  }
  let status: QcStatus = 'pass';
  const words: string[] = [];
  const where: QcPlace[] = [];
  for (const dialogue of stems.filter((stem) => stem.isDialogue)) {
    const found = wordsAboveRest(dialogue, mix);
    if (found !== undefined && found.ratioDb < limits.fail!) {
      status = 'fail';
      words.push(`${dialogue.name} stands ${show(found.ratioDb)} dB above the rest at 1 to 4 kHz, at least ${show(limits.fail!, 0)}`);
      where.push({ fromSec: found.worstSec, toSec: found.worstSec + dialogue.frameSec, channel: dialogue.name });
    }
  }
  const conflicts = stems
    .flatMap((a, k) => stems.slice(k + 1).map((b) => ({ a, b, ...worstConflict(a, b, mix) })))
    .filter(({ ratio }) => ratio > limits.warn!)
    .sort((one, other) => other.ratio - one.ratio);
  for (const { a, b, ratio, hz } of conflicts.slice(0, 4)) {
    status = worse(status, 'warn');
    words.push(`${a.name} and ${b.name} share ${show(hz, 0)} Hz for ${show(100 * ratio, 0)} % of the time`);
  }
  return result(limits, status, words.length === 0 ? 'every stem has its place' : words.join(', '), where);
}

/** The band in which both are within 6 dB of each other for the largest share of the time that either plays there. */
function worstConflict(a: StemBands, b: StemBands, mix: Float32Array): { readonly ratio: number; readonly hz: number } {
  let ratio = 0;
  let hz = 0;
  const frames = Math.min(a.frames, b.frames);
  for (let band = 0; band < STEM_BANDS; band++) {
    let active = 0;
    let shared = 0;
    for (let frame = 0; frame < frames; frame++) {
      const k = frame * STEM_BANDS + band;
      const floor = Math.max(SILENT_POWER, mix[k]! * HEARD_RATIO);
      const [x, y] = [a.powers[k]!, b.powers[k]!];
      active += x > floor || y > floor ? 1 : 0;
      shared += x > floor && y > floor && Math.max(x, y) < ALIKE_RATIO * Math.min(x, y) ? 1 : 0;
    }
    // A band that is hardly ever played says nothing.
    if (active >= frames / 10 && shared / active > ratio) {
      ratio = shared / active;
      hz = THIRD_OCTAVES_HZ[band + FIRST_BAND]!;
    }
  }
  return { ratio, hz };
}

function wordsAboveRest(dialogue: StemBands, mix: Float32Array): { readonly ratioDb: number; readonly worstSec: number } | undefined {
  let voice = 0;
  let rest = 0;
  let worst = Infinity;
  let worstSec = 0;
  for (let frame = 0; frame < dialogue.frames; frame++) {
    let own = 0;
    let other = 0;
    for (let band = 0; band < STEM_BANDS; band++) {
      const centre = THIRD_OCTAVES_HZ[band + FIRST_BAND]!;
      if (centre >= WORDS_FROM_HZ && centre <= WORDS_TO_HZ * 1.01) {
        const k = frame * STEM_BANDS + band;
        own += dialogue.powers[k]!;
        other += Math.max(0, mix[k]! - dialogue.powers[k]!);
      }
    }
    if (own > SILENT_POWER) {
      voice += own;
      rest += other;
      if (other > 0 && own / other < worst) {
        worst = own / other;
        worstSec = frame * dialogue.frameSec;
      }
    }
  }
  return voice === 0 || rest === 0 ? undefined : { ratioDb: powerToDb(voice / rest), worstSec };
}

function bandAt(hz: number): number {
  const edge = 1.1220184543019633;
  for (let k = FIRST_BAND; k <= LAST_BAND; k++) {
    const centre = THIRD_OCTAVES_HZ[k]!;
    if (hz >= centre / edge && hz < centre * edge) {
      return k - FIRST_BAND;
    }
  }
  return -1;
}
