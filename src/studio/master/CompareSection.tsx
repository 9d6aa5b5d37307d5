import { useRef } from 'react';
import { METERS } from '../../engine/index.ts';
import type { Listening } from '../../engine/index.ts';
import { Section } from '../inspector/Section.tsx';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { formatNumber, formatSigned } from '../theme/format.ts';
import styles from './CompareSection.module.css';

const ROWS: readonly { readonly signal: Listening; readonly name: string; readonly shortTerm: number; readonly integrated: number }[] = [
  { signal: 'mix', name: 'Mix', shortTerm: METERS.mixShortTermLufs, integrated: METERS.mixIntegratedLufs },
  { signal: 'master', name: 'Master', shortTerm: METERS.shortTermLufs, integrated: METERS.integratedLufs },
  { signal: 'reference', name: 'Reference', shortTerm: METERS.referenceShortTermLufs, integrated: METERS.referenceIntegratedLufs },
];
const NOTHING_LUFS = -70;

/** How loud each of the three is, whichever of them is heard. */
export function CompareSection() {
  const { services } = useStudio();
  const listening = useApp((state) => state.listening);
  const hasReference = useApp((state) => state.reference !== null);
  const cells = useRef<Record<string, HTMLElement | null>>({});
  useFrames(() => {
    const { meters } = services.live;
    const mixLufs = meters[METERS.mixIntegratedLufs]!;
    for (const { signal, shortTerm, integrated } of ROWS) {
      const hasSignal = signal !== 'reference' || hasReference;
      const shortTermLufs = hasSignal ? meters[shortTerm]! : -Infinity;
      const integratedLufs = hasSignal ? meters[integrated]! : -Infinity;
      put(cells.current[`${signal} s`], loudness(shortTermLufs));
      put(cells.current[`${signal} i`], loudness(integratedLufs));
      const isComparable = signal !== 'mix' && integratedLufs > NOTHING_LUFS && mixLufs > NOTHING_LUFS;
      put(cells.current[`${signal} d`], isComparable ? formatSigned(integratedLufs - mixLufs) : '');
    }
  });
  const cell = (key: string) => (
    <td
      ref={(element) => {
        cells.current[key] = element;
      }}
    />
  );
  return (
    <Section caption="Loudness of each" testId="compare">
      <table className={styles.table}>
        <thead>
          <tr>
            <th aria-label="Signal" />
            <th title="Short-term loudness, LUFS">S</th>
            <th title="Integrated loudness, LUFS">I</th>
            <th title="Integrated loudness against the mix, LU">to mix</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ signal, name }) => (
            <tr key={signal} data-heard={signal === listening}>
              <th scope="row">{name}</th>
              {cell(`${signal} s`)}
              {cell(`${signal} i`)}
              {cell(`${signal} d`)}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function loudness(lufs: number): string {
  return lufs > NOTHING_LUFS ? formatNumber(lufs, 1) : '–';
}

function put(element: HTMLElement | null | undefined, text: string): void {
  if (element !== null && element !== undefined && element.textContent !== text) {
    element.textContent = text;
  }
}
