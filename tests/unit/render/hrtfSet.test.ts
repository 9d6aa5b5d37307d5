import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/base/index.ts';
import {
  encodeHrtfSet,
  type HrtfSet,
  type MeasuredHrtf,
  parseHrtfSet,
  prepareHrtfSet,
  resampleHrtfSet,
} from '../../../src/render/binaural/index.ts';
import { fromPolar } from '../../reference/binaural.ts';
import { kemar, renderPaths } from '../../reference/binauralBench.ts';

describe('the set as a file', () => {
  const set = kemar();
  const bytes = encodeHrtfSet({ ...set, name: 'Kopf ü', notice: 'two\nlines' });

  it('reads back as it was written', () => {
    const back = parseHrtfSet(bytes);
    expect(back.name).toBe('Kopf ü');
    expect(back.notice).toBe('two\nlines');
    expect(back.ears[0]!.filters).toEqual(set.ears[0]!.filters);
    expect(back.triangles).toEqual(set.triangles);
    expect(back.ears[0]!.delaysFrames).toEqual(set.ears[0]!.delaysFrames);
  });

  it('reads from the middle of a larger buffer', () => {
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(parseHrtfSet(larger.subarray(3)).taps).toBe(set.taps);
  });

  it('refuses anything else with an error of ours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 47 }),
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 0, max: bytes.length }),
        (at, value, length) => {
          const broken = bytes.slice(0, length % 3 === 0 ? bytes.length : length);
          broken[at] = value;
          try {
            parseHrtfSet(broken);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { seed: 2127, numRuns: 200 },
    );
    expect(() => parseHrtfSet(new Uint8Array(0))).toThrowError(InputError);
    expect(() => parseHrtfSet(bytes.subarray(0, bytes.length - 1))).toThrowError(/length/);
  });
});

/** A set of pulses: two ears on a sphere without shadow, rings that begin at different moments, one strong resonance in the "loudspeaker". */
function pulses(radiusFrames: number, ringStartFrames: (elevationDeg: number) => number, sampleRateHz: number): MeasuredHrtf {
  const directions: number[] = [];
  const left: Float64Array[] = [];
  const right: Float64Array[] = [];
  const pulse = (at: number): Float64Array =>
    Float64Array.from({ length: 256 }, (_, n) => {
      const t = n - at;
      const window = Math.abs(t) < 32 ? 0.5 + 0.5 * Math.cos((Math.PI * t) / 32) : 0;
      const body = Math.abs(t) < 1e-9 ? 1 : Math.sin(0.9 * Math.PI * t) / (0.9 * Math.PI * t);
      const ringing = t > 0 ? 0.3 * Math.sin(0.35 * t) * Math.exp(-t / 12) : 0;
      return 0.2 * (body * window + ringing);
    });
  for (let elevation = -75; elevation <= 75; elevation += 25) {
    for (let azimuth = 0; azimuth < 360; azimuth += 30) {
      const [x, y, z] = fromPolar(azimuth, elevation);
      directions.push(x, y, z);
      const path = (cosine: number): number => radiusFrames * (cosine >= 0 ? -cosine : Math.acos(cosine) - Math.PI / 2);
      left.push(pulse(60 + ringStartFrames(elevation) + path(-x)));
      right.push(pulse(60 + ringStartFrames(elevation) + path(x)));
    }
  }
  return {
    name: 'pulses',
    notice: '',
    sampleRateHz,
    directions: Float64Array.from(directions),
    ears: [{ responses: left }, { responses: right }],
  };
}

describe('preparing a measured set', () => {
  const delayAt = (set: HrtfSet, ear: 0 | 1, azimuthDeg: number): number => {
    const [x, y, z] = fromPolar(azimuthDeg, 0);
    let best = 0;
    let cosine = -2;
    for (let k = 0; k < set.directions.length / 3; k++) {
      const c = x * set.directions[3 * k]! + y * set.directions[3 * k + 1]! + z * set.directions[3 * k + 2]!;
      if (c > cosine) {
        cosine = c;
        best = k;
      }
    }
    return set.ears[ear]!.delaysFrames[best]!;
  };
  const prepared = prepareHrtfSet(pulses(12, () => 0, 48000));

  it('finds the sphere’s delays: (a/c)(θ + sin θ) between the ears', () => {
    for (const azimuthDeg of [0, 30, 60, 90]) {
      const theta = (azimuthDeg * Math.PI) / 180;
      const expected = 12 * (theta + Math.sin(theta));
      expect(Math.abs(delayAt(prepared, 1, azimuthDeg) - delayAt(prepared, 0, azimuthDeg) - expected)).toBeLessThan(0.5);
    }
  });

  it('takes the loudspeaker out: every filter is flat within 0.6 dB, 300 Hz to 15 kHz, and at 0 dB', () => {
    for (const k of [0, 30, 60]) {
      for (const hz of [300, 1000, 2700, 6000, 12000, 15000]) {
        let re = 0;
        let im = 0;
        for (let n = 0; n < prepared.taps; n++) {
          const sample = prepared.ears[0]!.filters[k * prepared.taps + n]!;
          re += sample * Math.cos((2 * Math.PI * hz * n) / 48000);
          im += sample * Math.sin((2 * Math.PI * hz * n) / 48000);
        }
        expect(Math.abs(10 * Math.log10(re * re + im * im))).toBeLessThan(0.6);
      }
    }
  });

  it('adds the delays that a file keeps apart from its responses', () => {
    const whole = pulses(12, () => 0, 48000);
    const cut = prepareHrtfSet({
      ...whole,
      ears: whole.ears.map(({ responses }) => {
        const delaysFrames = Float64Array.from(responses, (_, k) => k % 11);
        return { responses: responses.map((response, k) => response.slice(k % 11)), delaysFrames };
      }),
    });
    for (const azimuthDeg of [-60, 0, 90]) {
      expect(delayAt(cut, 0, azimuthDeg)).toBeCloseTo(delayAt(prepared, 0, azimuthDeg), 1);
    }
  });

  it('does not mind rings that begin at different moments', () => {
    const uneven = prepareHrtfSet(pulses(12, (elevation) => (Math.abs(elevation) === 25 ? 4 : -3), 48000));
    for (const azimuthDeg of [-60, 0, 90]) {
      expect(Math.abs(delayAt(uneven, 0, azimuthDeg) - delayAt(prepared, 0, azimuthDeg))).toBeLessThan(0.5);
    }
    const difference = uneven.ears[0]!.filters.reduce((sum, s, k) => sum + (s - prepared.ears[0]!.filters[k]!) ** 2, 0);
    const energy = prepared.ears[0]!.filters.reduce((sum, s) => sum + s * s, 0);
    expect(10 * Math.log10(difference / energy)).toBeLessThan(-20);
  });

  it('reads two ears each through its own: a source at the left comes first on the left', () => {
    const impulse = Float32Array.from({ length: 512 }, (_, k) => (k === 0 ? 1 : 0));
    const { left, right } = renderPaths(prepared, [{ signal: impulse, path: () => [-1, 0, 0, 1] }]);
    const peak = (signal: Float32Array): number => signal.reduce((best, s, k) => (Math.abs(s) > Math.abs(signal[best]!) ? k : best), 0);
    expect(peak(right) - peak(left)).toBeGreaterThan(25);
    expect(peak(right) - peak(left)).toBeLessThan(37);
  });

  it('keeps responses at other rates: same delays in time', () => {
    const doubled = resampleHrtfSet(prepared, 96000);
    expect(doubled.ears[0]!.delaysFrames[5]).toBeCloseTo(2 * prepared.ears[0]!.delaysFrames[5]!, 9);
    expect(resampleHrtfSet(prepared, 48000)).toBe(prepared);
  });

  it('refuses too few directions', () => {
    const { directions, ...rest } = pulses(12, () => 0, 48000);
    expect(() => prepareHrtfSet({ ...rest, directions: directions.slice(0, 30) })).toThrowError(InputError);
  });
});
