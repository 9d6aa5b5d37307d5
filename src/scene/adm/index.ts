export * from './elements.ts';
export type * from './items.ts';
export type * from './metadata.ts';
