// What the report pages are made of: figures, signs, lists of checks and axes of plots, as HTML and SVG.
import { QC_RULES, type QcRule } from '../mastering/index.ts';
import { log10 } from '../base/index.ts';
import { THIRD_OCTAVES_HZ } from '../metering/index.ts';
import type { RenderCheck } from './report.ts';

/** Passed or not, and how much there is to look at. */
export function state(render: { readonly passed: boolean; readonly checks: readonly RenderCheck[] }): string {
  const advice = render.checks.filter((check) => check.severity === 'warning').length;
  const words = render.passed ? 'pass' : 'fail';
  return `${lamp(words)} ${words}${advice === 0 ? '' : ` <small>${advice} to look at</small>`}`;
}

const ORDER = { failure: 0, warning: 1, none: 2 } as const;

/** Failures first, then advice, then what is fine in one folded list. */
export function checkList(checks: readonly RenderCheck[]): string {
  const rank = (check: RenderCheck): number => (check.passed ? ORDER[check.severity ?? 'none'] : ORDER.failure);
  const found = checks.filter((check) => rank(check) < ORDER.none).sort((a, b) => rank(a) - rank(b));
  const fine = checks.filter((check) => rank(check) === ORDER.none);
  const item = (
    check: RenderCheck,
  ): string => `<li>${lamp(rank(check) === ORDER.failure ? 'fail' : rank(check) === ORDER.warning ? 'warn' : 'pass')}
<b>${escape(nameOf(check.rule))}</b> <span>${escape(check.message)}${check.why === undefined ? '' : `<em>Why it matters: ${escape(check.why)}.</em>`}</span></li>`;
  return `${found.length === 0 ? '' : `<ul class="checks">${found.map(item).join('')}</ul>`}
${fine.length === 0 ? '' : `<details><summary>${fine.length === 1 ? '1 check' : `${fine.length} checks`} passed</summary><ul class="checks">${fine.map(item).join('')}</ul></details>`}`;
}

/** The rule in words; the report's own rules are words already. */
function nameOf(rule: string): string {
  const known: QcRule | undefined = (QC_RULES as Readonly<Record<string, QcRule>>)[rule];
  const words = rule.replaceAll('-', ' ');
  return known?.name ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export const PLOT = { width: 560, height: 190, left: 36, right: 10, top: 12, bottom: 24 } as const;
export const PLOT_WIDTH = PLOT.width - PLOT.left - PLOT.right;
export const PLOT_HEIGHT = PLOT.height - PLOT.top - PLOT.bottom;

export function line(y: number, label: string): string {
  return `<line class="grid" x1="${PLOT.left}" x2="${PLOT.left + PLOT_WIDTH}" y1="${n(y)}" y2="${n(y)}"/><text x="${PLOT.left - 6}" y="${n(y + 3)}" text-anchor="end">${label}</text>`;
}

export function tick(x: number, label: string): string {
  return `<line class="grid" x1="${n(x)}" x2="${n(x)}" y1="${PLOT.top}" y2="${PLOT.top + PLOT_HEIGHT}"/><text x="${n(x)}" y="${PLOT.height - 8}" text-anchor="middle">${label}</text>`;
}

/** Where a frequency stands in a plot of third octaves. */
export function frequencyX(hz: number): number {
  const low = log10(THIRD_OCTAVES_HZ[0]!);
  const high = log10(THIRD_OCTAVES_HZ.at(-1)!);
  return PLOT.left + ((log10(hz) - low) / (high - low)) * PLOT_WIDTH;
}

export function frequencyTicks(): string {
  const octaves = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000];
  return octaves.map((hz) => tick(frequencyX(hz), hz < 1000 ? String(hz) : `${hz / 1000}k`)).join('');
}

/** Lines through the points; gaps where there are none. */
export function paths(points: readonly (readonly [number, number] | null)[], attributes = 'class="curve"'): string {
  let d = '';
  let isDown = false;
  for (const point of points) {
    if (point !== null) {
      d += `${isDown ? 'L' : 'M'}${n(point[0])} ${n(point[1])}`;
    }
    isDown = point !== null;
  }
  return `<path ${attributes} d="${d}"/>`;
}

/** At most eight round times. */
export function timeMarks(lengthSec: number): readonly number[] {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find((one) => lengthSec / one <= 8) ?? 7200;
  return Array.from({ length: Math.floor(lengthSec / step) + 1 }, (_, k) => k * step);
}

/** Never colour alone: each kind has a shape of its own. */
export function lamp(kind: 'pass' | 'warn' | 'fail'): string {
  const sign = { pass: '✓', warn: '!', fail: '✕' }[kind];
  return `<span class="lamp ${kind}" aria-hidden="true">${sign}</span>`;
}

export function figure(value: number | null, digits = 1): string {
  return value === null ? '−∞' : minus(value.toFixed(digits));
}

export function minus(text: string): string {
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

export function clock(sec: number): string {
  const whole = Math.round(sec);
  const hours = Math.floor(whole / 3600);
  const minutes = String(Math.floor(whole / 60) % 60);
  return `${hours > 0 ? `${hours}:${minutes.padStart(2, '0')}` : minutes}:${String(whole % 60).padStart(2, '0')}`;
}

export function n(value: number): string {
  return value.toFixed(1);
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
