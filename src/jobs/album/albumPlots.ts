import type { BandCurve } from '../../mastering/index.ts';
import { atOwnMean } from '../../mastering/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import {
  clock,
  escape,
  frequencyTicks,
  frequencyX,
  line,
  minus,
  n,
  paths,
  PLOT,
  PLOT_HEIGHT,
  PLOT_WIDTH,
  timeMarks,
} from '../reportParts.ts';
import type { AlbumRenderReport, AlbumReport, AlbumToneReport } from './albumReport.ts';

/** A colour of its own for each track: steps of the golden angle. */
export function trackColour(index: number): string {
  return `hsl(${Math.round(38 + index * 137.508) % 360} 68% var(--track))`;
}

const WIDE = { width: 1160, height: 250, left: 36, right: 10, top: 30, bottom: 24 } as const;
const WIDE_WIDTH = WIDE.width - WIDE.left - WIDE.right;
const WIDE_HEIGHT = WIDE.height - WIDE.top - WIDE.bottom;
const RANGE_LU = 36;
/** Gain reduction hangs from the top, so many pixels a decibel. */
const REDUCTION_PX = 5;

/** The whole album: short-term loudness, each track's integrated loudness, the album's, and what the limiter took. */
export function albumPlot(report: AlbumReport, render: AlbumRenderReport): string {
  const { stepSec, shortTermLufs, reductionDb } = render.curve;
  const known = shortTermLufs.filter((value) => value !== null);
  if (known.length < 2) {
    return '';
  }
  const top = Math.ceil((Math.max(...known) + 2) / 6) * 6;
  const lengthSec = render.frames / render.sampleRateHz;
  const x = (sec: number): number => WIDE.left + (Math.min(lengthSec, Math.max(0, sec)) / lengthSec) * WIDE_WIDTH;
  const y = (lufs: number): number => WIDE.top + ((top - Math.max(top - RANGE_LU, lufs)) / RANGE_LU) * WIDE_HEIGHT;
  const bottom = WIDE.top + WIDE_HEIGHT;
  const grid = [0, 1, 2, 3, 4, 5, 6].map(
    (k) =>
      `<line class="grid" x1="${WIDE.left}" x2="${WIDE.left + WIDE_WIDTH}" y1="${n(y(top - 6 * k))}" y2="${n(y(top - 6 * k))}"/><text x="${WIDE.left - 6}" y="${n(y(top - 6 * k) + 3)}" text-anchor="end">${minus(String(top - 6 * k))}</text>`,
  );
  const marks = timeMarks(lengthSec).map(
    (sec) => `<text x="${n(x(sec))}" y="${WIDE.height - 8}" text-anchor="middle">${clock(sec)}</text>`,
  );
  const bands = report.tracks.map((track, k) => {
    const from = x(track.startSec);
    const width = x(track.startSec + track.lengthSec) - from;
    const lufs = render.tracks[k]!.integratedLufs;
    const room = Math.floor(width / 6);
    const label = `${track.number} ${track.title}`;
    const mean =
      lufs === null
        ? ''
        : `<line x1="${n(from)}" x2="${n(from + width)}" y1="${n(y(lufs))}" y2="${n(y(lufs))}" style="stroke:${trackColour(k)}" stroke-width="2.5"/>`;
    return `<rect class="track" x="${n(from)}" y="${WIDE.top}" width="${n(width)}" height="${WIDE_HEIGHT}"/>
<text class="name" x="${n(from + 4)}" y="${WIDE.top - 9}" style="fill:${trackColour(k)}">${escape(label.length > room ? (room < 4 ? String(track.number) : `${label.slice(0, room - 1)}…`) : label)}</text>
${track.gapless ? `<line class="joint" x1="${n(from)}" x2="${n(from)}" y1="${WIDE.top - 4}" y2="${bottom}"/>` : ''}${mean}`;
  });
  const hanging = reductionDb.map((db, k): readonly [number, number] => [
    x((k + 0.5) * stepSec),
    WIDE.top + Math.min(WIDE_HEIGHT, db * REDUCTION_PX),
  ]);
  const [first] = hanging;
  const reduction =
    Math.max(...reductionDb) === 0 || first === undefined
      ? ''
      : `<path class="reduction" d="M${n(first[0])} ${WIDE.top}${hanging.map(([px, py]) => `L${n(px)} ${n(py)}`).join('')}L${n(hanging.at(-1)![0])} ${WIDE.top}Z"/>`;
  const album = render.integratedLufs;
  const mean =
    album === null ? '' : `<line class="mean" x1="${WIDE.left}" x2="${WIDE.left + WIDE_WIDTH}" y1="${n(y(album))}" y2="${n(y(album))}"/>`;
  const curve = paths(
    shortTermLufs.map((value, k) => (value === null || value < top - RANGE_LU ? null : [x((k + 1) * stepSec - 1.5), y(value)])),
  );
  return `<figure><figcaption>${escape(render.render)}: the album in time <i>LUFS, short-term</i></figcaption><svg class="wide" viewBox="0 0 ${WIDE.width} ${WIDE.height}" role="img" aria-label="Short-term loudness of the whole album, with each track's integrated loudness">
${bands.join('\n')}${grid.join('')}${marks.join('')}${reduction}${mean}${curve}</svg>
<p class="key"><span class="stroke accent"></span>short-term <span class="stroke tracks"></span>each track, integrated <span class="stroke dashed"></span>the album${reduction === '' ? '' : ' <span class="block"></span>gain reduction, from the top'}${report.tracks.some((track) => track.gapless) ? ' <span class="stroke dotted"></span>gapless joint' : ''}</p></figure>`;
}

/** A track's loudness against the album's, as a bar of ±9 LU. */
export function levelBar(lufs: number | null, albumLufs: number | null, index: number): string {
  if (lufs === null || albumLufs === null) {
    return '';
  }
  const difference = lufs - albumLufs;
  const length = Math.min(9, Math.abs(difference)) * 5;
  return `<svg class="level" viewBox="0 0 96 12" role="img" aria-label="${difference.toFixed(1)} LU against the album"><line x1="48" x2="48" y1="0" y2="12"/><rect x="${n(difference < 0 ? 48 - length : 48)}" y="3" width="${n(length)}" height="6" style="fill:${trackColour(index)}"/></svg>`;
}

/** Spectra of all tracks over one another, before and after, and what the equalizers do. */
export function tonePlots(tone: AlbumToneReport): string {
  const before = tone.tracks.map((track) => atOwnMean(track.beforeDb));
  const after = tone.tracks.map((track) => atOwnMean(track.afterDb));
  const everything = [...before, ...after].flat().filter((value) => value !== null);
  if (everything.length === 0) {
    return '';
  }
  const top = Math.ceil((Math.max(...everything) + 2) / 6) * 6;
  const moves = tone.tracks.map((track) => track.responseDb);
  const hasMoves = moves.some((response) => response.some((value) => value !== 0));
  return `<div class="plots tone">${spectra(hasMoves ? 'Before' : 'Tracks as they came', before, tone.averageDb, top, 48)}${spectra('Written files', after, tone.averageDb, top, 48)}${hasMoves ? spectra('Equalizers', moves, null, 6, 12) : ''}</div>`;
}

function spectra(title: string, curves: readonly BandCurve[], average: BandCurve | null, top: number, rangeDb: number): string {
  const y = (db: number): number => PLOT.top + ((top - Math.min(top, Math.max(top - rangeDb, db))) / rangeDb) * PLOT_HEIGHT;
  const steps = rangeDb / (rangeDb > 20 ? 12 : 3);
  const grid = Array.from({ length: steps + 1 }, (_, k) => top - (k * rangeDb) / steps).map((db) => line(y(db), minus(String(db))));
  const pointsOf = (levels: BandCurve): (readonly [number, number] | null)[] =>
    levels.map((value, k) => (value === null || value < top - rangeDb ? null : [frequencyX(THIRD_OCTAVES_HZ[k]!), y(value)]));
  const lines = curves.map((levels, k) => {
    const points = pointsOf(levels);
    const last = points.findLast((point) => point !== null);
    const label =
      last === undefined
        ? ''
        : `<text class="name" x="${n(Math.min(PLOT.left + PLOT_WIDTH, last[0] + 3))}" y="${n(last[1] - 4)}" text-anchor="end" style="fill:${trackColour(k)}">${k + 1}</text>`;
    return `${paths(points, `class="track-curve" style="stroke:${trackColour(k)}"`)}${label}`;
  });
  const mean = average === null ? '' : paths(pointsOf(average), 'class="average"');
  return `<figure><figcaption>${title} <i>dB</i></figcaption><svg viewBox="0 0 ${PLOT.width} ${PLOT.height}" role="img" aria-label="${title}, third octaves by track">
${grid.join('')}${frequencyTicks()}${mean}${lines.join('')}</svg></figure>`;
}
