import { checkList, clock, escape, figure, lamp, state } from '../reportParts.ts';
import type { RenderCheck } from '../report.ts';
import { REPORT_STYLE } from '../reportStyle.ts';
import { albumPlot, levelBar, tonePlots, trackColour } from './albumPlots.ts';
import type { AlbumRenderReport, AlbumReport, AlbumTrackReport } from './albumReport.ts';
import { ALBUM_STYLE } from './albumStyle.ts';

/**
 * The album's report as one HTML page that needs nothing else: its renders, its tracks on a timeline, their tone over one another, how the
 * renders compare, and every check of every file with what it means and the way on. Dark on a screen, black on white on paper.
 */
export function albumPage(report: AlbumReport): string {
  const lead = report.renders.find((render) => !render.isAnchored) ?? report.renders[0]!;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(report.title)}: album report</title>
<style>${REPORT_STYLE}${ALBUM_STYLE}</style>
</head>
<body>
<main>
<header>
<p class="caption">Album report</p>
<h1>${escape(report.title)} <small>${escape(report.artist)}</small></h1>
<p class="verdict">${lamp(report.passed ? 'pass' : 'fail')} ${report.passed ? 'Every delivery limit is met' : 'A delivery limit is not met'}</p>
</header>
${albumTable(report)}
<section>${albumPlot(report, lead)}</section>
${trackTable(report, lead)}
${toneSection(report)}
${translation(report)}
${report.renders.map((render) => renderSection(report, render)).join('\n')}
${warnings(report)}
<footer>
<dl>
<dt>Album</dt><dd>${escape(report.input)}${report.upc === undefined ? '' : `, UPC/EAN ${escape(report.upc)}`}</dd>
<dt>SHA-256</dt><dd class="hash">${escape(report.inputSha256)}</dd>
<dt>Renderer</dt><dd>${escape(report.renderer)}</dd>
<dt>Meter</dt><dd>${escape(report.meter)}</dd>
</dl>
<p>Loudness, peaks, spectra and checks were read from the written files${report.renders.length > 1 ? ', of every render' : ''}.</p>
</footer>
</main>
</body>
</html>
`;
}

function albumTable(report: AlbumReport): string {
  const rows = report.renders.map(
    (
      render,
    ) => `<tr><th scope="row"><a href="#${idOf(render)}">${escape(render.render)}</a><small>${render.tracks.length} files, ${clock(render.frames / render.sampleRateHz)}, ${escape(render.format)}</small></th>
<td>${figure(render.integratedLufs)}</td><td>${figure(render.maxShortTermLufs)}</td><td>${figure(render.lraLu)}</td><td>${figure(render.truePeakDbtp, 2)}</td><td>${report.mode === 'track' ? '–' : figure(render.driveDb)}</td><td>${figure(render.maxGainReductionDb)}</td><td class="text">${state(everyCheck(render))}</td></tr>`,
  );
  return `<section>
<h2>${report.mode === 'album' ? 'Matched as an album' : 'Matched track by track'}</h2>
<p class="note">${escape(intention(report))}</p>
<table>
<thead><tr><th scope="col">Render</th><th scope="col">Album <i>LUFS</i></th><th scope="col">Max short-term <i>LUFS</i></th><th scope="col">Range <i>LU</i></th><th scope="col">True peak <i>dBTP</i></th><th scope="col">Common gain <i>dB</i></th><th scope="col">Max reduction <i>dB</i></th><th scope="col" class="text">Result</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${checkList(report.checks)}
</section>`;
}

/** What was wanted, in a sentence or two. */
function intention(report: AlbumReport): string {
  const { practice, preset } = report;
  const percent = (ratio: number): string => `${Math.round(100 * ratio)} %`;
  const kept =
    report.mode === 'track'
      ? ''
      : ` ${percent(report.keepDifferences)} of the tracks’ differences in loudness kept, up to ${figure(report.maxDifferenceLu)} LU.`;
  const tone =
    report.toneMatch === 0 ? '' : ` ${percent(report.toneMatch)} of each track’s distance from the album’s tone taken, at most 3 dB.`;
  const target =
    report.mode === 'track'
      ? 'each track has the target by itself'
      : practice.targetLufs === undefined && practice.maxLufs === undefined
        ? 'it names no loudness'
        : `${practice.loudnessOf === 'whole' ? 'the whole album' : 'the loudest track'} at ${figure(practice.targetLufs ?? practice.maxLufs!)} LUFS (${practice.source})`;
  const grid = report.gridFrames > 1 ? ' Files begin on CD sectors.' : '';
  return `${preset.title}: ${target}.${kept}${tone} ${report.sampleRateHz / 1000} kHz.${grid}`;
}

function trackTable(report: AlbumReport, lead: AlbumRenderReport): string {
  const hasSides = report.sides !== undefined;
  const rows = report.tracks.map((track, k) => {
    const own = lead.tracks[k]!;
    return `<tr><th scope="row"><span class="chip" style="background:${trackColour(k)}"></span>${track.number} ${escape(track.title)}<small>${escape(track.artist)}${track.isrc === undefined ? '' : `, <span class="isrc">${escape(track.isrc)}</span>`}</small><small>${escape(track.input.replaceAll('\\', '/').split('/').at(-1)!)}</small></th>
${hasSides ? `<td class="text">${escape(track.side ?? '')}</td>` : ''}<td>${time(track.startSec)}</td><td>${time(track.lengthSec)}</td><td class="text">${before(track)}</td><td>${figure(track.sourceLufs)}</td><td>${figure(own.gainDb)}${track.offsetDb === 0 ? '' : `<small> of it ${track.offsetDb > 0 ? '+' : ''}${figure(track.offsetDb)}</small>`}</td><td>${figure(own.integratedLufs)}</td><td class="text">${levelBar(own.integratedLufs, lead.integratedLufs, k)}</td></tr>`;
  });
  return `<section>
<h2>Tracks</h2>
<p class="note">Times of the music; loudness of ${escape(lead.render)}. The bar is a track’s place against the album, ±9 LU.</p>
<table class="tight">
<thead><tr><th scope="col">Track</th>${hasSides ? '<th scope="col" class="text">Side</th>' : ''}<th scope="col">Start</th><th scope="col">Length</th><th scope="col" class="text">Joins and fades</th><th scope="col">Source <i>LUFS</i></th><th scope="col">Gain <i>dB</i></th><th scope="col">Master <i>LUFS</i></th><th scope="col" class="text">In the album</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${report.cueSheets.length === 0 ? '' : `<p class="note">Cue sheets: ${report.cueSheets.map(escape).join(', ')}</p>`}
</section>`;
}

function before(track: AlbumTrackReport): string {
  const words = [
    track.gapless ? 'gapless' : track.gapSec === 0 ? (track.number === 1 ? '' : 'no gap') : `${track.gapSec.toFixed(2)} s gap`,
    ...(track.fadeInSec > 0 ? [`fade in ${track.fadeInSec} s`] : []),
    ...(track.fadeOutSec > 0 ? [`fade out ${track.fadeOutSec} s`] : []),
    ...(track.shiftFrames === 0 ? [] : [`moved ${track.shiftFrames > 0 ? '+' : '−'}${Math.abs(track.shiftFrames)} frames`]),
  ].filter((word) => word !== '');
  return words.length === 0 ? '–' : escape(words.join(', '));
}

function toneSection(report: AlbumReport): string {
  if (report.tone === undefined || report.tracks.length < 2) {
    return '';
  }
  const plots = tonePlots(report.tone);
  if (plots === '') {
    return '';
  }
  const moves = report.tracks
    .filter((track) => track.eq.length > 0)
    .map((track) => {
      const bands = track.eq.map(
        (band) =>
          `${band.frequencyHz < 1000 ? `${band.frequencyHz} Hz` : `${band.frequencyHz / 1000} kHz`} ${(band.gainDb ?? 0) > 0 ? '+' : ''}${figure(band.gainDb ?? 0)} dB`,
      );
      return `<li><span class="chip" style="background:${trackColour(track.number - 1)}"></span><b>${track.number} ${escape(track.title)}</b> <span>${escape(bands.join(', '))}</span></li>`;
    });
  return `<section>
<h2>Tone</h2>
<p class="note">Third octaves of the loud parts of ${escape(report.tone.render)}, folded to stereo, each track at its own mean; the dashed line is the album’s average.</p>
${plots}
${moves.length === 0 ? '' : `<ul class="checks">${moves.join('')}</ul>`}
</section>`;
}

function translation(report: AlbumReport): string {
  if (report.translation === undefined) {
    return '';
  }
  const rows = report.translation.map(
    ({ track, deltasLu }) =>
      `<tr><th scope="row">${track} ${escape(report.tracks[track - 1]!.title)}</th>${deltasLu.map((delta) => deltaCell(delta)).join('')}</tr>`,
  );
  return `<section>
<h2>Translation</h2>
<p class="note">What each render of a track has against ${escape(report.renders[0]!.render)} at the gain of the mix, LU.</p>
<table class="tight">
<thead><tr><th scope="col">Track</th>${report.renders.map((render) => `<th scope="col">${escape(render.render)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</section>`;
}

/** From so many LU on a render is another mix: as for single masters. */
function deltaCell(delta: number | null): string {
  const size = Math.abs(delta ?? 0);
  const kind = size > 4 ? ' class="fail"' : size > 2 ? ' class="warn"' : '';
  return `<td${kind}>${delta === null ? '–' : `${delta > 0 ? '+' : ''}${figure(delta)}`}</td>`;
}

function renderSection(report: AlbumReport, render: AlbumRenderReport): string {
  const rows = render.tracks.map(
    (track, k) => `<tr><th scope="row">${k + 1} ${escape(report.tracks[k]!.title)}<small>${escape(track.file)}</small></th>
<td>${figure(track.integratedLufs)}</td><td>${figure(track.maxShortTermLufs)}</td><td>${figure(track.lraLu)}</td><td>${figure(track.truePeakDbtp, 2)}</td><td>${figure(track.gainDb)}</td><td>${figure(track.maxGainReductionDb)}</td><td class="text">${state(track)}</td></tr>`,
  );
  const lists = render.tracks.map((track, k) => {
    const found = track.checks.filter((check) => !check.passed || check.severity !== undefined).length;
    return `<details${track.passed ? '' : ' open'}><summary>${k + 1} ${escape(report.tracks[k]!.title)}: ${found === 0 ? `${track.checks.length} checks passed` : `${found} of ${track.checks.length} checks to look at`}</summary>${checkList(track.checks)}</details>`;
  });
  return `<section id="${idOf(render)}" class="render">
<h2>${escape(render.render)} ${state(everyCheck(render))}</h2>
<p class="note">${render.channels} channels (${escape(render.channelLabels.join(' '))}), ${render.sampleRateHz / 1000} kHz, ${escape(render.format)}${render.isAnchored ? ', with the gains of the render that the preset measures' : ''}</p>
<table class="tight">
<thead><tr><th scope="col">File</th><th scope="col">Integrated <i>LUFS</i></th><th scope="col">Max short-term <i>LUFS</i></th><th scope="col">Range <i>LU</i></th><th scope="col">True peak <i>dBTP</i></th><th scope="col">Gain <i>dB</i></th><th scope="col">Max reduction <i>dB</i></th><th scope="col" class="text">Result</th></tr></thead>
<tbody>
${rows.join('\n')}
<tr class="total"><th scope="row">Album</th><td>${figure(render.integratedLufs)}</td><td>${figure(render.maxShortTermLufs)}</td><td>${figure(render.lraLu)}</td><td>${figure(render.truePeakDbtp, 2)}</td><td></td><td>${figure(render.maxGainReductionDb)}</td><td class="text"></td></tr>
</tbody>
</table>
${checkList(render.checks)}
${lists.join('\n')}
</section>`;
}

function everyCheck(render: AlbumRenderReport): { readonly passed: boolean; readonly checks: readonly RenderCheck[] } {
  return { passed: render.passed, checks: [...render.checks, ...render.tracks.flatMap((track) => track.checks)] };
}

function warnings({ warnings: list }: AlbumReport): string {
  return list.length === 0
    ? ''
    : `<section><h2>Warnings</h2><ul class="checks">${list
        .map(
          (warning) =>
            `<li>${lamp('warn')} <b>${escape(warning.at)}</b> <span>${escape(warning.message)}<em>${escape(warning.code)}</em></span></li>`,
        )
        .join('')}</ul></section>`;
}

function time(sec: number): string {
  const tenths = Math.round(sec * 10);
  return `${clock(Math.floor(tenths / 10))}.${tenths % 10}`;
}

function idOf(render: AlbumRenderReport): string {
  return `render-${escape(render.render).replaceAll(/[^\w.-]/g, '-')}`;
}
