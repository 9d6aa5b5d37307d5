import type { RenderReport } from '../jobs/index.ts';
import { timeCode } from '../mastering/index.ts';
import { db } from './words.ts';

const MOST_NAMES = 4;

/** Who makes a render loud, and who pushes its highest peak: two lines, where the report knows. */
export function contributionLines({ render, contributions = [], peaks = [] }: RenderReport): readonly string[] {
  const loudest = contributions
    .filter(({ shareRatio }) => shareRatio > 0)
    .slice(0, MOST_NAMES)
    .map(({ element, shareRatio }) => `${element} ${percent(shareRatio)}`);
  const highest = peaks.reduce<(typeof peaks)[number] | undefined>(
    (best, peak) => (best === undefined || peak.dbtp > best.dbtp ? peak : best),
    undefined,
  );
  return [
    ...(loudest.length === 0 ? [] : [`${render}: loudness by ${loudest.join(', ')}`]),
    ...(highest === undefined
      ? []
      : [
          `${render}: highest peak ${db(highest.dbtp, 2)} dBTP before mastering, ${timeCode(highest.atSec)} in ${highest.channel}: ${highest.elements
            .slice(0, MOST_NAMES)
            .map(({ name, shareRatio }) => `${name} ${percent(shareRatio)}`)
            .join(', ')}`,
        ]),
  ];
}

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(0).replace('-', '−')} %`;
}
