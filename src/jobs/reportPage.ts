import { THIRD_OCTAVES_HZ } from '../metering/index.ts';
import { TRANSLATION_BANDS } from '../mastering/index.ts';
import type { MasterReport, RenderReport } from './report.ts';
import {
  checkList,
  clock,
  escape,
  figure,
  frequencyTicks,
  frequencyX,
  lamp,
  line,
  minus,
  n,
  paths,
  PLOT,
  PLOT_HEIGHT,
  PLOT_WIDTH,
  state,
  tick,
  timeMarks,
} from './reportParts.ts';
import { contributionTables } from './reportContributions.ts';
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

function translation(report: MasterReport): string {
  const checks = checkList(report.checks ?? []);
  if (report.translation === undefined || report.translation.length < 2) {
    return report.checks === undefined ? '' : `<section>\n<h2>Elements</h2>\n${checks}\n</section>`;
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
${checks}
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
${contributionTables(render)}
${checkList(render.checks)}
</section>`;
}

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
  const y = (db: number): number => PLOT.top + ((top - Math.max(bottom, db)) / (top - bottom)) * PLOT_HEIGHT;
  const grid = [0, 1, 2, 3, 4, 5, 6].map((k) => line(y(top - 12 * k), minus(String(top - 12 * k)))).join('');
  return `<figure><figcaption>Spectrum, third octaves <i>dB</i></figcaption><svg viewBox="0 0 ${PLOT.width} ${PLOT.height}" role="img" aria-label="Long-term spectrum">
${grid}${frequencyTicks()}${paths(levels.map((value, k) => (value === null ? null : [frequencyX(THIRD_OCTAVES_HZ[k]!), y(value)])))}</svg></figure>`;
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

function idOf(render: RenderReport): string {
  return `render-${escape(render.file === '' ? render.render : render.file).replaceAll(/[^\w.-]/g, '-')}`;
}
