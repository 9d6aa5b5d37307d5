import { setStartSec } from '../../scene/index.ts';
import type { Element } from '../../scene/index.ts';
import { NumberField } from '../controls/NumberField.tsx';
import type { Scale } from '../controls/scale.ts';
import { useStudio } from '../state/studio.ts';
import { formatNumber } from '../theme/format.ts';
import { Field } from './Field.tsx';

const MOST_SEC = 3600;
/** Milliseconds at the beginning, where clips are shifted against each other; an hour at the far end. */
const START: Scale = {
  low: 0,
  high: MOST_SEC,
  step: 0.01,
  toRatio: (sec) => Math.cbrt(Math.min(1, Math.max(0, sec / MOST_SEC))),
  toValue: (ratio) => MOST_SEC * ratio ** 3,
};

/** When the clip begins: typed here, or carried in the timeline. */
export function StartField({ element }: { readonly element: Element }) {
  const { store, services } = useStudio();
  const { drag, endDrag, cancelDrag } = store.getState();
  const label = `Start of ${element.name}`;
  const move = (sec: number): void => {
    const { gesture } = store.getState();
    const atSec = gesture?.label === label ? gesture.atSec : services.live.positionSec();
    // Held back until the hand rests: a clip at another time is another mix to build.
    drag(label, (base) => setStartSec(base, element.id, Math.round(sec * 1000) / 1000), { isLive: true, atSec });
  };
  return (
    <Field name="Starts at">
      <NumberField
        value={element.startSec}
        scale={START}
        unit="sec"
        unitText="s"
        label={label}
        resetTo={0}
        format={(sec) => formatNumber(sec, 3)}
        onChange={move}
        onCommit={endDrag}
        onCancel={cancelDrag}
        testId="start-sec"
      />
    </Field>
  );
}
