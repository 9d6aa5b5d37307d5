// No standard: a source that stands still is the set's own response convolved with it. Goal 1 of the binaural renderer: error ≤ −80 dB.
import { describe, expect, it } from 'vitest';
import { createPrng } from '../../../src/base/index.ts';
import { resampleHrtfSet } from '../../../src/render/binaural/index.ts';
import { convolveDirectly, errorDb, fromPolar, nearestDirection, responseAt } from '../../reference/binaural.ts';
import { kemar, renderPaths } from '../../reference/binauralBench.ts';

const set = kemar();
const prng = createPrng(1994);
const noise = Float32Array.from({ length: 2048 }, () => prng.next() - 0.5);

describe('a static source at a measured direction: direct convolution with the set, delays included', () => {
  it.each([
    [0, 0],
    [90, 0],
    [-90, 0],
    [30, 0],
    [180, -30],
    [0, 90],
    [-135, 40],
  ])('azimuth %i, elevation %i', (azimuthDeg, elevationDeg) => {
    const [x, y, z] = fromPolar(azimuthDeg, elevationDeg);
    const k = nearestDirection(set, x, y, z);
    const mirrored = nearestDirection(set, -x, y, z);
    const place = [set.directions[3 * k]!, set.directions[3 * k + 1]!, set.directions[3 * k + 2]!, 1] as const;
    const { left, right } = renderPaths(set, [{ signal: noise, path: () => place }]);
    expect(errorDb(left, convolveDirectly(noise, responseAt(set, k, 600)))).toBeLessThan(-80);
    expect(errorDb(right, convolveDirectly(noise, responseAt(set, mirrored, 600)))).toBeLessThan(-80);
  });

  it.each([44100, 88200, 96000])('at %i Hz, with the set resampled', (rateHz) => {
    const resampled = resampleHrtfSet(set, rateHz);
    const [x, y, z] = fromPolar(-60, 0);
    const k = nearestDirection(set, x, y, z);
    const place = [set.directions[3 * k]!, set.directions[3 * k + 1]!, set.directions[3 * k + 2]!, 1] as const;
    const { left } = renderPaths(set, [{ signal: noise, path: () => place }], rateHz);
    expect(errorDb(left, convolveDirectly(noise, responseAt(resampled, k, 1000)))).toBeLessThan(-80);
  });
});
