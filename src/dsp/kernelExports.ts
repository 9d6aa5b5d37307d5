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
  fadeTowards(
    channels: number,
    incoming: number,
    nChannels: number,
    startFrame: number,
    lengthFrames: number,
    from: number,
    to: number,
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

/** @see wasm/channels.ts */
export interface ChannelKernels {
  pickChannels(out: number, channels: number, indices: number, n: number): void;
  storeChannels(channels: number, inputs: number, nChannels: number, startFrame: number, lengthFrames: number): void;
  halfSums(outputs: number, channels: number, nPairs: number, startFrame: number, lengthFrames: number, sign: number): void;
  sumsAndDifferences(outputs: number, sums: number, differences: number, nPairs: number, lengthFrames: number): void;
  addChanges(channels: number, changed: number, old: number, nPairs: number, startFrame: number, lengthFrames: number, sign: number): void;
  mixPairs(
    channels: number,
    nPairs: number,
    startFrame: number,
    lengthFrames: number,
    numbers: number,
    position: number,
    rampFrames: number,
  ): void;
  sumBands(
    channels: number,
    bands: number,
    nChannels: number,
    startFrame: number,
    lengthFrames: number,
    gains: number,
    gainFrames: number,
  ): void;
}

/** @see wasm/oversample.ts */
export interface OversampleKernels {
  halfBandUp(out: number, input: number, taps: number, pairs: number, lengthFrames: number): void;
  halfBandDown(out: number, even: number, odd: number, taps: number, pairs: number, lengthFrames: number): void;
  deinterleave(even: number, odd: number, input: number, lengthFrames: number): void;
}

/** @see wasm/saturation.ts */
export interface SaturationKernels {
  loudestOf(out: number, rows: number, rowBytes: number, nRows: number, length: number): void;
  saturationGain(out: number, e: number, length: number, numbers: number, position: number, rampLength: number): void;
  blendRamped(a: number, b: number, length: number, from: number, to: number, position: number, rampLength: number): void;
  multiplyRows(rows: number, rowBytes: number, nRows: number, gains: number, length: number): void;
  saturationMix(
    channels: number,
    index: number,
    startFrame: number,
    lengthFrames: number,
    d: number,
    state: number,
    numbers: number,
    position: number,
    rampFrames: number,
    keep: number,
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

export interface DitherKernels {
  /** @see wasm/dither.ts */
  ditherTriangular(blocks: number, lengthFrames: number, state: number, steps: number): void;
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
    ChannelKernels,
    OversampleKernels,
    SaturationKernels,
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
    LimiterKernels,
    DitherKernels {
  heapBase(): number;
}
