import { Plus, Power, X } from 'lucide-react';
import { describeProcessor, EQ_DEFAULT_Q, EQ_MAX_BANDS, setProcessor } from '../../scene/index.ts';
import type { EqBand, EqBandType, EqSettings } from '../../scene/index.ts';
import { Choose } from '../controls/Choose.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { linearScale, logScale } from '../controls/scale.ts';
import { hasGain } from '../inspector/eqCurve.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { formatHz, formatNumber, formatSigned } from '../theme/format.ts';
import { MASTER } from './ChainRow.tsx';
import styles from './EqBands.module.css';

const FREQUENCY = logScale(10, 20_000, 0.02);
const GAIN = linearScale(-24, 24, 0.1);
const Q = logScale(0.1, 40, 0.05);
const SLOPES = ['6', '12', '18', '24', '36', '48'] as const;
const SHAPES = describeProcessor('eq')
  .bands!.choices.find((choice) => choice.name === 'type')!
  .options.map(({ value, label }) => ({ value: value as EqBandType, text: label }));

/** Every band of an equalizer side by side; its points are in the spectrum above. */
export function EqBands({ index, settings }: { readonly index: number; readonly settings: EqSettings }) {
  const { store } = useStudio();
  const openBand = useApp((state) => state.openBand);
  const { drag, edit, endDrag, cancelDrag, setOpenBand } = store.getState();
  const bands = settings.bands ?? [];
  const withBand = (at: number, band: EqBand): EqSettings => ({ ...settings, bands: bands.map((old, k) => (k === at ? band : old)) });
  const turn = (at: number, band: EqBand): void => drag('Equalizer', (scene) => setProcessor(scene, MASTER, index, withBand(at, band)));
  const put = (label: string, next: EqSettings): void => edit(label, (scene) => setProcessor(scene, MASTER, index, next));
  return (
    <div className={styles.bands} data-testid="eq-bands">
      {bands.map((band, at) => {
        const isOn = band.enabled ?? true;
        return (
          <div
            key={at}
            className={styles.band}
            data-chosen={at === openBand}
            data-on={isOn}
            role="group"
            aria-label={`Band ${at + 1}`}
            onPointerDown={() => setOpenBand(at)}
          >
            <div className={styles.line}>
              <button
                type="button"
                className={styles.power}
                aria-pressed={isOn}
                aria-label={`${isOn ? 'Bypass' : 'Switch on'} band ${at + 1}`}
                onClick={() => put(`Band ${at + 1}`, withBand(at, { ...band, enabled: !isOn }))}
              >
                <Power size={10} strokeWidth={2.6} aria-hidden />
              </button>
              <Choose label="Shape" choices={SHAPES} value={band.type} onChoose={(type) => put('Shape', withBand(at, { ...band, type }))} />
              <button
                type="button"
                className={styles.remove}
                aria-label={`Remove band ${at + 1}`}
                title="Remove"
                onClick={() => {
                  put('Remove band', { ...settings, bands: bands.filter((_, k) => k !== at) });
                  setOpenBand(Math.max(0, at - 1));
                }}
              >
                <X size={11} aria-hidden />
              </button>
            </div>
            <NumberField
              value={band.frequencyHz}
              scale={FREQUENCY}
              unit="hz"
              label={`Band ${at + 1}: frequency`}
              resetTo={1000}
              format={formatHz}
              onChange={(frequencyHz) => turn(at, { ...band, frequencyHz })}
              onCommit={endDrag}
              onCancel={cancelDrag}
              className={styles.number}
            />
            {hasGain(band) ? (
              <NumberField
                value={band.gainDb ?? 0}
                scale={GAIN}
                unit="db"
                unitText="dB"
                label={`Band ${at + 1}: gain`}
                format={(db) => formatSigned(db)}
                onChange={(gainDb) => turn(at, { ...band, gainDb })}
                onCommit={endDrag}
                onCancel={cancelDrag}
                className={styles.number}
              />
            ) : (
              <Choose
                label="Slope"
                className={styles.number}
                choices={SLOPES.map((value) => ({ value, text: `${value} dB/oct` }))}
                value={String(band.slopeDbPerOct ?? 12) as (typeof SLOPES)[number]}
                onChoose={(slope) => put('Slope', withBand(at, { ...band, slopeDbPerOct: Number(slope) }))}
              />
            )}
            <NumberField
              value={band.q ?? EQ_DEFAULT_Q}
              scale={Q}
              unit="plain"
              label={`Band ${at + 1}: Q`}
              resetTo={EQ_DEFAULT_Q}
              format={(q) => `Q ${formatNumber(q, 2)}`}
              onChange={(q) => turn(at, { ...band, q })}
              onCommit={endDrag}
              onCancel={cancelDrag}
              className={styles.number}
            />
          </div>
        );
      })}
      {bands.length < EQ_MAX_BANDS ? (
        <button
          type="button"
          className={styles.add}
          aria-label="Add a band"
          title="Add a band"
          onClick={() => {
            put('Add band', { ...settings, bands: [...bands, { type: 'bell', frequencyHz: 1000, gainDb: 0, q: 1 }] });
            setOpenBand(bands.length);
          }}
        >
          <Plus size={14} aria-hidden />
        </button>
      ) : null}
    </div>
  );
}
