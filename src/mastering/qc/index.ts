export * from './analyseSource.ts';
export { describePlaces, timeCode } from './judge.ts';
export { countsDialogue } from './loudnessChecks.ts';
export type { QcInput } from './loudnessChecks.ts';
export * from './renderSet.ts';
export * from './rules.ts';
export * from './runQc.ts';
export * from './stems.ts';
export type * from './types.ts';
