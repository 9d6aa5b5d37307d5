import {
  addPoint,
  clearAutomation,
  lanePoints,
  setBinaural,
  setGroup,
  setSize,
  setSnap,
  setZones,
  unpairObject,
} from '../../scene/index.ts';
import type { BinauralMode, ObjectElement } from '../../scene/index.ts';
import { azimuthDegOf, elevationDegOf } from '../../layouts/index.ts';
import { Choose } from '../controls/Choose.tsx';
import { linearScale } from '../controls/scale.ts';
import { Segmented } from '../controls/Segmented.tsx';
import { Slider } from '../controls/Slider.tsx';
import { Toggle } from '../controls/Toggle.tsx';
import { moveTo } from '../state/moveTo.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { hueColour } from '../theme/colours.ts';
import { formatNumber } from '../theme/format.ts';
import { hueDegOf } from '../../scene/index.ts';
import { Field } from './Field.tsx';
import { GainSlider } from './GainSlider.tsx';
import { Section } from './Section.tsx';
import { StartField } from './StartField.tsx';
import { useShownPlace } from './usePosition.ts';
import styles from './ObjectInspector.module.css';

const SIDEWAYS = linearScale(-1, 1, 0.01);
const UPWARDS = linearScale(-1, 1, 0.01);
const SIZE = linearScale(0, 1, 0.01);
export const MODES: readonly { readonly value: BinauralMode; readonly text: string; readonly hint: string }[] = [
  { value: 'off', text: 'Off', hint: 'Plain stereo panning, no head' },
  { value: 'near', text: 'Near', hint: 'Close to the head' },
  { value: 'mid', text: 'Mid', hint: 'At arm’s length' },
  { value: 'far', text: 'Far', hint: 'Away, in the room' },
];
const ZONES: readonly { readonly value: ObjectElement['zones']; readonly text: string }[] = [
  { value: 'all', text: 'All' },
  { value: 'noBack', text: 'No back' },
  { value: 'noSides', text: 'No sides' },
  { value: 'centreBack', text: 'Centre back' },
  { value: 'screenOnly', text: 'Screen only' },
  { value: 'surroundOnly', text: 'Surround only' },
];

/** Place, size, headphones, zones, group and fader of an object. */
export function ObjectInspector({ element, others }: { readonly element: ObjectElement; readonly others: number }) {
  const { store, services } = useStudio();
  const scene = useApp((state) => state.scene)!;
  const { edit, drag, endDrag, cancelDrag } = store.getState();
  const { id, name } = element;
  const place = useShownPlace(element);
  const colour = hueColour(hueDegOf(scene, element));
  const partner = scene.elements.find((other) => other.id === element.pairedWith);
  const points = lanePoints(element, 'position').length;
  const at = [place.x, place.y, place.z] as const;

  const move = (axis: 0 | 1 | 2, value: number): void => {
    const { gesture } = store.getState();
    const label = `Move ${name}`;
    const atSec = gesture?.label === label ? gesture.atSec : services.live.positionSec();
    const next = at.map((old, k) => (k === axis ? value : old));
    drag(label, (base) => moveTo(base, id, atSec, [next[0]!, next[1]!, next[2]!]), { isLive: true, atSec });
  };
  const resize = (value: number): void => {
    const isAutomated = lanePoints(element, 'size').length > 0;
    const atSec = store.getState().gesture?.atSec ?? services.live.positionSec();
    drag(`Size of ${name}`, (base) => (isAutomated ? addPoint(base, id, 'size', { atSec, value }) : setSize(base, id, value)), {
      isLive: true,
      atSec,
    });
  };
  const shared = {
    unit: 'plain',
    colour,
    onCommit: endDrag,
    onCancel: cancelDrag,
    format: (value: number) => formatNumber(value, 2),
  } as const;

  return (
    <Section
      caption={others > 0 ? `${name} + ${others}` : name}
      aside={<span className={styles.kind}>{partner === undefined ? 'Object' : 'Linked object'}</span>}
    >
      <Slider {...shared} label="X" scale={SIDEWAYS} from={0} value={place.x} onChange={(value) => move(0, value)} testId="slider-x" />
      <Slider
        {...shared}
        label="Y"
        scale={SIDEWAYS}
        from={0}
        value={place.y}
        onChange={(value) => move(1, value)}
        resetTo={1}
        testId="slider-y"
      />
      <Slider {...shared} label="Z" scale={UPWARDS} from={0} value={place.z} onChange={(value) => move(2, value)} testId="slider-z" />
      <Slider {...shared} label="Size" scale={SIZE} value={place.size} onChange={resize} testId="slider-size" />
      <GainSlider element={element} colour={colour} />
      <p className={styles.angles}>
        az {formatNumber(azimuthDegOf(at), 1)}° · el {formatNumber(elevationDegOf(at), 1)}°
        {points === 0 ? null : (
          <span className={styles.automated} title="Moving the object writes a point at the playhead">
            {points} {points === 1 ? 'point' : 'points'}
            <button
              type="button"
              className={styles.clear}
              onClick={() => edit('Clear movement', (base) => clearAutomation(base, id, 'position'))}
            >
              clear
            </button>
          </span>
        )}
      </p>
      <Field name="Binaural">
        <Segmented
          label="Binaural mode"
          choices={MODES}
          value={element.binaural}
          onChoose={(mode) => edit('Binaural mode', (base) => setBinaural(base, id, mode))}
          className={styles.modes}
        />
      </Field>
      <Field name="Zones">
        <Choose
          label="Zones"
          choices={ZONES}
          value={element.zones}
          onChoose={(zones) => edit('Zones', (base) => setZones(base, id, zones))}
        />
        <Toggle
          label="Snap"
          isOn={element.snap}
          onToggle={() => edit('Snap', (base) => setSnap(base, id, !element.snap))}
          hint="Locks to the nearest loudspeaker"
        />
      </Field>
      <StartField element={element} />
      <Field name="Group">
        <Choose
          label="Group"
          choices={[{ value: '', text: 'None' }, ...scene.groups.map((group) => ({ value: group.id, text: group.name }))]}
          value={element.group ?? ''}
          onChoose={(group) => edit('Group', (base) => setGroup(base, [id], group === '' ? undefined : group))}
        />
      </Field>
      {partner === undefined ? null : (
        <Field name="Linked">
          <span className={styles.partner}>with {partner.name}</span>
          <button type="button" className={styles.clear} onClick={() => edit('Unlink', (base) => unpairObject(base, id))}>
            unlink
          </button>
        </Field>
      )}
    </Section>
  );
}
