import { log10 } from '../base/index.ts';
import { THIRD_OCTAVES_HZ } from '../metering/index.ts';
import { QC_RULES, TRANSLATION_BANDS, type QcRule } from '../mastering/index.ts';
import type { MasterReport, RenderCheck, RenderReport } from './report.ts';
import { REPORT_STYLE } from './reportStyle.ts';

/**
 * The report as one HTML page that needs nothing else: the renders, their loudness over time and spectra, how they translate, and every
 * check with what it means and the way on. Dark on a screen, black on white on paper.
 */
export function reportPage(report: MasterReport): string {
  const title = report.title === '' ? report.input : report.title;
  const verdict = report.passed ? 'Every delivery limit is met' : 'A delivery limit is not met';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}: master report</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<header>
<p class="caption">Master report</p>
<h1>${escape(title)}</h1>
<p class="verdict">${lamp(report.passed ? 'pass' : 'fail')} ${verdict}</p>
</header>
${rendersTable(report.renders)}
${translation(report)}
${report.renders.map(renderSection).join('\n')}
${warnings(report)}
<footer>
<dl>
<dt>Input</dt><dd>${escape(report.input)}</dd>
<dt>SHA-256</dt><dd class="hash">${escape(report.inputSha256)}</dd>
<dt>Renderer</dt><dd>${escape(report.renderer)}</dd>
<dt>Meter</dt><dd>${escape(report.meter)}</dd>
</dl>
<p>Loudness, peaks and checks were read from the written files.</p>
</footer>
</main>
</body>
</html>
`;
}

function rendersTable(renders: readonly RenderReport[]): string {
  const rows = renders.map(
    (r) => `<tr><th scope="row"><a href="#${idOf(r)}">${escape(r.render)}</a><small>${escape(r.file)}</small></th>
<td>${figure(r.integratedLufs)}</td><td>${figure(r.maxShortTermLufs)}</td><td>${figure(r.lraLu)}</td><td>${figure(r.truePeakDbtp, 2)}</td>
<td>${figure(r.gainDb)}</td><td>${figure(r.maxGainReductionDb)}</td><td class="text">${escape(r.preset ?? '–')}</td><td class="text">${state(r)}</td></tr>`,
  );
  return `<section>
<table>
<thead><tr><th scope="col">Render</th><th scope="col">Integrated <i>LUFS</i></th><th scope="col">Max short-term <i>LUFS</i></th><th scope="col">Range <i>LU</i></th><th scope="col">True peak <i>dBTP</i></th><th scope="col">Gain <i>dB</i></th><th scope="col">Max reduction <i>dB</i></th><th scope="col" class="text">Preset</th><th scope="col" class="text">Result</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</section>`;
}

function state(render: RenderReport): string {
  const advice = render.checks.filter((check) => check.severity === 'warning').length;
  const words = render.passed ? 'pass' : 'fail';
  return `${lamp(words)} ${words}${advice === 0 ? '' : ` <small>${advice} to look at</small>`}`;
}

function translation(report: MasterReport): string {
  if (report.translation === undefined || report.translation.length < 2) {
    return '';
  }
  const rows = report.translation.map(
    (row) =>
      `<tr><th scope="row">${escape(row.render)}</th>${cell(row.deltaLu, 2, 4)}${cell(row.maxShortTermDeltaLu, 2, 4)}${row.bandsDb.map((delta) => cell(delta, 3, 6)).join('')}</tr>`,
  );
  const bands = TRANSLATION_BANDS.map(
    (band) => `<th scope="col">${band.name} <i>${bandEdge(band.fromHz)}–${bandEdge(band.toHz)}</i></th>`,
  ).join('');
  return `<section>
<h2>Translation</h2>
<p class="note">What a listener to each render hears against the anchor, at the gain of the mix: loudness in LU, then level by band with loudness matched, in dB.</p>
<table>
<thead><tr><th scope="col">Render</th><th scope="col">Integrated</th><th scope="col">Max short-term</th>${bands}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${checkList(report.checks ?? [])}
</section>`;
}

function bandEdge(hz: number): string {
  return hz < 1000 ? `${hz} Hz` : `${hz / 1000} kHz`;
}

function cell(value: number, warn: number, fail: number): string {
  const size = Math.abs(value);
  const kind = size > fail ? ' class="fail"' : size > warn ? ' class="warn"' : '';
  return `<td${kind}>${value > 0 ? '+' : ''}${figure(value)}</td>`;
}

function renderSection(render: RenderReport): string {
  const length = render.frames / render.sampleRateHz;
  return `<section id="${idOf(render)}" class="render">
<h2>${escape(render.render)} ${state(render)}</h2>
<p class="note">${escape(render.file)}, ${render.channels} channels (${escape(render.channelLabels.join(' '))}), ${render.sampleRateHz / 1000} kHz, ${escape(render.format)}, ${clock(length)}</p>
${render.curves === undefined ? '' : `<div class="plots">${loudnessPlot(render)}${spectrumPlot(render)}</div>`}
${checkList(render.checks)}
</section>`;
}

const ORDER = { failure: 0, warning: 1, none: 2 } as const;

/** Failures first, then advice, then what is fine in one folded list. */
function checkList(checks: readonly RenderCheck[]): string {
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

const PLOT = { width: 560, height: 190, left: 36, right: 10, top: 12, bottom: 24 } as const;
const PLOT_WIDTH = PLOT.width - PLOT.left - PLOT.right;
const PLOT_HEIGHT = PLOT.height - PLOT.top - PLOT.bottom;

/** Short-term loudness over time, with the integrated loudness as a line. */
function loudnessPlot(render: RenderReport): string {
  const { stepSec, shortTermLufs } = render.curves!;
  const known = shortTermLufs.filter((value) => value !== null);
  if (known.length < 2) {
    return '';
  }
  const top = Math.ceil((Math.max(...known) + 1) / 6) * 6;
  const bottom = top - 36;
  const lengthSec = Math.max(stepSec, render.frames / render.sampleRateHz);
  const x = (sec: number): number => PLOT.left + (sec / lengthSec) * PLOT_WIDTH;
  const y = (lufs: number): number => PLOT.top + ((top - Math.max(bottom, lufs)) / (top - bottom)) * PLOT_HEIGHT;
  const grid = [0, 1, 2, 3, 4, 5, 6].map((k) => line(y(top - 6 * k), minus(String(top - 6 * k)))).join('');
  const marks = timeMarks(lengthSec).map((sec) => tick(x(sec), clock(sec)));
  const target = render.integratedLufs;
  const mean =
    target === null
      ? ''
      : `<line class="mean" x1="${PLOT.left}" x2="${PLOT.left + PLOT_WIDTH}" y1="${n(y(target))}" y2="${n(y(target))}"/>`;
  return `<figure><figcaption>Short-term loudness <i>LUFS</i></figcaption><svg viewBox="0 0 ${PLOT.width} ${PLOT.height}" role="img" aria-label="Short-term loudness over time">
${grid}${marks.join('')}${mean}${paths(shortTermLufs.map((value, k) => (value === null ? null : [x((k + 1) * stepSec), y(value)])))}</svg></figure>`;
}

/** Long-term spectrum in third octaves, the loudest at the top. */
function spectrumPlot(render: RenderReport): string {
  const levels = render.curves!.thirdOctavesDb;
  const known = levels.filter((value) => value !== null);
  if (known.length < 2) {
    return '';
  }
  const top = Math.ceil((Math.max(...known) + 3) / 12) * 12;
  const bottom = top - 72;
  const low = log10(THIRD_OCTAVES_HZ[0]!);
  const high = log10(THIRD_OCTAVES_HZ.at(-1)!);
  const x = (hz: number): number => PLOT.left + ((log10(hz) - low) / (high - low)) * PLOT_WIDTH;
  const y = (db: number): number => PLOT.top + ((top - Math.max(bottom, db)) / (top - bottom)) * PLOT_HEIGHT;
  const grid = [0, 1, 2, 3, 4, 5, 6].map((k) => line(y(top - 12 * k), minus(String(top - 12 * k)))).join('');
  const marks = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000].map((hz) => tick(x(hz), hz < 1000 ? String(hz) : `${hz / 1000}k`));
  return `<figure><figcaption>Spectrum, third octaves <i>dB</i></figcaption><svg viewBox="0 0 ${PLOT.width} ${PLOT.height}" role="img" aria-label="Long-term spectrum">
${grid}${marks.join('')}${paths(levels.map((value, k) => (value === null ? null : [x(THIRD_OCTAVES_HZ[k]!), y(value)])))}</svg></figure>`;
}

function line(y: number, label: string): string {
  return `<line class="grid" x1="${PLOT.left}" x2="${PLOT.left + PLOT_WIDTH}" y1="${n(y)}" y2="${n(y)}"/><text x="${PLOT.left - 6}" y="${n(y + 3)}" text-anchor="end">${label}</text>`;
}

function tick(x: number, label: string): string {
  return `<line class="grid" x1="${n(x)}" x2="${n(x)}" y1="${PLOT.top}" y2="${PLOT.top + PLOT_HEIGHT}"/><text x="${n(x)}" y="${PLOT.height - 8}" text-anchor="middle">${label}</text>`;
}

/** Lines through the points; gaps where there are none. */
function paths(points: readonly (readonly [number, number] | null)[]): string {
  let d = '';
  let isDown = false;
  for (const point of points) {
    if (point !== null) {
      d += `${isDown ? 'L' : 'M'}${n(point[0])} ${n(point[1])}`;
    }
    isDown = point !== null;
  }
  return `<path class="curve" d="${d}"/>`;
}

/** At most eight round times. */
function timeMarks(lengthSec: number): readonly number[] {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find((one) => lengthSec / one <= 8) ?? 7200;
  return Array.from({ length: Math.floor(lengthSec / step) + 1 }, (_, k) => k * step);
}

function warnings({ warnings: list }: MasterReport): string {
  return list.length === 0
    ? ''
    : `<section><h2>Warnings</h2><ul class="checks">${list
        .map(
          (warning) =>
            `<li>${lamp('warn')} <b>${escape(warning.code)}</b> <span>${escape(warning.at)}: ${escape(warning.message)}</span></li>`,
        )
        .join('')}</ul></section>`;
}

/** Never colour alone: each kind has a shape of its own. */
function lamp(kind: 'pass' | 'warn' | 'fail'): string {
  const sign = { pass: '✓', warn: '!', fail: '✕' }[kind];
  return `<span class="lamp ${kind}" aria-hidden="true">${sign}</span>`;
}

function figure(value: number | null, digits = 1): string {
  return value === null ? '−∞' : minus(value.toFixed(digits));
}

function minus(text: string): string {
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

function clock(sec: number): string {
  const whole = Math.round(sec);
  const hours = Math.floor(whole / 3600);
  const minutes = String(Math.floor(whole / 60) % 60);
  return `${hours > 0 ? `${hours}:${minutes.padStart(2, '0')}` : minutes}:${String(whole % 60).padStart(2, '0')}`;
}

function n(value: number): string {
  return value.toFixed(1);
}

function idOf(render: RenderReport): string {
  return `render-${escape(render.file === '' ? render.render : render.file).replaceAll(/[^\w.-]/g, '-')}`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
