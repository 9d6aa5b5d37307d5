import { Speaker } from 'lucide-react';
import { memo, useRef } from 'react';
import type { CSSProperties, PointerEvent } from 'react';
import { METERS } from '../../engine/index.ts';
import { findElement, groupOf, hueDegOf, renameElement, setBinaural, setGainDb, setMute } from '../../scene/index.ts';
import type { BinauralMode, ElementId } from '../../scene/index.ts';
import { Meter } from '../controls/Meter.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { FADER } from '../controls/scale.ts';
import { useValueDrag } from '../controls/useValueDrag.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { bedTitle } from '../theme/bedTitle.ts';
import { classes } from '../theme/classes.ts';
import { hueColour } from '../theme/colours.ts';
import { formatDb } from '../theme/format.ts';
import { listedElements } from './listOrder.ts';
import { NameField } from './NameField.tsx';
import { NEXT_MODE } from './selectionEdits.ts';
import { SmallToggle } from './SmallToggle.tsx';
import styles from './ElementRow.module.css';

const LETTERS: Readonly<Record<BinauralMode, string>> = { off: 'O', near: 'N', mid: 'M', far: 'F' };

/** One element: colour, name, mute, solo, level, fader, binaural mode. */
export const ElementRow = memo(function ElementRow({ id, index }: { readonly id: ElementId; readonly index: number }) {
  const { store, services } = useStudio();
  const element = useApp((state) => (state.scene === null ? undefined : findElement(state.scene, id)));
  const hueDeg = useApp((state) => (element === undefined ? 0 : hueDegOf(state.scene!, element)));
  const isSelected = useApp((state) => state.selection.includes(id));
  const isSolo = useApp((state) => state.solo.includes(id));
  const isSilenced = useApp(
    (state) =>
      element !== undefined &&
      (element.mute || groupOf(state.scene!, element)?.mute === true || (state.solo.length > 0 && !state.solo.includes(id))),
  );
  if (element === undefined) {
    return null;
  }
  const { edit, toggleSolo } = store.getState();
  const { meters } = services.live;
  const isPaired = element.kind === 'object' && element.pairedWith !== undefined;
  return (
    <div
      className={classes(styles.row, isSilenced && styles.silenced)}
      style={{ '--colour': hueColour(hueDeg) } as CSSProperties}
      role="option"
      aria-selected={isSelected}
      data-testid={`element-${id}`}
      onPointerDown={(event) => choose(event, id)}
      onFocus={(event) => {
        // Who comes by the keyboard chooses the row by being in it, so that M, S and B mean it.
        if (event.target.matches(':focus-visible') && !store.getState().selection.includes(id)) {
          store.getState().select([id]);
        }
      }}
    >
      <span className={styles.colour} data-paired={isPaired} title={isPaired ? 'Half of a linked pair' : undefined} />
      <span className={styles.naming}>
        <NameField
          name={element.name}
          className={styles.name}
          onRename={(name) => edit('Rename', (scene) => renameElement(scene, id, name))}
        />
        {element.kind === 'bed' ? <Speaker className={styles.link} size={11} aria-label={bedTitle(element)} /> : null}
      </span>
      <SmallToggle
        kind="mute"
        isOn={element.mute}
        what={element.name}
        onToggle={() => edit(element.mute ? 'Unmute' : 'Mute', (scene) => setMute(scene, id, !element.mute))}
      />
      <SmallToggle kind="solo" isOn={isSolo} what={element.name} onToggle={(event) => toggleSolo([id], event.altKey)} />
      <MeterFader
        id={id}
        name={element.name}
        gainDb={element.gainDb}
        isDull={isSilenced}
        levelDb={() => meters[METERS.elementPeakDb + index] ?? -144}
      />
      <Fader id={id} name={element.name} gainDb={element.gainDb} />
      <button
        type="button"
        className={styles.mode}
        tabIndex={-1}
        title={`Binaural: ${element.binaural}. Click for ${NEXT_MODE[element.binaural]} (B).`}
        aria-label={`Binaural mode of ${element.name}: ${element.binaural}`}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => edit('Binaural mode', (scene) => setBinaural(scene, id, NEXT_MODE[element.binaural]))}
      >
        {LETTERS[element.binaural]}
      </button>
    </div>
  );

  function choose(event: PointerEvent, chosen: ElementId): void {
    const { selection, select, scene } = store.getState();
    // Touching a control chooses its row, and keeps a choice of several that it belongs to.
    const isControl = event.target instanceof HTMLElement && event.target.closest('[role="slider"]') !== null;
    if ((event.button !== 0 || isControl) && selection.includes(chosen)) {
      return;
    }
    if (event.shiftKey && selection.length > 0) {
      const ids = listedElements(scene!).map((other) => other.id);
      const [from, to] = [ids.indexOf(selection.at(-1)!), ids.indexOf(chosen)];
      const range = ids.slice(Math.min(from, to), Math.max(from, to) + 1);
      select([...range.filter((other) => other !== chosen), chosen]);
    } else if (event.ctrlKey || event.metaKey) {
      select(selection.includes(chosen) ? selection.filter((other) => other !== chosen) : [...selection, chosen]);
    } else {
      select([chosen]);
    }
  }
});

interface FaderProps {
  readonly id: ElementId;
  readonly name: string;
  readonly gainDb: number;
}

function useGain({ id, name }: FaderProps): {
  readonly onChange: (gainDb: number) => void;
  readonly onCommit: () => void;
  readonly onCancel: () => void;
} {
  const { store } = useStudio();
  const { drag, endDrag, cancelDrag } = store.getState();
  return {
    // The other selected faders go with it, each from where it was.
    onChange: (gainDb) =>
      drag(
        `Gain of ${name}`,
        (base) => {
          const { selection } = store.getState();
          const others = selection.includes(id) ? selection.filter((other) => other !== id) : [];
          const byDb = gainDb - (findElement(base, id)?.gainDb ?? gainDb);
          const moved = others.reduce((scene, other) => setGainDb(scene, other, (findElement(base, other)?.gainDb ?? 0) + byDb), base);
          return setGainDb(moved, id, gainDb);
        },
        { isLive: true },
      ),
    onCommit: endDrag,
    onCancel: cancelDrag,
  };
}

function Fader(props: FaderProps) {
  return (
    <NumberField
      value={props.gainDb}
      scale={FADER}
      unit="db"
      label={`Gain of ${props.name}`}
      format={(db) => formatDb(db)}
      className={styles.gain}
      testId={`gain-${props.id}`}
      {...useGain(props)}
    />
  );
}

/** The meter is a handle too: its tick is the fader. */
function MeterFader(props: FaderProps & { readonly isDull: boolean; readonly levelDb: () => number }) {
  const handle = useRef<HTMLDivElement>(null);
  const dragProps = useValueDrag(
    {
      value: props.gainDb,
      scale: FADER,
      label: `Level and gain of ${props.name}`,
      text: `${formatDb(props.gainDb)} dB`,
      resetTo: 0,
      travel: 'relative',
      travelPx: 120,
      isHandleOnly: true,
      ...useGain(props),
    },
    handle,
  );
  return (
    <div ref={handle} className={styles.meter} {...dragProps}>
      <Meter levelDb={props.levelDb} faderDb={props.gainDb} isDull={props.isDull} />
    </div>
  );
}
