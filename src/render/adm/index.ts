export * from './headphoneRenderer.ts';
export * from './plan.ts';
export type * from './spatializer.ts';
export * from './speakerRenderer.ts';
export type * from './tracks.ts';
