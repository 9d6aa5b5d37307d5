export type * from './types.ts';
export type * from './processors.ts';
