import { useRef } from 'react';
import type { PointerEvent } from 'react';
import { Power } from 'lucide-react';
import { describeProcessor, setProcessor } from '../../scene/index.ts';
import type { MultibandBand, MultibandSettings, ProcessingOwner, ProcessorParameter } from '../../scene/index.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { linearScale, logScale } from '../controls/scale.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import { formatNumber } from '../theme/format.ts';
import { drawMultiband, grabbedAt, movedGrab } from './multibandPicture.ts';
import type { Grab } from './multibandPicture.ts';
import { ParameterRows } from './ParameterRows.tsx';
import styles from './MultibandPanel.module.css';

const NAMES = ['Low', 'Low mid', 'High mid', 'High'] as const;
const { bands: TABLE } = describeProcessor('multiband');
const UNITS = { dB: 'db', ms: 'ms', ':1': 'ratio' } as const;

/** The bands as a picture (crossovers and thresholds are dragged in it), and each as a column of figures. */
export function MultibandPanel({
  owner,
  index,
  settings,
}: {
  readonly owner: ProcessingOwner;
  readonly index: number;
  readonly settings: MultibandSettings;
}) {
  const { store, services } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const held = useRef<Grab | null>(null);
  const { drag, edit, endDrag, cancelDrag } = store.getState();
  const bandAt = (k: number): MultibandBand => settings.bands?.[k] ?? { enabled: false };
  const withBand = (k: number, band: MultibandBand): MultibandSettings => ({
    ...settings,
    bands: NAMES.map((_, at) => (at === k ? band : bandAt(at))),
  });

  useFrames(() => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    if (paint !== null) {
      drawMultiband(paint, settings, owner.kind === 'master' && services.live.isPlaying() ? services.live.meters : null);
    }
  });

  const under = (event: PointerEvent<HTMLCanvasElement>): Grab | null =>
    grabbedAt(
      settings,
      event.currentTarget.clientWidth,
      event.currentTarget.clientHeight,
      event.nativeEvent.offsetX,
      event.nativeEvent.offsetY,
    );

  return (
    <div className={styles.panel} data-testid="multiband">
      <div className={styles.parts}>
        <div className={styles.picture}>
          <canvas
            ref={canvas}
            className={styles.curve}
            aria-label="Bands and their thresholds; the figures are beside it"
            onPointerDown={(event) => {
              const grab = under(event);
              if (grab !== null && event.button === 0) {
                event.currentTarget.setPointerCapture(event.pointerId);
                held.current = grab;
              }
            }}
            onPointerMove={(event) => {
              const { clientWidth, clientHeight } = event.currentTarget;
              const grab = held.current;
              if (grab === null) {
                const over = under(event);
                event.currentTarget.style.cursor = over === null ? 'default' : over.kind === 'threshold' ? 'ns-resize' : 'ew-resize';
                return;
              }
              const moved = movedGrab(grab, clientWidth, clientHeight, event.nativeEvent.offsetX, event.nativeEvent.offsetY);
              drag('Multiband', (scene) =>
                setProcessor(
                  scene,
                  owner,
                  index,
                  moved.kind === 'crossover'
                    ? { ...settings, [moved.name]: moved.hz }
                    : withBand(moved.band, { ...bandAt(moved.band), thresholdDb: moved.thresholdDb }),
                ),
              );
            }}
            onPointerUp={() => {
              if (held.current !== null) {
                held.current = null;
                endDrag();
              }
            }}
            onPointerCancel={() => {
              held.current = null;
              cancelDrag();
            }}
          />
          <ParameterRows owner={owner} index={index} settings={settings} />
        </div>
        <div className={styles.bands}>
          {NAMES.map((name, k) => {
            const band = bandAt(k);
            const isOn = band.enabled ?? true;
            return (
              <div key={name} className={styles.band} data-on={isOn} role="group" aria-label={`${name} band`}>
                <div className={styles.name}>
                  <button
                    type="button"
                    className={styles.power}
                    aria-pressed={isOn}
                    aria-label={`${isOn ? 'Bypass' : 'Switch on'} the ${name.toLowerCase()} band`}
                    onClick={() =>
                      edit(`${name} band`, (scene) => setProcessor(scene, owner, index, withBand(k, { ...band, enabled: !isOn })))
                    }
                  >
                    <Power size={10} strokeWidth={2.6} aria-hidden />
                  </button>
                  {name}
                </div>
                {TABLE!.parameters.map((parameter) => (
                  <label key={parameter.name} className={styles.row}>
                    <span>{SHORT[parameter.name] ?? parameter.label}</span>
                    <NumberField
                      value={valueOf(band, parameter)}
                      scale={
                        parameter.scale === 'log'
                          ? logScale(parameter.min, parameter.max, 0.05)
                          : linearScale(parameter.min, parameter.max, 0.5)
                      }
                      unit={UNITS[parameter.unit as keyof typeof UNITS] ?? 'plain'}
                      unitText={parameter.unit}
                      label={`${name}: ${parameter.label}`}
                      resetTo={parameter.default}
                      format={(value) => formatNumber(value, parameter.decimals)}
                      onChange={(value) =>
                        drag(`Multiband: ${parameter.label}`, (scene) =>
                          setProcessor(scene, owner, index, withBand(k, { ...band, [parameter.name]: value })),
                        )
                      }
                      onCommit={endDrag}
                      onCancel={cancelDrag}
                    />
                  </label>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const SHORT: Readonly<Record<string, string>> = { thresholdDb: 'Thr.', attackMs: 'Att.', releaseMs: 'Rel.' };

function valueOf(band: MultibandBand, { name, default: normal }: ProcessorParameter): number {
  return (band as Readonly<Record<string, number | undefined>>)[name] ?? normal;
}
