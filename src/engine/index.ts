export type * from './contracts.ts';
export * from './liveMeters.ts';
export * from './liveParameters.ts';
