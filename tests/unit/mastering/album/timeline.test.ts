import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CD_SECTOR_FRAMES,
  cdTime,
  cdTroubles,
  convertedCuts,
  gaplessRuns,
  planSides,
  planTimeline,
} from '../../../../src/mastering/index.ts';

const track = (lengthFrames: number, gapSec = 0, gapless = false) => ({ lengthFrames, gapSec, gapless });

describe('planTimeline', () => {
  it('puts gaps between tracks and ends each file where the next begins', () => {
    const spans = planTimeline([track(100, 0.01), track(50, 0.02), track(70, 0, true)], 1000);
    expect(spans.map(({ startFrame, endFrame }) => [startFrame, endFrame])).toEqual([
      [10, 110],
      [130, 180],
      [180, 250],
    ]);
    expect(spans.map(({ fileStartFrame, fileEndFrame }) => [fileStartFrame, fileEndFrame])).toEqual([
      [0, 130],
      [130, 180],
      [180, 250],
    ]);
    expect(spans.map((span) => span.gapFrames)).toEqual([10, 20, 0]);
  });

  it('on a CD a track with silence before it moves, a joint stays and its cut moves', () => {
    const [first, second, third] = planTimeline([track(44100 * 10 + 100), track(44100 * 5 + 7, 2), track(44100 * 5, 0, true)], 44100, 588);
    expect(first!.startFrame).toBe(0);
    expect(second!.startFrame % 588).toBe(0);
    expect(second!.fileStartFrame).toBe(second!.startFrame);
    expect(third!.startFrame).toBe(second!.endFrame);
    expect(third!.fileStartFrame % 588).toBe(0);
    expect(third!.fileStartFrame - third!.startFrame).toBe(third!.shiftFrames);
    expect(third!.fileEndFrame % 588).toBe(0);
    expect(third!.fileEndFrame).toBeGreaterThanOrEqual(third!.endFrame);
  });

  it('whatever the album: files in a row without a hole, on the grid, half a step moved at most, no music lost or over another', () => {
    const tracks = fc.array(
      fc.record({
        lengthFrames: fc.integer({ min: 1, max: 200000 }),
        gapSec: fc.double({ min: 0, max: 5, noNaN: true }),
        gapless: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(tracks, fc.constantFrom(1, CD_SECTOR_FRAMES), (list, grid) => {
        const album = list.map((one, k) => ({ ...one, gapless: one.gapless && k > 0 }));
        const spans = planTimeline(album, 44100, grid);
        spans.forEach((span, k) => {
          const before = spans[k - 1];
          expect(span.endFrame - span.startFrame).toBe(album[k]!.lengthFrames);
          expect(span.fileStartFrame).toBe(before?.fileEndFrame ?? 0);
          expect(span.fileStartFrame % grid).toBe(0);
          expect(Math.abs(span.shiftFrames)).toBeLessThanOrEqual(grid / 2);
          expect(span.startFrame - (before?.endFrame ?? 0)).toBe(span.gapFrames);
          expect(span.gapFrames).toBeGreaterThanOrEqual(0);
          if (album[k]!.gapless) {
            expect(span.gapFrames).toBe(0);
          }
          expect(Math.abs(span.gapFrames - (album[k]!.gapless ? 0 : album[k]!.gapSec * 44100))).toBeLessThanOrEqual(grid / 2 + 0.5);
        });
        expect(spans.at(-1)!.fileEndFrame).toBeGreaterThanOrEqual(spans.at(-1)!.endFrame);
      }),
      { seed: 60908, numRuns: 200 },
    );
  });
});

describe('gaplessRuns, convertedCuts', () => {
  it('runs begin with tracks that are not gapless', () => {
    const runs = gaplessRuns([false, true, true, false, false, true].map((gapless) => ({ gapless })));
    expect(runs).toEqual([[0, 1, 2], [3], [4, 5]]);
  });

  it('cuts of a converted run are rounded from its own rate, not from one another', () => {
    // 44.1 → 48 kHz: 100 frames are 108.84, 200 are 217.69.
    expect(convertedCuts([100, 100, 100], 44100, 48000, 327)).toEqual([109, 218, 327]);
  });
});

describe('media', () => {
  it('sides of a record: 22 minutes', () => {
    const minutes = (count: number) => track(count * 60 * 100);
    const sides = planSides(planTimeline([minutes(12), minutes(9), minutes(11), minutes(12)], 100), [2, 2], 100);
    expect(sides).toMatchObject([
      { name: 'A', firstTrack: 1, lastTrack: 2, lengthSec: 21 * 60, isLong: false },
      { name: 'B', firstTrack: 3, lastTrack: 4, lengthSec: 23 * 60, isLong: true },
    ]);
  });

  it('a CD has 79:57 and tracks of 4 s', () => {
    const trouble = (seconds: readonly number[]): readonly string[] =>
      cdTroubles(
        planTimeline(
          seconds.map((sec) => track(sec * 44100)),
          44100,
          588,
        ),
        44100,
      );
    expect(trouble([4, 60])).toEqual([]);
    expect(trouble([3, 60])).toHaveLength(1);
    expect(trouble([4797, 4])).toHaveLength(1);
  });

  it('CD time: 75 sectors a second', () => {
    expect(cdTime(0)).toBe('00:00:00');
    expect(cdTime(588 * 74)).toBe('00:00:74');
    expect(cdTime(44100 * 61)).toBe('01:01:00');
  });
});
