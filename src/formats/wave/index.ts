export * from './openWave.ts';
export * from './createWaveWriter.ts';
export type { WaveChunk } from './waveHeader.ts';
export type { WaveSampleEncoding } from './encodeSamples.ts';
export type { WaveEncoding, WaveFormat } from './waveFormat.ts';
