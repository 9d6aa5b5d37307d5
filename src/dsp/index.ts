export type * from './kernelExports.ts';
export * from './kernels.ts';
