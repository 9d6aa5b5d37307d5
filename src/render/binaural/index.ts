export * from './hrtfSet.ts';
export * from './prepareHrtfSet.ts';
export * from './renderer.ts';
export * from './resampleHrtfSet.ts';
export * from './sphereMesh.ts';
