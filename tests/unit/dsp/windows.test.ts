import { describe, expect, it } from 'vitest';
import { blackmanHarrisWindow, hannWindow, kaiser, kaiserBeta, kaiserTaps } from '../../../src/dsp/index.ts';

/** Largest side lobe beyond `mainLobeBins`, dB, by a direct transform on a grid eight times as fine. */
function sideLobeDb(window: Float64Array, mainLobeBins: number): number {
  const sum = window.reduce((a, b) => a + b, 0);
  let worst = -Infinity;
  for (let bin = mainLobeBins; bin < window.length / 2; bin += 0.125) {
    let re = 0;
    let im = 0;
    window.forEach((x, k) => {
      re += x * Math.cos((2 * Math.PI * bin * k) / window.length);
      im += x * Math.sin((2 * Math.PI * bin * k) / window.length);
    });
    worst = Math.max(worst, 20 * Math.log10(Math.hypot(re, im) / sum));
  }
  return worst;
}

describe('windows', () => {
  it('Hann: halves overlapped add up to 1; side lobes at −31.5 dB', () => {
    const window = hannWindow(64);
    for (let k = 0; k < 32; k++) {
      expect(window[k]! + window[k + 32]!).toBeCloseTo(1, 14);
    }
    expect(sideLobeDb(window, 2)).toBeCloseTo(-31.5, 0);
  });

  it('Blackman–Harris: side lobes at −92 dB', () => {
    expect(sideLobeDb(blackmanHarrisWindow(128), 4)).toBeCloseTo(-92, 0);
  });

  it('Kaiser: a windowed sinc of the taps that Kaiser asks for has the stop band asked for', () => {
    const taps = kaiserTaps(100, 0.05);
    const beta = kaiserBeta(100);
    const middle = (taps - 1) / 2;
    const filter = Float64Array.from({ length: taps }, (_, k) => {
      const x = 2 * Math.PI * 0.2 * (k - middle);
      return kaiser((k - middle) / middle, beta) * (x === 0 ? 1 : Math.sin(x) / x);
    });
    expect(kaiser(0, beta)).toBe(1);
    expect(kaiser(1.01, beta)).toBe(0);
    const sum = filter.reduce((a, b) => a + b, 0);
    for (let f = 0.225; f <= 0.5; f += 0.001) {
      let re = 0;
      let im = 0;
      filter.forEach((x, k) => {
        re += x * Math.cos(2 * Math.PI * f * k);
        im += x * Math.sin(2 * Math.PI * f * k);
      });
      expect(20 * Math.log10(Math.hypot(re, im) / sum)).toBeLessThan(-98);
    }
  });
});
