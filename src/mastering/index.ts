export * from './gainEnvelope.ts';
export * from './groups.ts';
export * from './limiter.ts';
export * from './limitSource.ts';
export * from './liveLimiter.ts';
export * from './masterToTarget.ts';
export * from './presets.ts';
export { PRESETS } from './presetTable.ts';
export * from './qc/index.ts';
