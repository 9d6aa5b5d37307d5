import { setGainDb } from '../../scene/index.ts';
import type { Element } from '../../scene/index.ts';
import { FADER } from '../controls/scale.ts';
import { Slider } from '../controls/Slider.tsx';
import { useStudio } from '../state/studio.ts';
import { formatDb } from '../theme/format.ts';

/** The element's fader, lying down. */
export function GainSlider({ element, colour }: { readonly element: Element; readonly colour: string }) {
  const { drag, endDrag, cancelDrag } = useStudio().store.getState();
  return (
    <Slider
      label="Gain"
      value={element.gainDb}
      scale={FADER}
      unit="db"
      unitText="dB"
      colour={colour}
      format={(db) => formatDb(db)}
      onChange={(gainDb) => drag(`Gain of ${element.name}`, (base) => setGainDb(base, element.id, gainDb), { isLive: true })}
      onCommit={endDrag}
      onCancel={cancelDrag}
      testId="slider-gain"
    />
  );
}
