export { parseAlbum } from './parseAlbum.ts';
export * from './codes.ts';
export * from './levels.ts';
export * from './matchTone.ts';
export * from './media.ts';
export * from './timeline.ts';
export type * from './types.ts';
