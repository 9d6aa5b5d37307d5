import { timeCode } from '../mastering/index.ts';
import type { PeakContribution, RenderReport } from './report.ts';
import { escape, figure, minus } from './reportParts.ts';

const MOST_ELEMENTS = 12;
const MOST_NAMES = 4;

/** Who makes a render loud, and who pushes its highest peaks; nothing where nobody asked. */
export function contributionTables({ contributions = [], peaks = [] }: RenderReport): string {
  return contributions.length === 0 && peaks.length === 0
    ? ''
    : `<div class="plots who">${loudnessTable(contributions)}${peaksTable(peaks)}</div>`;
}

function loudnessTable(contributions: RenderReport['contributions'] & {}): string {
  if (contributions.length === 0) {
    return '';
  }
  const largest = Math.max(...contributions.map(({ shareRatio }) => shareRatio));
  const shown = contributions.slice(0, MOST_ELEMENTS);
  const rest = contributions.slice(MOST_ELEMENTS);
  const rows = shown.map(
    ({ element, lufs, shareRatio }) => `<tr><th scope="row">${escape(element)}</th><td>${figure(lufs)}</td>
<td class="bar"><span style="width:${largest === 0 ? 0 : ((70 * shareRatio) / largest).toFixed(1)}%"></span>${percent(shareRatio)}</td></tr>`,
  );
  const others =
    rest.length === 0
      ? ''
      : `<tr><th scope="row">${rest.length} more</th><td></td><td class="bar">${percent(rest.reduce((sum, one) => sum + one.shareRatio, 0))}</td></tr>`;
  return `<figure><figcaption>Who makes it loud <i>each alone, before mastering</i></figcaption><table>
<thead><tr><th scope="col">Element</th><th scope="col">LUFS</th><th scope="col" class="bar">Share of the loudness</th></tr></thead>
<tbody>${rows.join('\n')}${others}</tbody></table></figure>`;
}

function peaksTable(peaks: readonly PeakContribution[]): string {
  if (peaks.length === 0) {
    return '';
  }
  const rows = peaks.map(
    ({ atSec, channel, dbtp, elements }) => `<tr><th scope="row">${timeCode(atSec)}</th><td class="text">${escape(channel)}</td>
<td>${figure(dbtp, 2)}</td><td class="text names">${elements.slice(0, MOST_NAMES).map(pusher).join(', ')}</td></tr>`,
  );
  return `<figure><figcaption>Who pushes the peaks <i>before mastering; a minus pulls against the peak</i></figcaption><table>
<thead><tr><th scope="col">Time</th><th scope="col" class="text">Channel</th><th scope="col">dBTP</th><th scope="col" class="text">Elements</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></figure>`;
}

function pusher({ name, shareRatio }: PeakContribution['elements'][number]): string {
  return `${escape(name)} <b>${percent(shareRatio)}</b>`;
}

function percent(ratio: number): string {
  const value = 100 * ratio;
  return `${minus(value.toFixed(Math.abs(value) < 10 ? 1 : 0))} %`;
}
