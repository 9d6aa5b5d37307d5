import { lazy, Suspense } from 'react';
import { Segmented } from '../controls/Segmented.tsx';
import { Panners } from '../panners/Panners.tsx';
import { TroubleBoundary } from '../shell/TroubleBoundary.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import type { CameraView } from '../state/viewSlice.ts';
import styles from './RoomPanel.module.css';

/** three.js comes after the rest of the page is there. */
const RoomView = lazy(async () => ({ default: (await import('./RoomView.tsx')).RoomView }));

const CAMERAS: readonly { readonly value: CameraView; readonly text: string; readonly hint: string; readonly testId: string }[] = [
  { value: 'orbit', text: 'Orbit', hint: 'Around the room (1)', testId: 'camera-orbit' },
  { value: 'top', text: 'Top', hint: 'From above (2)', testId: 'camera-top' },
  { value: 'rear', text: 'Rear', hint: 'From behind (3)', testId: 'camera-rear' },
  { value: 'ears', text: 'Ears', hint: 'From the listener’s head (4)', testId: 'camera-ears' },
];

const REST = ['⌥ fine', 'Esc takes it back', 'double click resets'];
const HINTS: Readonly<Record<CameraView, readonly string[]>> = {
  orbit: ['drag: floor', '⇧ height', ...REST],
  top: ['drag: floor', '⇧ height', ...REST],
  rear: ['drag: left, right, up and down', '⇧ depth', ...REST],
  ears: ['drag: across the view', '⇧ depth', ...REST],
};

/** The room in space and, beside it, flat. */
export function RoomPanel() {
  const { store, services } = useStudio();
  const camera = useApp((state) => state.camera);
  const isReadOnly = useApp((state) => state.adm !== null);
  const hasWebgl = services.live.capabilities.webgl;
  return (
    <section className={styles.room} aria-label="Room">
      {hasWebgl ? (
        <TroubleBoundary what="The room">
          <Suspense fallback={null}>
            <RoomView />
          </Suspense>
        </TroubleBoundary>
      ) : (
        <p className={styles.missing}>
          The room needs WebGL, which this browser does not offer. Place sounds with the TOP and REAR views on the right, or with the
          sliders of the inspector.
        </p>
      )}
      {hasWebgl ? (
        <Segmented
          label="Camera"
          choices={CAMERAS}
          value={camera}
          onChoose={(next) => store.getState().setCamera(next)}
          look="plain"
          className={styles.cameras}
        />
      ) : null}
      <div className={styles.panners}>
        <Panners />
      </div>
      {hasWebgl && !isReadOnly ? <p className={styles.hint}>{HINTS[camera].join('\u2002·\u2002')}</p> : null}
    </section>
  );
}
