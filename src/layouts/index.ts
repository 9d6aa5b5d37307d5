export * from './displace.ts';
export * from './geometry.ts';
export * from './lookup.ts';
export { LAYOUTS } from './tables.ts';
export type * from './types.ts';
export * from './waveMask.ts';
