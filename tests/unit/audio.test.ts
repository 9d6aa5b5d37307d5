import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../src/audio/index.ts';

describe('a memory source', () => {
  const source = createMemorySource([Float32Array.of(1, 2, 3, 4)], 48000);
  it.each([
    [0, 4, [1, 2, 3, 4]],
    [-2, 4, [0, 0, 1, 2]],
    [3, 4, [4, 0, 0, 0]],
    [-9, 4, [0, 0, 0, 0]],
    [9, 4, [0, 0, 0, 0]],
    [-1, 6, [0, 1, 2, 3, 4, 0]],
  ])('reads frames from %i, %i of them, zero outside', (startFrame, count, expected) => {
    const out = [new Float32Array(count + 2).fill(7)];
    source.read(out, 1, startFrame, count);
    expect([...out[0]!]).toEqual([7, ...expected, 7]);
  });
});
