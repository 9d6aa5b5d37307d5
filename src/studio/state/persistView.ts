import type { AppStore } from './store.ts';
import type { CameraView, ViewSettings } from './viewSlice.ts';

const KEY = 'periphony.view';
const CAMERAS: readonly CameraView[] = ['orbit', 'top', 'rear', 'ears'];

/** Restores what was looked at, and keeps it from now on. A browser that stores nothing is fine. */
export function persistView(store: AppStore): () => void {
  store.setState(stored());
  return store.subscribe((state, before) => {
    if (
      state.camera !== before.camera ||
      state.target !== before.target ||
      state.folded !== before.folded ||
      state.monitorGainDb !== before.monitorGainDb
    ) {
      const { camera, target, folded, monitorGainDb } = state;
      try {
        localStorage.setItem(KEY, JSON.stringify({ camera, target, folded, monitorGainDb } satisfies ViewSettings));
      } catch {
        // Private windows may refuse: the settings then last as long as the page.
      }
    }
  });
}

function stored(): Partial<ViewSettings> {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof saved !== 'object' || saved === null) {
      return {};
    }
    const { camera, target, folded, monitorGainDb } = saved as Record<string, unknown>;
    return {
      ...(CAMERAS.includes(camera as CameraView) ? { camera: camera as CameraView } : {}),
      ...(typeof target === 'string' ? { target } : {}),
      ...(Array.isArray(folded) ? { folded: folded.filter((id) => typeof id === 'string') } : {}),
      ...(typeof monitorGainDb === 'number' && monitorGainDb <= 12 && monitorGainDb >= -80 ? { monitorGainDb } : {}),
    };
  } catch {
    return {};
  }
}
