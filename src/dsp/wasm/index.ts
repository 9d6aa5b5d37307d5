// Every kernel the module exports. Kernels work on byte addresses in the imported memory; shapes are the caller's.
export * from './mix';

/** First free byte: below it lie the module's own constants. */
export function heapBase(): usize {
  return __heap_base;
}
