// Every kernel the module exports. Kernels work on byte addresses in the imported memory; shapes are the caller's.
export * from './convolve';
export * from './delay';
export * from './dither';
export * from './fft';
export * from './hrtf';
export * from './biquad';
export * from './channels';
export * from './compressor';
export * from './gain';
export * from './mix';
export * from './mixWide';
export * from './oversample';
export * from './resample';
export * from './saturation';
export * from './loudness';
export * from './truePeak';
export * from './limiter';

/** First free byte: below it lie the module's own constants. */
export function heapBase(): usize {
  return __heap_base;
}
