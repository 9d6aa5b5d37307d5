import { InputError } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { EQ_MAX_BANDS, activeEqBands } from '../scene/index.ts';
import type { EqBand, EqSettings, ProcessorSettings } from '../scene/index.ts';
import { bankTailFrames, createBank, finishTick, isBankMoving, loadBank, moveBank, runBank, tickBank } from './biquadBank.ts';
import { createLinearEq } from './linearEq.ts';
import { SETTLE_FRAMES } from './ticks.ts';
import { TICK_FRAMES, smoothingFrames } from './types.ts';
import type { Processor, ProcessorOptions } from './types.ts';

/**
 * An equalizer. Turning a band's numbers moves its filter; another shape of bands (type, slope, switched on or off) fades over to a
 * second bank of filters.
 * @throws InputError `processing.eq-bands` for more than EQ_MAX_BANDS bands
 */
export function createEq(kernels: Kernels, settings: EqSettings, options: ProcessorOptions): Processor {
  if ((settings.bands?.length ?? 0) > EQ_MAX_BANDS) {
    throw new InputError('processing.eq-bands', `an equalizer has at most ${EQ_MAX_BANDS} bands`, 'put a second one after it');
  }
  if (settings.phase === 'linear') {
    return createLinearEq(kernels, settings, options);
  }
  const { run, heap } = kernels;
  const { channels, sampleRateHz } = options;
  const fadeFrames = smoothingFrames(sampleRateHz);
  const makeBank = (): ReturnType<typeof createBank> => createBank(kernels, channels, sampleRateHz, fadeFrames);
  let bank = makeBank();
  let incoming = makeBank();
  const scratch = heap.f32(channels * TICK_FRAMES);
  const scratchTable = heap.i32(channels);
  for (let c = 0; c < channels; c++) {
    scratchTable.view[c] = scratch.ptr + 4 * c * TICK_FRAMES;
  }
  let wanted = activeEqBands(settings);
  let isPending = false;
  let fadeFrame = fadeFrames;
  let frame = 0;
  const settle = (): void => {
    loadBank(bank, wanted);
    isPending = false;
    fadeFrame = fadeFrames;
    frame = 0;
  };
  settle();

  const beginTick = (): void => {
    if (isPending && fadeFrame === fadeFrames && !isBankMoving(bank)) {
      isPending = false;
      if (haveSameShape(bank.bands, wanted)) {
        moveBank(bank, wanted);
      } else {
        loadBank(incoming, wanted);
        fadeFrame = 0;
      }
    }
    tickBank(bank);
  };

  const endTick = (): void => {
    finishTick(bank);
    if (fadeFrame < fadeFrames) {
      fadeFrame += TICK_FRAMES;
      if (fadeFrame === fadeFrames) {
        const old = bank;
        bank = incoming;
        incoming = old;
      }
    }
    if (frame === SETTLE_FRAMES) {
      run.biquadSettle(bank.states.ptr, bank.nStages * 2 * (channels + (channels % 2)));
      frame = 0;
    }
  };

  return {
    latencyFrames: 0,
    get tailFrames() {
      return Math.max(bankTailFrames(bank), fadeFrame < fadeFrames ? bankTailFrames(incoming) : 0);
    },
    gainReductionDb: 0,
    process(channelTable, lengthFrames, startFrame = 0) {
      let done = 0;
      while (done < lengthFrames) {
        const tickFrame = frame % TICK_FRAMES;
        if (tickFrame === 0) {
          beginTick();
        }
        const isFading = fadeFrame < fadeFrames;
        const isChanging = isFading || isPending || isBankMoving(bank);
        const n = Math.min(lengthFrames - done, isChanging ? TICK_FRAMES - tickFrame : SETTLE_FRAMES - frame);
        if (isFading) {
          run.copyChannels(scratchTable.ptr, channelTable, channels, startFrame + done, n);
          runBank(kernels, incoming, scratchTable.ptr, 0, n, tickFrame);
        }
        runBank(kernels, bank, channelTable, startFrame + done, n, tickFrame);
        if (isFading) {
          run.crossfade(channelTable, scratchTable.ptr, channels, startFrame + done, n, fadeFrame + tickFrame, fadeFrames);
        }
        frame += n;
        done += n;
        if (frame % TICK_FRAMES === 0) {
          endTick();
        }
      }
    },
    setSettings(next: ProcessorSettings) {
      if (next.kind !== 'eq' || next.phase === 'linear' || (next.bands?.length ?? 0) > EQ_MAX_BANDS) {
        return false;
      }
      wanted = activeEqBands(next);
      isPending = true;
      return true;
    },
    reset: settle,
  };
}

function haveSameShape(a: readonly EqBand[], b: readonly EqBand[]): boolean {
  return (
    a.length === b.length && a.every((band, k) => band.type === b[k]!.type && (band.slopeDbPerOct ?? 12) === (b[k]!.slopeDbPerOct ?? 12))
  );
}
