export * from './gating.ts';
export * from './kWeightedBank.ts';
export * from './kWeighting.ts';
export * from './loudnessMeter.ts';
export * from './measureSource.ts';
export * from './truePeakMeter.ts';
export * from './truePeakTables.ts';
export * from './weights.ts';
