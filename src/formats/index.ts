export * from './adm/index.ts';
export * from './riff/index.ts';
export * from './wave/index.ts';
export { createFlacWriter, openFlac } from './flac/index.ts';
export type { FlacSource, FlacWriterOptions } from './flac/index.ts';
export * from './openAudioFile.ts';
