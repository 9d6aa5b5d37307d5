// Numbers as the studio writes them: tabular, with a true minus sign, one decimal for dB and LU, two for positions.
import { METER_FLOOR_DB } from '../../engine/index.ts';

const MINUS = '−';

/** Fixed decimals; never "−0.0". */
export function formatNumber(value: number, decimals: number): string {
  if (value === -Infinity || value === Infinity) {
    return value < 0 ? `${MINUS}∞` : '∞';
  }
  if (Number.isNaN(value)) {
    return '–';
  }
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** Decibels: `−6.0`; silence is `−∞`. */
export function formatDb(db: number, decimals = 1): string {
  return db <= METER_FLOOR_DB ? `${MINUS}∞` : formatNumber(db, decimals);
}

/** With a plus sign for what is above nothing: `+2.0`. */
export function formatSigned(value: number, decimals = 1): string {
  const text = formatNumber(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/** `80 Hz`, `1.25 kHz`. */
export function formatHz(hz: number): string {
  if (hz < 1000) {
    return `${formatNumber(hz, hz < 100 ? 1 : 0).replace(/\.0$/, '')} Hz`;
  }
  return `${formatNumber(hz / 1000, hz < 10_000 ? 2 : 1)} kHz`;
}

/** `3:07` or `3:07.4`. */
export function formatDuration(sec: number, decimals = 0): string {
  const whole = Math.max(0, decimals === 0 ? Math.round(sec) : sec);
  const minutes = Math.floor(whole / 60);
  const rest = (whole - minutes * 60).toFixed(decimals);
  return `${minutes}:${rest.padStart(decimals === 0 ? 2 : 3 + decimals, '0')}`;
}

/** `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]!}`;
}
