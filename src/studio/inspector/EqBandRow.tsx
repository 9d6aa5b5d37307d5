import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { describeProcessor, EQ_DEFAULT_Q } from '../../scene/index.ts';
import type { EqBand, EqBandType } from '../../scene/index.ts';
import { Choose } from '../controls/Choose.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { linearScale, logScale } from '../controls/scale.ts';
import { formatHz, formatNumber, formatSigned } from '../theme/format.ts';
import { hasGain } from './eqCurve.ts';
import styles from './EqBandRow.module.css';

const FREQUENCY = logScale(10, 20_000, 0.02);
const GAIN = linearScale(-24, 24, 0.5);
const Q = logScale(0.1, 40, 0.05);
const SLOPES = ['6', '12', '18', '24', '36', '48'] as const;
const SHAPES = describeProcessor('eq')
  .bands!.choices.find((choice) => choice.name === 'type')!
  .options.map(({ value, label }) => ({ value: value as EqBandType, text: label }));

interface EqBandRowProps {
  readonly band: EqBand;
  readonly number: number;
  readonly count: number;
  readonly onChoose: (number: number) => void;
  readonly onDrag: (band: EqBand) => void;
  readonly onEdit: (label: string, band: EqBand) => void;
  readonly onCommit: () => void;
  readonly onRemove: () => void;
}

/** The chosen band in figures. */
export function EqBandRow({ band, number, count, onChoose, onDrag, onEdit, onCommit, onRemove }: EqBandRowProps) {
  return (
    <div className={styles.band}>
      <div className={styles.line}>
        <button type="button" className={styles.step} aria-label="Band before" onClick={() => onChoose(number === 1 ? count : number - 1)}>
          <ChevronLeft size={12} aria-hidden />
        </button>
        <span className={styles.number}>
          {number}/{count}
        </span>
        <button type="button" className={styles.step} aria-label="Next band" onClick={() => onChoose(number === count ? 1 : number + 1)}>
          <ChevronRight size={12} aria-hidden />
        </button>
        <Choose
          label="Shape"
          choices={SHAPES}
          value={band.type}
          onChoose={(type) => onEdit('Band shape', { ...band, type })}
          className={styles.shape}
        />
        <button type="button" className={styles.step} aria-label="Remove band" title="Remove band" onClick={onRemove}>
          <X size={12} aria-hidden />
        </button>
      </div>
      <div className={styles.line}>
        <NumberField
          value={band.frequencyHz}
          scale={FREQUENCY}
          unit="hz"
          label="Frequency"
          resetTo={1000}
          format={formatHz}
          onChange={(frequencyHz) => onDrag({ ...band, frequencyHz })}
          onCommit={onCommit}
        />
        {hasGain(band) ? (
          <NumberField
            value={band.gainDb ?? 0}
            scale={GAIN}
            unit="db"
            unitText="dB"
            label="Gain"
            format={(db) => formatSigned(db)}
            onChange={(gainDb) => onDrag({ ...band, gainDb })}
            onCommit={onCommit}
          />
        ) : (
          <Choose
            label="Slope"
            choices={SLOPES.map((value) => ({ value, text: `${value} dB/oct` }))}
            value={String(band.slopeDbPerOct ?? 12) as (typeof SLOPES)[number]}
            onChoose={(slope) => onEdit('Slope', { ...band, slopeDbPerOct: Number(slope) })}
          />
        )}
        <span className={styles.q}>
          Q
          <NumberField
            value={band.q ?? EQ_DEFAULT_Q}
            scale={Q}
            unit="plain"
            label="Q"
            resetTo={EQ_DEFAULT_Q}
            format={(q) => formatNumber(q, 2)}
            onChange={(q) => onDrag({ ...band, q })}
            onCommit={onCommit}
          />
        </span>
      </div>
    </div>
  );
}
