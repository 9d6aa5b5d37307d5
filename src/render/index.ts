export * from './headphoneRenderer.ts';
export * from './plan.ts';
export * from './quantum.ts';
export type * from './spatializer.ts';
export * from './speakerRenderer.ts';
export * from './stemRenderer.ts';
export * from './zones.ts';
