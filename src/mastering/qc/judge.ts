import type { QcLimits } from './rules.ts';
import type { QcCheck, QcPlace, QcStatus } from './types.ts';

const MAX_PLACES = 8;

/** A check's result in words. */
export function result(limits: QcLimits, status: QcStatus, message: string, where: readonly QcPlace[] = []): QcCheck {
  const isFine = status === 'pass' || status === 'skip';
  return {
    rule: limits.id,
    name: limits.name,
    status,
    isBinding: limits.isBinding,
    message,
    where: isFine ? [] : where.slice(0, MAX_PLACES),
    why: limits.why,
    mend: isFine ? '' : limits.mend,
  };
}

export function skip(limits: QcLimits, why: string): QcCheck {
  return result(limits, 'skip', why);
}

/** Warns and fails where the figure lies above its thresholds, or, for `below`, under them. */
export function statusOf(limits: QcLimits, value: number, side: 'above' | 'below' = 'above'): QcStatus {
  const sign = side === 'above' ? 1 : -1;
  const exceeds = (threshold: number | undefined): boolean => threshold !== undefined && sign * (value - threshold) > 0;
  return exceeds(limits.fail) ? 'fail' : exceeds(limits.warn) ? 'warn' : 'pass';
}

/** The worse of two. */
export function worse(a: QcStatus, b: QcStatus): QcStatus {
  const order: readonly QcStatus[] = ['skip', 'pass', 'warn', 'fail'];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** No binding check failed. */
export function isPassed(checks: readonly QcCheck[]): boolean {
  return checks.every((check) => check.status !== 'fail' || !check.isBinding);
}

/** A figure with a true minus sign; −∞ for silence. */
export function show(value: number, digits = 1): string {
  const text = Number.isFinite(value) ? value.toFixed(digits) : value > 0 ? '∞' : '−∞';
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** `1:02:03.450`, `2:03.450`. */
export function timeCode(sec: number): string {
  const ms = Math.round(sec * 1000);
  const hours = Math.floor(ms / 3600000);
  const minutes = Math.floor(ms / 60000) % 60;
  const rest = `${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Places in words: `L 0:01.000–0:02.500, R 0:03.000, and 4 more`. */
export function describePlaces(places: readonly QcPlace[], count = places.length): string {
  const shown = places.slice(0, 3).map(({ fromSec, toSec, channel }) => {
    const range = toSec === undefined || toSec === fromSec ? timeCode(fromSec) : `${timeCode(fromSec)}–${timeCode(toSec)}`;
    return channel === undefined ? range : `${channel} ${range}`;
  });
  return shown.join(', ') + (count > shown.length ? `, and ${count - shown.length} more` : '');
}
