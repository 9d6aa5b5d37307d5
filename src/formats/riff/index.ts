export * from './readRiff.ts';
