// Where it is chosen what is heard: the master, the mix before it or a reference, at their own loudness or all at the same.
import { createPlanar, type Planar } from '../audio/index.ts';
import { dbToGain } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { createLoudnessMeter, type LoudnessMeter } from '../metering/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';
import type { Listening, MasterListening } from './contracts.ts';
import { createGlide } from './glide.ts';
import { METER_CHANNELS, METERS } from './liveMeters.ts';
import { createLoudnessMatch } from './loudnessMatch.ts';
import type { ReferenceFeed } from './referenceFeed.ts';
import { createSpectrumBank } from './spectrumBank.ts';

const SIGNALS: readonly Listening[] = ['master', 'mix', 'reference'];
/** History of the loudness meters that is there at once. */
const EXPECTED_SEC = 600;
/** The integrated loudness goes through all of its history: not for every snapshot. */
const INTEGRATED_EVERY = 16;

export const PLAIN_LISTENING: MasterListening = { listening: 'master', isMatched: false, limiter: null };

export interface ListeningDesk {
  /** By signal: what the next desk begins with. */
  readonly matchGainsDb: Float64Array;
  set(listening: MasterListening): void;
  setReference(feed: ReferenceFeed | undefined): void;
  /**
   * What is heard of the next quantum into `out`. The master alone and unmatched passes to the bit. Never allocates.
   * @param mix, master in step; channels beyond the monitored layout are those of one that fades out, and are not measured
   * @param startFrame   theirs in the session, which the reference follows
   */
  listen(out: Planar, mix: Planar, master: Planar, channels: number, startFrame: number): void;
  publish(meters: Float32Array, elapsedSec: number): void;
  /** A jump: nothing fades any more. */
  arrive(): void;
  /** The document was edited: what is equally loud is to be found anew. */
  forget(): void;
  resetLoudness(): void;
}

/**
 * @param masterLoudness the meter that the master is pushed to, before `listen`
 * @param options.weights one a channel of the monitored layout
 * @param before the desk that this one takes over from
 */
export function createListeningDesk(
  options: { readonly channels: number; readonly sampleRateHz: number; readonly weights: readonly number[] },
  masterLoudness: LoudnessMeter,
  before?: ListeningDesk,
): ListeningDesk {
  const { channels, sampleRateHz, weights } = options;
  const kernels = createKernels(64);
  const spectra = createSpectrumBank(kernels, channels, sampleRateHz);
  const measured = (): { readonly meter: LoudnessMeter; push(signal: Planar): void } => {
    const blocks = Array.from({ length: channels }, () => kernels.heap.f32(QUANTUM_FRAMES));
    const ptrs = blocks.map((block) => block.ptr);
    const meter = createLoudnessMeter(kernels, { sampleRateHz, weights, expectedSec: EXPECTED_SEC });
    return {
      meter,
      push(signal) {
        for (let c = 0; c < channels; c++) {
          blocks[c]!.view.set(signal[c]!);
        }
        meter.push(ptrs, 0, QUANTUM_FRAMES);
      },
    };
  };
  const mixMeter = measured();
  const referenceMeter = measured();
  const meters = [masterLoudness, mixMeter.meter, referenceMeter.meter];
  const match = createLoudnessMatch(SIGNALS.length, sampleRateHz, before?.matchGainsDb);
  const weightsHeard = SIGNALS.map((_, k) => createGlide(k === 0 ? 1 : 0));
  const gains = SIGNALS.map(() => createGlide(1));
  const played = createPlanar(METER_CHANNELS, QUANTUM_FRAMES);
  let listening = PLAIN_LISTENING;
  let reference: ReferenceFeed | undefined;
  let age = 0;

  const chosen = (): number => SIGNALS.indexOf(listening.listening);
  const aimGains = (): void => {
    for (let k = 0; k < gains.length; k++) {
      gains[k]!.aim(listening.isMatched ? dbToGain(match.gainsDb[k]!) : 1);
    }
  };
  const mixSignals = (out: Planar, signals: readonly Planar[], count: number): void => {
    let isFirst = true;
    for (let s = 0; s < signals.length; s++) {
      const weight = weightsHeard[s]!;
      const gain = gains[s]!;
      weight.step();
      gain.step();
      const from = weight.from * gain.from;
      const to = weight.to * gain.to;
      if (from !== 0 || to !== 0) {
        for (let c = 0; c < count; c++) {
          addRamped(out[c]!, signals[s]![c]!, from, to, isFirst);
        }
        isFirst = false;
      }
    }
    for (let c = 0; isFirst && c < count; c++) {
      out[c]!.fill(0);
    }
  };
  const signals: Planar[] = [played, played, played];

  return {
    matchGainsDb: match.gainsDb,
    set(next) {
      const last = listening;
      listening = next;
      const limiterMoved = next.limiter?.driveDb !== last.limiter?.driveDb || next.limiter?.ceilingDbtp !== last.limiter?.ceilingDbtp;
      if (limiterMoved) {
        match.forget();
      }
      if (next.listening !== last.listening || next.isMatched !== last.isMatched) {
        match.settle(chosen());
        if (weightsHeard[chosen()]!.to === 0) {
          gains[chosen()]!.jump(next.isMatched ? dbToGain(match.gainsDb[chosen()]!) : 1);
        }
      }
      weightsHeard.forEach((weight, k) => weight.aim(k === chosen() ? 1 : 0));
    },
    setReference(feed) {
      reference = feed;
      played.forEach((channel) => channel.fill(0));
      referenceMeter.meter.reset();
      match.renew(2);
    },
    listen(out, mix, master, count, startFrame) {
      signals[0] = master;
      signals[1] = mix;
      mixMeter.push(mix);
      if (reference !== undefined) {
        reference.read(played, startFrame);
        referenceMeter.push(played);
      }
      match.push(meters, reference === undefined ? 2 : 3);
      aimGains();
      mixSignals(out, signals, count);
      spectra.push(mix, signals[chosen()]!, chosen() === 1);
    },
    publish(snapshot, elapsedSec) {
      snapshot[METERS.mixShortTermLufs] = mixMeter.meter.shortTermLufs;
      snapshot[METERS.referenceShortTermLufs] = referenceMeter.meter.shortTermLufs;
      if (age++ % INTEGRATED_EVERY === 0) {
        snapshot[METERS.mixIntegratedLufs] = mixMeter.meter.integratedLufs();
        snapshot[METERS.referenceIntegratedLufs] = referenceMeter.meter.integratedLufs();
      }
      snapshot[METERS.matchGainDb] = listening.isMatched ? match.gainsDb[chosen()]! : 0;
      spectra.publish(snapshot, elapsedSec);
    },
    arrive() {
      weightsHeard.forEach((weight, k) => weight.jump(k === chosen() ? 1 : 0));
      gains.forEach((gain, k) => gain.jump(listening.isMatched ? dbToGain(match.gainsDb[k]!) : 1));
    },
    forget: () => match.forget(),
    resetLoudness() {
      mixMeter.meter.reset();
      referenceMeter.meter.reset();
      match.reset();
    },
  };
}

/** Adds a signal under a gain moving linearly over the quantum, or, as the first, puts it there: at a gain of one, to the bit. */
function addRamped(out: Float32Array, input: Float32Array, from: number, to: number, isFirst: boolean): void {
  const step = (to - from) / QUANTUM_FRAMES;
  for (let k = 0; k < QUANTUM_FRAMES; k++) {
    const value = input[k]! * (from + step * k);
    out[k] = isFirst ? value : out[k]! + value;
  }
}
