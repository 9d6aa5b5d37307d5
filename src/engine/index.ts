export type * from './contracts.ts';
export * from './liveMeters.ts';
export * from './liveParameters.ts';
export * from './liveEngine.ts';
export * from './renderEngine.ts';
export * from './ring.ts';
