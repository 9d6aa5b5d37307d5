import { BIQUAD_NUMBERS, designHighPass } from '../base/index.ts';
import { createDelayLine, writeKernelForm } from '../dsp/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { defaultOf } from '../scene/index.ts';
import type { CompressorSettings, ProcessorSettings } from '../scene/index.ts';
import { createGainComputer } from './gainComputer.ts';
import type { GainNumbers } from './gainComputer.ts';
import { createScratch } from './scratch.ts';
import { SETTLE_FRAMES, createTickLoop } from './ticks.ts';
import { detectorOf } from './types.ts';
import type { Processor, ProcessorOptions } from './types.ts';

const BUTTERWORTH_Q = 0.7071067811865476;

/** A compressor; off, it still delays by its look-ahead. A change of detector or of its high-pass acts at once, through the smoothing. */
export function createCompressor(kernels: Kernels, initial: CompressorSettings, options: ProcessorOptions): Processor {
  const { run, heap } = kernels;
  const { channels, sampleRateHz } = options;
  const heard = detectorOf(options);
  const latencyFrames = lookaheadFrames(initial, sampleRateHz);
  const delay = createDelayLine(kernels, channels, latencyFrames);
  const pieceFrames = Math.min(options.maxFrames, SETTLE_FRAMES);
  const computer = createGainComputer(kernels, heap.f32(pieceFrames + 4).ptr, sampleRateHz, latencyFrames);
  const key = createScratch(kernels, heard.channels, pieceFrames);
  const keyFilter = heap.f64(BIQUAD_NUMBERS);
  const keyStates = heap.f64(2 * (heard.channels + (heard.channels % 2)));
  const design = new Float64Array(BIQUAD_NUMBERS);
  let settings = initial;
  let hasKeyFilter = false;
  let gainReductionDb = 0;

  /** Puts what cannot glide in its place. */
  const applyDetector = (): void => {
    computer.setDetector(settings.detector === 'rms');
    hasKeyFilter = settings.sideChainHighPassHz !== undefined;
    if (settings.sideChainHighPassHz !== undefined) {
      designHighPass(design, 0, settings.sideChainHighPassHz, BUTTERWORTH_Q, sampleRateHz);
      writeKernelForm(keyFilter.view, 0, design, 0);
    }
  };

  const detect = (channelTable: number, startFrame: number, n: number, tickFrame: number): number => {
    const heardTable = channelTable + 4 * heard.firstChannel;
    if (!hasKeyFilter) {
      return computer.compute(heardTable, heard.channels, startFrame, n, tickFrame);
    }
    run.copyChannels(key.table, heardTable, heard.channels, startFrame, n);
    run.biquadCascade(key.table, heard.channels, 0, n, keyFilter.ptr, 1, keyStates.ptr);
    return computer.compute(key.table, heard.channels, 0, n, tickFrame);
  };

  const loop = createTickLoop(
    {
      beginTick() {
        if (computer.beginTick()) {
          applyDetector();
        }
      },
      isChanging: () => computer.isChanging,
      run(channelTable, startFrame, n, tickFrame) {
        const reductionDb = detect(channelTable, startFrame, n, tickFrame);
        if (reductionDb > gainReductionDb) {
          gainReductionDb = reductionDb;
        }
        delay.process(channelTable, n, startFrame);
        if (computer.isWorking) {
          run.gainCurve(channelTable, channels, startFrame, n, computer.gains);
        }
      },
      endTick() {
        computer.endTick();
      },
      settle() {
        computer.settleReduction();
        run.biquadSettle(keyStates.ptr, keyStates.view.length);
      },
    },
    pieceFrames,
  );

  const restart = (): void => {
    computer.settle(numbersOf(settings));
    keyStates.view.fill(0);
    delay.reset();
    gainReductionDb = 0;
    applyDetector();
    loop.restart();
  };
  restart();

  return {
    latencyFrames,
    tailFrames: 0,
    get gainReductionDb() {
      return gainReductionDb;
    },
    process(channelTable, lengthFrames, startFrame = 0) {
      gainReductionDb = 0;
      loop.process(channelTable, lengthFrames, startFrame);
    },
    setSettings(next: ProcessorSettings) {
      if (next.kind !== 'compressor' || lookaheadFrames(next, sampleRateHz) !== latencyFrames) {
        return false;
      }
      settings = next;
      computer.aim(numbersOf(next));
      return true;
    },
    reset: restart,
  };
}

function lookaheadFrames(settings: CompressorSettings, sampleRateHz: number): number {
  return Math.round(((settings.lookaheadMs ?? defaultOf('compressor', 'lookaheadMs')) * sampleRateHz) / 1000);
}

function numbersOf(settings: CompressorSettings): GainNumbers {
  const value = (name: keyof GainNumbers): number => settings[name] ?? defaultOf('compressor', name);
  return {
    thresholdDb: value('thresholdDb'),
    ratio: value('ratio'),
    kneeDb: value('kneeDb'),
    attackMs: value('attackMs'),
    releaseMs: value('releaseMs'),
    makeupDb: value('makeupDb'),
    mix: (settings.enabled ?? true) ? value('mix') : 0,
  };
}
