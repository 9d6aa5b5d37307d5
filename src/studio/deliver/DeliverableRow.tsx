import { X } from 'lucide-react';
import { findLayout } from '../../layouts/index.ts';
import type { Deliverable } from '../../scene/index.ts';
import { Choose } from '../controls/Choose.tsx';
import { presetOf } from '../state/deliverables.ts';
import { useTargets } from '../state/useTargets.ts';
import { FORMATS, formatReason, presetChoices, RENDERS } from './choices.ts';
import styles from './DeliverableRow.module.css';

interface DeliverableRowProps {
  readonly deliverable: Deliverable;
  readonly fileName: string;
  readonly isLocked: boolean;
  readonly onChange: (deliverable: Deliverable) => void;
  readonly onRemove: () => void;
}

export function DeliverableRow({ deliverable, fileName, isLocked, onChange, onRemove }: DeliverableRowProps) {
  const { render, format = 'wav24' } = deliverable;
  const preset = presetOf(deliverable);
  const isAdm = render === 'adm';
  const channels = render === 'binaural' ? 2 : (findLayout(render)?.speakers.length ?? 2);
  const renders = RENDERS.some((choice) => choice.value === render)
    ? RENDERS
    : [...RENDERS, { value: render, text: render, hint: `${channels} channels` }];
  const known = presetChoices(useTargets());
  const presets = known.some((choice) => choice.value === preset) ? known : [...known, { value: preset, text: preset, hint: '' }];
  return (
    <div className={styles.row} role="row" data-testid={`deliverable-${render}`} inert={isLocked}>
      <Choose
        label="Render"
        choices={renders}
        value={render}
        onChoose={(next) => onChange({ ...deliverable, preset, render: next, ...(next === 'adm' ? { format: 'wav24' } : {}) })}
        className={styles.strong}
      />
      <Choose label="Preset" choices={presets} value={preset} onChoose={(next) => onChange({ ...deliverable, preset: next })} />
      <Choose
        label="Format"
        choices={FORMATS.map((choice) => ({
          ...choice,
          reason: isAdm && choice.value !== 'wav24' ? 'an ADM master is 24 bit' : formatReason(choice.value, channels),
        }))}
        value={format}
        onChoose={(next) => onChange({ ...deliverable, format: next })}
      />
      <span className={styles.file} title={fileName}>
        {fileName}
        {formatReason(format, channels) === undefined ? null : <span className={styles.bad}> {formatReason(format, channels)}</span>}
      </span>
      <button type="button" className={styles.remove} aria-label={`Remove ${render}`} title="Remove" onClick={onRemove}>
        <X size={13} aria-hidden />
      </button>
    </div>
  );
}
