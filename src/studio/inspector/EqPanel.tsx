import { useRef, useState } from 'react';
import { hueDegOf, setProcessor } from '../../scene/index.ts';
import type { EqBand, EqSettings, ProcessingOwner } from '../../scene/index.ts';
import { sizeCanvas } from '../controls/sizeCanvas.ts';
import { useFrames } from '../state/frames.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { COLOURS, hueColour } from '../theme/colours.ts';
import { EqBandRow } from './EqBandRow.tsx';
import { drawEq, RANGE_DB } from './eqCurve.ts';
import { ParameterRows } from './ParameterRows.tsx';
import { useEqHand } from './useEqHand.ts';
import styles from './EqPanel.module.css';

/** The response with its points, and the chosen band in figures. */
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
  const drawn = useRef<{ settings: EqSettings | null; chosen: number; colour: string }>({ settings: null, chosen: -1, colour: '' });
  const [chosen, setChosen] = useState(() => Math.min(1, (settings.bands?.length ?? 0) - 1));
  const sampleRateHz = useApp((state) => state.scene?.sampleRateHz ?? 48_000);
  const hueDeg = useApp((state) => {
    const element = owner.kind === 'element' ? state.scene?.elements.find((each) => each.id === owner.id) : undefined;
    return element === undefined ? null : hueDegOf(state.scene!, element);
  });
  const colour = hueDeg === null ? COLOURS.text : hueColour(hueDeg);
  const bands = settings.bands ?? [];
  const { drag, edit, endDrag } = store.getState();
  const hand = useEqHand({ canvas, owner, index, settings, chosen, onChoose: setChosen, rangeDb: RANGE_DB });

  useFrames(() => {
    const paint = canvas.current === null ? null : sizeCanvas(canvas.current);
    const last = drawn.current;
    if (paint !== null && (paint.isNew || last.settings !== settings || last.chosen !== chosen || last.colour !== colour)) {
      drawEq(paint, settings, sampleRateHz, chosen, colour);
      drawn.current = { settings, chosen, colour };
    }
  });

  const withBand = (at: number, band: EqBand): EqSettings => ({ ...settings, bands: bands.map((old, k) => (k === at ? band : old)) });
  const band = bands[chosen];
  return (
    <div className={styles.panel}>
      <canvas
        ref={canvas}
        className={styles.curve}
        data-testid="eq-curve"
        aria-label="Equalizer response; the bands are rows below it"
        {...hand}
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
          onDrag={(next) => drag('Equalizer', (scene) => setProcessor(scene, owner, index, withBand(chosen, next)))}
          onEdit={(label, next) => edit(label, (scene) => setProcessor(scene, owner, index, withBand(chosen, next)))}
          onCommit={endDrag}
          onRemove={() => {
            edit('Remove band', (scene) => setProcessor(scene, owner, index, { ...settings, bands: bands.filter((_, k) => k !== chosen) }));
            setChosen(Math.max(0, chosen - 1));
          }}
        />
      )}
      <ParameterRows owner={owner} index={index} settings={settings} />
    </div>
  );
}
