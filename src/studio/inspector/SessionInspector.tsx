import { setFrameRate, setTempoBpm, setTitle } from '../../scene/index.ts';
import type { Scene } from '../../scene/index.ts';
import { Choose } from '../controls/Choose.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { linearScale } from '../controls/scale.ts';
import { NameField } from '../mixer/NameField.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import { formatDuration, formatNumber } from '../theme/format.ts';
import { Field } from './Field.tsx';
import { Section } from './Section.tsx';
import styles from './ObjectInspector.module.css';

const TEMPO = linearScale(20, 300, 1);
const RATES: readonly { readonly value: Scene['frameRate']; readonly text: string }[] = (
  ['23.976', '24', '25', '29.97', '29.97df', '30'] as const
).map((value) => ({ value, text: `${value} fps` }));

/** The session's own figures. */
export function SessionInspector() {
  const { edit, drag, endDrag, cancelDrag } = useStudio().store.getState();
  const scene = useApp((state) => state.scene)!;
  const lengthSec = useApp((state) => state.lengthSec);
  return (
    <Section caption="Session" aside={<span className={styles.kind}>nothing selected</span>}>
      <Field name="Title">
        <NameField name={scene.title} className={undefined} onRename={(title) => edit('Rename session', (base) => setTitle(base, title))} />
      </Field>
      <Field name="Length">
        <span>{formatDuration(lengthSec, 1)}</span>
      </Field>
      <Field name="Rate">
        <span>{formatNumber(scene.sampleRateHz / 1000, 1)} kHz</span>
      </Field>
      <Field name="Frames">
        <Choose
          label="Frame rate"
          choices={RATES}
          value={scene.frameRate}
          onChoose={(rate) => edit('Frame rate', (base) => setFrameRate(base, rate))}
        />
      </Field>
      <Field name="Tempo">
        <NumberField
          value={scene.tempoBpm ?? 120}
          scale={TEMPO}
          unit="plain"
          unitText="bpm"
          label="Tempo"
          resetTo={120}
          format={(bpm) => formatNumber(bpm, 1)}
          onChange={(bpm) => drag('Tempo', (base) => setTempoBpm(base, bpm))}
          onCommit={endDrag}
          onCancel={cancelDrag}
        />
      </Field>
    </Section>
  );
}
