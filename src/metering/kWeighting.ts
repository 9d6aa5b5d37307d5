import { pow, tan } from '../base/index.ts';

/**
 * K-weighting as the kernel takes it: shelf b0 b1 b2 a1 a2, then high-pass a1 a2 (its b is 1 −2 1, not normalized: −0.691 accounts for it).
 * At 48 kHz this is the standard's table to 1e-13; at other rates the same analogue filters through the pre-warped bilinear transform, as
 * other meters have it: the high-pass's own gain then moves with the rate, by 0.02 dB between 48 and 96 kHz.
 * @source ITU-R BS.1770-5 Annex 1, tables 1 and 2
 */
export function kWeightingCoefficients(sampleRateHz: number): Float64Array {
  const shelf = { frequencyHz: 1681.974450955533, gainDb: 3.999843853973347, q: 0.7071752369554196 };
  const highPass = { frequencyHz: 38.13547087602444, q: 0.5003270373238773 };
  const k = tan((Math.PI * shelf.frequencyHz) / sampleRateHz);
  const high = pow(10, shelf.gainDb / 20);
  const band = pow(high, 0.4996667741545416);
  const a0 = 1 + k / shelf.q + k * k;
  const h = tan((Math.PI * highPass.frequencyHz) / sampleRateHz);
  const c0 = 1 + h / highPass.q + h * h;
  return Float64Array.of(
    (high + (band * k) / shelf.q + k * k) / a0,
    (2 * (k * k - high)) / a0,
    (high - (band * k) / shelf.q + k * k) / a0,
    (2 * (k * k - 1)) / a0,
    (1 - k / shelf.q + k * k) / a0,
    (2 * (h * h - 1)) / c0,
    (1 - h / highPass.q + h * h) / c0,
  );
}
