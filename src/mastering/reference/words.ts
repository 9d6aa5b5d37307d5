// Figures as the sentences of a proposal say them.
import type { EqBand } from '../../scene/index.ts';

export function inDb(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits);
  return `${Number(text) === 0 ? '' : value < 0 ? '−' : '+'}${text} dB`;
}

/** A number that may be negative, with a real minus. */
export function figure(value: number, digits = 1): string {
  return value.toFixed(digits).replace('-', '−');
}

export function inHz(hz: number): string {
  return hz < 1000 ? `${Math.round(hz)} Hz` : `${Number((hz / 1000).toFixed(hz < 10000 ? 2 : 1))} kHz`;
}

const SHAPES = { bell: 'bell', lowShelf: 'low shelf', highShelf: 'high shelf', highPass: 'high-pass', lowPass: 'low-pass' } as const;

/** `+2.0 dB low shelf at 120 Hz`. */
export function bandInWords(band: EqBand): string {
  return band.gainDb === undefined
    ? `${SHAPES[band.type]} at ${inHz(band.frequencyHz)}, ${band.slopeDbPerOct ?? 12} dB/oct`
    : `${inDb(band.gainDb)} ${SHAPES[band.type]} at ${inHz(band.frequencyHz)}`;
}
