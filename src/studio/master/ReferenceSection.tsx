import { useRef, useState } from 'react';
import { X } from 'lucide-react';
import { METERS } from '../../engine/index.ts';
import { Button } from '../controls/Button.tsx';
import { Section } from '../inspector/Section.tsx';
import { NameText } from '../controls/NameText.tsx';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { formatDuration, formatNumber } from '../theme/format.ts';
import styles from './ReferenceSection.module.css';

/** A finished file to listen to and to compare with. */
export function ReferenceSection() {
  const { services, actions } = useStudio();
  const reference = useApp((state) => state.reference);
  const profile = reference?.profile ?? null;
  const info = reference?.info ?? null;
  const [isOver, setOver] = useState(false);
  const now = useRef<HTMLSpanElement>(null);
  const over = useRef<HTMLParagraphElement>(null);
  useFrames(() => {
    const lufs = services.live.meters[METERS.referenceShortTermLufs]!;
    const text = lufs > -70 && services.live.isPlaying() ? formatNumber(lufs, 1) : '–';
    if (now.current !== null && now.current.textContent !== text) {
      now.current.textContent = text;
    }
    if (over.current !== null) {
      over.current.hidden = info === null || services.live.positionSec() < info.lengthSec;
    }
  });
  return (
    <Section caption="Reference" testId="reference">
      <div
        className={styles.field}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          // What is dropped here is not opened: the page leaves it alone when its default is prevented.
          event.preventDefault();
          setOver(false);
          const file = event.dataTransfer.files[0];
          if (file !== undefined) {
            actions.setReference(file);
          }
        }}
        data-testid="reference-field"
      >
        {reference === null ? (
          <>
            <p className={styles.none}>
              Drop a finished file here to compare with: it plays in step, over and over, and its tone can be matched.
            </p>
            <Button onClick={actions.chooseReference} testId="choose-reference">
              Choose a file…
            </Button>
          </>
        ) : (
          <>
            <div className={styles.line}>
              <NameText name={reference.name} className={styles.name} />
              <button
                type="button"
                className={styles.remove}
                aria-label="Remove the reference"
                title="Remove"
                onClick={() => actions.setReference(null)}
              >
                <X size={13} aria-hidden />
              </button>
            </div>
            <p className={styles.about}>
              {info === null ? 'Reading…' : `${channelsText(info.channels)} · ${formatDuration(info.lengthSec)}`}
              {info !== null && profile === null ? ' · measuring…' : ''}
            </p>
            <p ref={over} className={styles.over} hidden>
              It is over at this place: it began with the session.
            </p>
            <dl className={styles.figures}>
              <Figure name="I" title="Integrated loudness, LUFS" text={info === null ? '–' : formatNumber(info.integratedLufs, 1)} />
              <div title="Short-term loudness now, LUFS">
                <dt>S</dt>
                <dd>
                  <span ref={now} />
                </dd>
              </div>
              <Figure name="LRA" title="Loudness range, LU" text={profile === null ? '–' : formatNumber(profile.lraLu, 1)} />
              <Figure name="TP" title="True peak, dBTP" text={formatNumber(profile?.truePeakDbtp ?? NaN, 1)} />
              <Figure name="PLR" title="Peak to loudness ratio, LU" text={formatNumber(profile?.plrLu ?? NaN, 1)} />
            </dl>
          </>
        )}
      </div>
    </Section>
  );
}

function Figure({ name, title, text }: { readonly name: string; readonly title: string; readonly text: string }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function channelsText(channels: number): string {
  return channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`;
}
