import { useEffect, useRef, useState } from 'react';
import { EQ_MAX_BANDS, hueDegOf, setProcessor } from '../../scene/index.ts';
import type { EqBand, EqSettings, ProcessingOwner } from '../../scene/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { COLOURS, hueColour } from '../theme/colours.ts';
import { EqBandRow } from './EqBandRow.tsx';
import { drawEq, hasGain, nearestBand, turnedQ, xToHz, yToDb } from './eqCurve.ts';
import styles from './EqPanel.module.css';

/** The response with its points: drag for frequency and gain, wheel for Q, double click adds a bell or flattens a band. */
export function EqPanel({
  owner,
  index,
  settings,
}: {
  readonly owner: ProcessingOwner;
  readonly index: number;
  readonly settings: EqSettings;
}) {
  const { store } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const held = useRef<number | null>(null);
  const drawn = useRef<{ settings: EqSettings | null; chosen: number; colour: string }>({ settings: null, chosen: -1, colour: '' });
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [chosen, setChosen] = useState(() => Math.min(1, (settings.bands?.length ?? 0) - 1));
  const sampleRateHz = useApp((state) => state.scene?.sampleRateHz ?? 48_000);
  const hueDeg = useApp((state) => {
    const element = owner.kind === 'element' ? state.scene?.elements.find((each) => each.id === owner.id) : undefined;
    return element === undefined ? null : hueDegOf(state.scene!, element);
  });
  const colour = hueDeg === null ? COLOURS.text : hueColour(hueDeg);
  const bands = settings.bands ?? [];
  const { drag, edit, endDrag, cancelDrag } = store.getState();

  useFrames(() => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    const last = drawn.current;
    if (paint !== null && (paint.isNew || last.settings !== settings || last.chosen !== chosen || last.colour !== colour)) {
      drawEq(paint, settings, sampleRateHz, chosen, colour);
      drawn.current = { settings, chosen, colour };
    }
  });

  const withBands = (next: readonly EqBand[]): EqSettings => ({ ...settings, bands: next });
  const dragBand = (at: number, band: EqBand): void =>
    drag('Equalizer', (scene) => setProcessor(scene, owner, index, withBands(bands.map((old, k) => (k === at ? band : old)))));
  const editBands = (label: string, next: readonly EqBand[]): void =>
    edit(label, (scene) => setProcessor(scene, owner, index, withBands(next)));

  const wheel = useRef<(event: WheelEvent) => void>(() => {});
  useEffect(() => {
    wheel.current = (event) => {
      const element = canvas.current!;
      const under = nearestBand(bands, element.clientWidth, element.clientHeight, event.offsetX, event.offsetY);
      const at = under === -1 ? chosen : under;
      const band = bands[at];
      if (band === undefined || event.ctrlKey) {
        return;
      }
      event.preventDefault();
      setChosen(at);
      dragBand(at, turnedQ(band, -Math.sign(event.deltaY), event.altKey));
      clearTimeout(rest.current);
      rest.current = setTimeout(endDrag, 400);
    };
  });
  useEffect(() => {
    const element = canvas.current;
    const onWheel = (event: WheelEvent): void => wheel.current(event);
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);

  const band = bands[chosen];
  return (
    <div className={styles.panel}>
      <canvas
        ref={canvas}
        className={styles.curve}
        data-testid="eq-curve"
        aria-label="Equalizer response; the bands are rows below it"
        onPointerDown={(event) => {
          const { offsetX, offsetY } = event.nativeEvent;
          const at = nearestBand(bands, event.currentTarget.clientWidth, event.currentTarget.clientHeight, offsetX, offsetY);
          if (at !== -1 && event.button === 0) {
            event.currentTarget.setPointerCapture(event.pointerId);
            held.current = at;
            setChosen(at);
          }
        }}
        onPointerMove={(event) => {
          const at = held.current;
          const taken = at === null ? undefined : bands[at];
          if (at === null || taken === undefined) {
            return;
          }
          const { clientWidth, clientHeight } = event.currentTarget;
          const { offsetX, offsetY } = event.nativeEvent;
          const moved: EqBand = {
            ...taken,
            frequencyHz: xToHz(offsetX, clientWidth),
            ...(hasGain(taken) ? { gainDb: Math.round(Math.max(-24, Math.min(24, yToDb(offsetY, clientHeight))) * 10) / 10 } : {}),
          };
          dragBand(at, moved);
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
        onDoubleClick={(event) => {
          const { offsetX, offsetY } = event.nativeEvent;
          const { clientWidth, clientHeight } = event.currentTarget;
          const at = nearestBand(bands, clientWidth, clientHeight, offsetX, offsetY);
          if (at !== -1) {
            editBands(
              'Flatten band',
              bands.map((old, k) => (k === at ? { ...old, gainDb: 0 } : old)),
            );
          } else if (bands.length < EQ_MAX_BANDS) {
            editBands('Add band', [
              ...bands,
              { type: 'bell', frequencyHz: xToHz(offsetX, clientWidth), gainDb: Math.round(yToDb(offsetY, clientHeight)), q: 1 },
            ]);
            setChosen(bands.length);
          }
        }}
      />
      {band === undefined ? (
        <p className={styles.hint}>Double click the curve to add a band.</p>
      ) : (
        <EqBandRow
          key={chosen}
          band={band}
          number={chosen + 1}
          count={bands.length}
          onChoose={(number) => setChosen(number - 1)}
          onDrag={(next) => dragBand(chosen, next)}
          onEdit={(label, next) =>
            editBands(
              label,
              bands.map((old, k) => (k === chosen ? next : old)),
            )
          }
          onCommit={endDrag}
          onRemove={() => {
            editBands(
              'Remove band',
              bands.filter((_, k) => k !== chosen),
            );
            setChosen(Math.max(0, chosen - 1));
          }}
        />
      )}
    </div>
  );
}
