export * from './files.ts';
export * from './pool.ts';
export * from './ports.ts';
