export * from './forecast.ts';
export * from './proposeMaster.ts';
export * from './targets.ts';
export type * from './types.ts';
