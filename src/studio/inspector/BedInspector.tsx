import { hueDegOf, setBinaural, setGroup } from '../../scene/index.ts';
import type { BedElement } from '../../scene/index.ts';
import { findLayout } from '../../layouts/index.ts';
import { Choose } from '../controls/Choose.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import { hueColour } from '../theme/colours.ts';
import { Field } from './Field.tsx';
import { GainSlider } from './GainSlider.tsx';
import { MODES } from './ObjectInspector.tsx';
import { Section } from './Section.tsx';
import { StartField } from './StartField.tsx';
import styles from './ObjectInspector.module.css';

/** A bed has loudspeakers, not a place. */
export function BedInspector({ element, others }: { readonly element: BedElement; readonly others: number }) {
  const { edit } = useStudio().store.getState();
  const scene = useApp((state) => state.scene)!;
  const labels = findLayout(element.layout)?.speakers.map((speaker) => speaker.label) ?? [];
  return (
    <Section
      caption={others > 0 ? `${element.name} + ${others}` : element.name}
      aside={<span className={styles.kind}>Bed {element.layout}</span>}
    >
      <GainSlider element={element} colour={hueColour(hueDegOf(scene, element))} />
      <p className={styles.angles}>{labels.join(' ')}</p>
      <Field name="Binaural">
        <Segmented
          label="Binaural mode"
          choices={MODES}
          value={element.binaural}
          onChoose={(mode) => edit('Binaural mode', (base) => setBinaural(base, element.id, mode))}
          className={styles.modes}
        />
      </Field>
      <StartField element={element} />
      <Field name="Group">
        <Choose
          label="Group"
          choices={[{ value: '', text: 'None' }, ...scene.groups.map((group) => ({ value: group.id, text: group.name }))]}
          value={element.group ?? ''}
          onChoose={(group) => edit('Group', (base) => setGroup(base, [element.id], group === '' ? undefined : group))}
        />
      </Field>
    </Section>
  );
}
