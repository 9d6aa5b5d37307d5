/** What the kernel module exports, one interface a kernel file. Addresses are bytes in the heap's memory. */
export interface MixKernels {
  /** @see wasm/mix.ts */
  mixRamped(
    outputs: number,
    nOutputs: number,
    inputs: number,
    nInputs: number,
    fromGains: number,
    toGains: number,
    startFrame: number,
    lengthFrames: number,
  ): void;
  peakOf(input: number, lengthFrames: number): number;
  scaleRamped(block: number, from: number, to: number, lengthFrames: number): void;
  copyBlock(out: number, input: number, lengthFrames: number): void;
  silenceInvalid(block: number, lengthFrames: number): number;
}

/** @see wasm/mixWide.ts */
export interface MixWideKernels {
  mixRampedWide(
    outputs: number,
    nOutputs: number,
    inputs: number,
    nInputs: number,
    fromGains: number,
    toGains: number,
    startFrame: number,
    lengthFrames: number,
  ): void;
  narrowBlocks(outputs: number, inputs: number, nBlocks: number, lengthFrames: number): void;
}

export interface LoudnessKernels {
  /** @see wasm/loudness.ts */
  kWeightedEnergy(inputs: number, nGroups: number, startFrame: number, lengthFrames: number, coefficients: number, state: number): void;
  copyFinite(out: number, input: number, lengthFrames: number): number;
}

export interface TruePeakKernels {
  /** @see wasm/truePeak.ts */
  truePeakScan(input: number, lengthFrames: number, tables: number, work: number, floor: number, cellPeaks: number): number;
  itu4xScan(input: number, lengthFrames: number, taps: number, floor: number, cellPeaks: number): number;
}

/** @see wasm/biquad.ts */
export interface BiquadKernels {
  biquadCascade(
    channels: number,
    nChannels: number,
    startFrame: number,
    lengthFrames: number,
    coefficients: number,
    nStages: number,
    states: number,
  ): void;
  biquadCascadeRamped(
    channels: number,
    nChannels: number,
    startFrame: number,
    lengthFrames: number,
    fromCoefficients: number,
    toCoefficients: number,
    nStages: number,
    states: number,
    position: number,
    rampFrames: number,
  ): void;
  biquadSettle(states: number, length: number): void;
}

/** @see wasm/gain.ts */
export interface GainKernels {
  gainRamped(
    channels: number,
    nChannels: number,
    startFrame: number,
    lengthFrames: number,
    from: number,
    to: number,
    position: number,
    rampFrames: number,
  ): void;
  gainCurve(channels: number, nChannels: number, startFrame: number, lengthFrames: number, curve: number): void;
  copyChannels(outputs: number, channels: number, nChannels: number, startFrame: number, lengthFrames: number): void;
  crossfade(
    channels: number,
    incoming: number,
    nChannels: number,
    startFrame: number,
    lengthFrames: number,
    position: number,
    rampFrames: number,
  ): void;
  delayInPlace(
    channels: number,
    nChannels: number,
    startFrame: number,
    lengthFrames: number,
    rings: number,
    ringFrames: number,
    position: number,
  ): void;
}

/** @see wasm/compressor.ts */
export interface CompressorKernels {
  compressorGain(
    out: number,
    state: number,
    window: number,
    windowFrames: number,
    key: number,
    nKeys: number,
    startFrame: number,
    lengthFrames: number,
  ): number;
}

export interface LimiterKernels {
  /** @see wasm/limiter.ts */
  applyGainCurve(
    channels: number,
    nChannels: number,
    startFrame: number,
    lengthFrames: number,
    gains: number,
    nodeFrames: number,
    drive: number,
  ): void;
}

/** @see wasm/fft.ts */
export interface FftKernels {
  rfft4(spectra: number, inputs: number, work: number, twiddles: number, size: number): void;
  irfft4(outputs: number, spectra: number, work: number, twiddles: number, size: number): void;
}

/** @see wasm/convolve.ts */
export interface ConvolveKernels {
  convolvePartitions(sum: number, ring: number, slots: number, newest: number, filter: number, partitions: number, n: number): void;
  addToBlock(outputs: number, index: number, input: number, lengthFrames: number): void;
}

/** @see wasm/delay.ts */
export interface DelayKernels {
  delayWrite(ring: number, mask: number, position: number, input: number, lengthFrames: number): void;
  delayReadRamped(
    out: number,
    ring: number,
    mask: number,
    position: number,
    fromFrames: number,
    toFrames: number,
    startFrame: number,
    rampFrames: number,
    gain: number,
    lengthFrames: number,
  ): void;
}

/** @see wasm/hrtf.ts */
export interface HrtfKernels {
  hrtfBlend(
    filter: number,
    v0: number,
    v1: number,
    v2: number,
    w0: number,
    w1: number,
    w2: number,
    stepRe: number,
    stepIm: number,
    n: number,
  ): void;
  spectrumMac(sum: number, input: number, filter: number, n: number): void;
  hrtfMove(
    sum: number,
    change: number,
    input: number,
    filter: number,
    v0: number,
    v1: number,
    v2: number,
    w0: number,
    w1: number,
    w2: number,
    stepRe: number,
    stepIm: number,
    n: number,
  ): void;
  addFaded(out: number, steady: number, change: number, lengthFrames: number): void;
  pushWindow(window: number, windowFrames: number, isEmpty: number, inputs: number, index: number, lengthFrames: number): number;
}

/** @see wasm/resample.ts */
export interface ResampleKernels {
  resample(
    out: number,
    input: number,
    bank: number,
    phases: number,
    taps: number,
    phase: number,
    stepFrames: number,
    stepPhases: number,
    lengthFrames: number,
  ): void;
  resampleBetween(
    out: number,
    input: number,
    bank: number,
    rows: number,
    phases: number,
    taps: number,
    phase: number,
    stepFrames: number,
    stepPhases: number,
    lengthFrames: number,
  ): void;
}

export interface KernelExports
  extends
    BiquadKernels,
    ResampleKernels,
    CompressorKernels,
    GainKernels,
    MixKernels,
    MixWideKernels,
    FftKernels,
    ConvolveKernels,
    DelayKernels,
    HrtfKernels,
    LoudnessKernels,
    TruePeakKernels,
    LimiterKernels {
  heapBase(): number;
}
