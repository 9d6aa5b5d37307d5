export * from './openFlac.ts';
export { createFlacWriter } from './createFlacWriter.ts';
export type { FlacWriterOptions } from './createFlacWriter.ts';
export { findFlacMarker } from './streamInfo.ts';
