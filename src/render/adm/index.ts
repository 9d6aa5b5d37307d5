export * from './headphoneRenderer.ts';
export { admGainOf } from './objectPath.ts';
export * from './plan.ts';
export * from './segmentCursor.ts';
export type * from './spatializer.ts';
export * from './speakerRenderer.ts';
export type * from './tracks.ts';
