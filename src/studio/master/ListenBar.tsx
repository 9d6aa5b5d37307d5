import { useRef } from 'react';
import { METERS } from '../../engine/index.ts';
import type { Listening } from '../../engine/index.ts';
import { Choose } from '../controls/Choose.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Toggle } from '../controls/Toggle.tsx';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { formatSigned } from '../theme/format.ts';
import styles from './ListenBar.module.css';

/** What is listened to, at which level, and what the spectrum is compared with. */
export function ListenBar() {
  const { store, services } = useStudio();
  const listening = useApp((state) => state.listening);
  const isMatched = useApp((state) => state.isMatched);
  const reference = useApp((state) => state.reference);
  const curves = useApp((state) => state.curves);
  const comparedWith = useApp((state) => state.comparedWith);
  const { setListening, toggleMatched, setComparedWith } = store.getState();
  const gain = useRef<HTMLSpanElement>(null);
  useFrames(() => {
    const gainDb = services.live.meters[METERS.matchGainDb]!;
    const text = isMatched ? `${formatSigned(gainDb)} dB` : '';
    if (gain.current !== null && gain.current.textContent !== text) {
      gain.current.textContent = text;
    }
  });
  const choices: readonly { value: Listening; text: string; hint: string; reason?: string; testId: string }[] = [
    { value: 'mix', text: 'Mix', hint: 'Before the chain and the limiter (A goes to and fro)', testId: 'listen-mix' },
    {
      value: 'master',
      text: 'Master',
      hint: 'Through the chain and the limiter (A goes to and fro)',
      testId: 'listen-master',
    },
    {
      value: 'reference',
      text: 'Reference',
      hint: `${reference?.name ?? ''} (R goes to and fro)`,
      ...(reference?.info === undefined || reference.info === null ? { reason: 'choose a reference first' } : {}),
      testId: 'listen-reference',
    },
  ];
  return (
    <div className={styles.bar}>
      <Segmented<Listening> label="Listen to" choices={choices} value={listening} onChoose={setListening} />
      <Toggle
        label="Equal loudness"
        isOn={isMatched}
        onToggle={toggleMatched}
        hint="All three at the loudness of the quietest (E)"
        testId="equal-loudness"
      />
      <span
        ref={gain}
        className={styles.gain}
        title="The gain on what is heard now that makes them equally loud"
        data-testid="match-gain"
      />
      <span className={styles.spring} />
      <span className={styles.word}>Compare with</span>
      <Choose
        label="Compare the spectrum with"
        choices={[
          { value: 'none', text: 'nothing' },
          {
            value: 'reference',
            text: reference === null ? 'the reference' : shortened(reference.name),
            ...(reference === null ? { reason: 'none chosen' } : {}),
          },
          ...curves.map(({ id, title, confidence }) => ({
            value: id,
            text: title,
            hint: confidence === 'published' ? 'published curve' : 'common practice',
          })),
        ]}
        value={comparedWith}
        onChoose={setComparedWith}
        testId="compare-with"
      />
    </div>
  );
}

function shortened(name: string): string {
  return name.length <= 28 ? name : `${name.slice(0, 25)}…`;
}
