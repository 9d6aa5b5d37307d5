export * from './albumPage.ts';
export type * from './albumReport.ts';
export type * from './contract.ts';
export { cueSheet } from './cueSheet.ts';
export { safeName, trackFileName } from './fileNames.ts';
export * from './readAlbum.ts';
export { createAlbumWorker, renderAlbum } from './renderAlbum.ts';
export * from './runAlbum.ts';
export { trackChunks, trackComments, type TrackTags } from './trackTags.ts';
