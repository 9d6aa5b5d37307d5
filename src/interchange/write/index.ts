export * from './admFromScene.ts';
