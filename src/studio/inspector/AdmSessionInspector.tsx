import { Choose } from '../controls/Choose.tsx';
import type { OpenAdm } from '../state/sceneSlice.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { formatBytes, formatDuration, formatNumber } from '../theme/format.ts';
import { Field } from './Field.tsx';
import { Section } from './Section.tsx';
import styles from './AdmInspector.module.css';

/** The ADM master as a whole, and which of its programmes is heard. */
export function AdmSessionInspector({ adm }: { readonly adm: OpenAdm }) {
  const { actions } = useStudio();
  const lengthSec = useApp((state) => state.lengthSec);
  return (
    <Section caption="ADM master" aside={<span className={styles.kind}>nothing selected</span>} testId="adm-session">
      <Field name="File">
        <span className={styles.long}>{adm.file.name}</span>
      </Field>
      <Field name="Programme">
        {adm.programmes.length > 1 ? (
          <Choose
            label="Programme"
            choices={adm.programmes.map(({ id, name, language }) => ({
              value: id,
              text: name,
              hint: [id, language].filter(Boolean).join(' '),
            }))}
            value={adm.programme?.id ?? ''}
            onChoose={actions.chooseProgramme}
          />
        ) : (
          <span className={styles.long}>{adm.programme?.name ?? 'all tracks'}</span>
        )}
      </Field>
      <Field name="Length">
        <span>{formatDuration(lengthSec, 1)}</span>
      </Field>
      <Field name="Audio">
        <span>
          {adm.channels} {adm.channels === 1 ? 'track' : 'tracks'} · {formatNumber(adm.sampleRateHz / 1000, 1)} kHz ·{' '}
          {formatBytes(adm.file.size)}
        </span>
      </Field>
      {adm.warnings.slice(0, MOST_WARNINGS).map((warning, index) => (
        <p key={index} className={styles.note} title={warning.code}>
          {warning.at === '' ? '' : `${warning.at}: `}
          {warning.message}
        </p>
      ))}
      {adm.warnings.length > MOST_WARNINGS ? <p className={styles.note}>and {adm.warnings.length - MOST_WARNINGS} more</p> : null}
      <p className={styles.note}>Read as it is: mute and solo are for listening, and renders are of the whole file.</p>
    </Section>
  );
}

const MOST_WARNINGS = 6;
