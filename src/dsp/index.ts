export * from './biquad.ts';
export * from './fft.ts';
export type * from './kernelExports.ts';
export * from './kernels.ts';
export * from './delayLine.ts';
export * from './dither.ts';
export * from './resampler.ts';
export * from './windows.ts';
