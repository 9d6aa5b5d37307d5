export { DBMD_VERSION } from './layout.ts';
export * from './readDbmd.ts';
export * from './types.ts';
export * from './writeDbmd.ts';
