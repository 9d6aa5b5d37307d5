import { sameSamples } from '../../fixtures/sameSamples.ts';
import { describe, expect, it } from 'vitest';
import { createMemorySource, type AudioSource } from '../../../src/audio/index.ts';
import { createPrng } from '../../../src/base/index.ts';
import { createKernels } from '../../../src/dsp/index.ts';
import { createObjectMaster, excessOf, nodeFramesAt, withObjectGain, type ObjectMasterGain } from '../../../src/mastering/index.ts';
import { measureSource } from '../../../src/metering/index.ts';

const RATE = 48000;
/** One for all: what measures and masters gives its memory back, or is made to. */
const kernels = createKernels(32);
const SEC = 6;
const CEILING = -1.1;

/** Three tracks: two of noise with hits of their own, one of a tone that swells. */
const TRACKS = [0, 1, 2].map((c) => {
  const prng = createPrng(9, c);
  let low = 0;
  return Float32Array.from({ length: SEC * RATE }, (_, n) => {
    low += 0.3 * (2 * prng.next() - 1 - low);
    const sinceHit = (n + c * 7000) % (RATE / 2);
    return c === 2
      ? 0.2 * Math.sin(n / 30) * (1 + Math.sin(n / 60000))
      : 0.3 * low + 0.5 * Math.exp(-sinceHit / 700) * Math.sin(sinceHit / 15);
  });
});

/** Panning without memory: a matrix. @param matrix outputs × tracks */
function panned(tracks: readonly Float32Array[], matrix: readonly (readonly number[])[]): AudioSource {
  return createMemorySource(
    matrix.map((gains) =>
      Float32Array.from({ length: SEC * RATE }, (_, n) => gains.reduce((sum, gain, t) => sum + gain * tracks[t]![n]!, 0)),
    ),
    RATE,
  );
}

const WIDE = [
  [1, 0, 0.5],
  [0, 1, 0.5],
  [0.3, 0.3, 0.7],
];
const NARROW = [
  [0.9, 0.5, 0.7],
  [0.5, 0.9, 0.7],
];
const WEIGHTS = [1, 1, 1];

function readAll(source: AudioSource): Float32Array[] {
  const out = Array.from({ length: source.channels }, () => new Float32Array(source.lengthFrames));
  source.read(out, 0, 0, source.lengthFrames);
  return out;
}

function solve(targetLufs: number | undefined, extraDb?: (nodes: number) => Float32Array, maxGainReductionDb?: number): ObjectMasterGain {
  const mark = kernels.heap.mark();
  const master = createObjectMaster(kernels, {
    renders: [WIDE, NARROW].map((matrix) => ({ source: panned(TRACKS, matrix), ceilingDbtp: CEILING })),
    anchor: { index: 0, weights: WEIGHTS },
    ...(targetLufs === undefined ? {} : { targetLufs }),
    ...(maxGainReductionDb === undefined ? {} : { maxGainReductionDb }),
  });
  const gain = master.solve(extraDb?.(master.nodes) ?? new Float32Array(master.nodes));
  kernels.heap.release(mark);
  return gain;
}

describe('createObjectMaster', () => {
  it.each([-24, -14, -12])('brings the anchor to %d LUFS and every render below the ceiling with one gain for all tracks', (targetLufs) => {
    const gain = solve(targetLufs);
    const mastered = readAll(withObjectGain(createMemorySource(TRACKS, RATE), gain));
    const measured = [WIDE, NARROW].map((matrix) =>
      measureSource(
        kernels,
        panned(mastered, matrix),
        matrix.map(() => 1),
      ),
    );
    expect(Math.abs(measured[0]!.integratedLufs - targetLufs)).toBeLessThanOrEqual(0.05);
    expect(gain.integratedLufs).toBeCloseTo(measured[0]!.integratedLufs, 2);
    expect(gain.shortfallLu).toBe(0);
    for (const one of measured) {
      expect(one.truePeakDbtp).toBeLessThanOrEqual(CEILING);
      expect(one.itu4xDbtp).toBeLessThanOrEqual(CEILING);
    }
  });

  it('holds to the strictest render: one that sums all tracks needs more reduction than the anchor does', () => {
    const reductionWith = (...others: (readonly (readonly number[])[])[]): number => {
      const master = createObjectMaster(createKernels(32), {
        renders: [WIDE, ...others].map((matrix) => ({ source: panned(TRACKS, matrix), ceilingDbtp: CEILING })),
        anchor: { index: 0, weights: WEIGHTS },
        targetLufs: -14,
      });
      return master.solve(new Float32Array(master.nodes)).maxGainReductionDb;
    };
    expect(reductionWith([[1, 1, 1.4]])).toBeGreaterThan(reductionWith() + 0.5);
  });

  it('is plain gain where nothing is over', () => {
    const gain = solve(-40);
    expect(gain.maxGainReductionDb).toBe(0);
    expect(gain.reductionsDb.every((reduction) => reduction === 0)).toBe(true);
  });

  it('takes what it is told on top, and drives harder to keep the loudness', () => {
    const plain = solve(-20);
    const extra = solve(-20, (nodes) => new Float32Array(nodes).fill(1));
    expect(extra.gainDb - plain.gainDb).toBeCloseTo(1, 1);
    expect(Math.abs(extra.integratedLufs + 20)).toBeLessThanOrEqual(0.05);
  });

  it('stops at the reduction that is allowed and says how much is missing', () => {
    const gain = solve(-8, undefined, 3);
    expect(gain.maxGainReductionDb).toBeLessThanOrEqual(3.2);
    expect(gain.reason).toBe('gain-reduction');
    expect(gain.shortfallLu).toBeCloseTo(-8 - gain.integratedLufs, 6);
  });

  it('finds the same gain again', () => expect(solve(-14)).toEqual(solve(-14)));

  it('refuses renders of different lengths', () => {
    const renders = [SEC, 1].map((sec) => ({ source: createMemorySource([new Float32Array(sec * RATE)], RATE), ceilingDbtp: CEILING }));
    expect(() => createObjectMaster(createKernels(8), { renders, anchor: { index: 0, weights: [1] } })).toThrow(
      expect.objectContaining({ code: 'object-master.renders' }),
    );
  });
});

describe('withObjectGain', () => {
  it('gives the same samples however it is read', () => {
    const source = withObjectGain(createMemorySource(TRACKS, RATE), solve(-12));
    const whole = readAll(source);
    const pieces = TRACKS.map(() => new Float32Array(SEC * RATE));
    for (let frame = 0, k = 0; frame < SEC * RATE; k++) {
      const count = Math.min([1, 777, 16, 5000][k % 4]!, SEC * RATE - frame);
      source.read(pieces, frame, frame, count);
      frame += count;
    }
    expect(sameSamples(pieces, whole)).toBe(true);
  });
});

describe('excessOf', () => {
  it('says by how much a render is over and what would mend it', () => {
    const loud = createMemorySource(
      [Float32Array.from({ length: RATE }, (_, n) => (n > 20000 && n < 24000 ? 1.2 : 0.1) * Math.sin(n / 20))],
      RATE,
    );
    const excess = excessOf(kernels, loud, -1);
    // The burst's edges ring a little over its 1.2.
    expect(Math.abs(excess.overDb - (20 * Math.log10(1.2) + 1))).toBeLessThan(0.15);
    const mended = withObjectGain(loud, {
      gainDb: 0,
      reductionsDb: excess.reductionsDb,
      nodeFrames: nodeFramesAt(RATE),
      maxGainReductionDb: 0,
      integratedLufs: 0,
      shortfallLu: 0,
    });
    expect(measureSource(kernels, mended, [1]).truePeakDbtp).toBeLessThanOrEqual(-0.99);
    const quiet = createMemorySource([new Float32Array(RATE).fill(0.1)], RATE);
    expect(excessOf(kernels, quiet, -1).overDb).toBeLessThan(0);
  });
});
