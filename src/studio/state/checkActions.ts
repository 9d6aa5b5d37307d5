import type { Scene } from '../../scene/index.ts';
import type { PreviewRow, StudioServices } from '../services/types.ts';
import { deliverableRequest } from './deliveryActions.ts';
import { rowKey } from './masterSlice.ts';
import type { AppState, AppStore } from './store.ts';
import { targetsOf } from './targets.ts';
import { isCancelled, troubleOf } from './trouble.ts';

export interface CheckActions {
  /** Measures every deliverable anew, at once. */
  readonly checkNow: () => void;
  readonly cancelCheck: () => void;
}

/** The hand has rested for this long after an edit. */
const REST_MS = 1500;
/** Somebody who only passes by the page starts nothing. */
const ARRIVAL_MS = 500;

/** Keeps the table of renders up to date while the Master page is open; what an edit overtakes is cancelled. */
export function createCheckActions(store: AppStore, services: StudioServices, files: ReadonlyMap<string, File>): CheckActions {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop: (() => void) | null = null;
  let runs = 0;

  const cancel = (): void => {
    clearTimeout(timer);
    runs += 1;
    stop?.();
    stop = null;
    if (store.getState().check.isRunning) {
      store.getState().setCheck({ isRunning: false });
    }
  };

  const run = async (scene: Scene): Promise<void> => {
    cancel();
    const mine = runs;
    const renders = rendersOf(scene);
    const { setCheck, ownPresets, adm } = store.getState();
    setCheck({ isRunning: true, fresh: [], trouble: null });
    const onRow = (row: PreviewRow): void => {
      if (mine === runs) {
        const { check } = store.getState();
        const key = rowKey(row.render, row.preset ?? 'none');
        setCheck({ rows: { ...check.rows, [key]: row }, fresh: [...check.fresh.filter((each) => each !== key), key] });
      }
    };
    try {
      const job = services.preview.run({
        scene,
        ...(adm === null ? {} : { adm: { file: adm.file, options: adm.options } }),
        files,
        renders,
        presets: ownPresets,
        onRow,
      });
      stop = job.cancel;
      await job.finished;
    } catch (error) {
      if (mine === runs && !isCancelled(error)) {
        const { message, hint } = troubleOf(error);
        setCheck({ trouble: { message, hint } });
      }
    } finally {
      if (mine === runs) {
        stop = null;
        setCheck({ isRunning: false });
      }
    }
  };

  const checkNow = (): void => {
    const { scene } = store.getState();
    if (scene !== null && rendersOf(scene).length > 0) {
      void run(scene);
    }
  };

  const later = (afterMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const state = store.getState();
      if (state.page !== 'master' || !state.check.isAutomatic || !needsCheck(state)) {
        return;
      }
      if (state.gesture === null && state.busy === null && state.delivery === null) {
        checkNow();
      } else {
        later(REST_MS);
      }
    }, afterMs);
  };

  store.subscribe((state, before) => {
    if (state.scene !== before.scene || state.ownPresets !== before.ownPresets) {
      if (state.check.isRunning || state.check.fresh.length > 0) {
        cancel();
        state.setCheck({ fresh: [] });
      }
      later(REST_MS);
    } else if (state.page === 'master' && (before.page !== 'master' || state.check.isAutomatic !== before.check.isAutomatic)) {
      later(ARRIVAL_MS);
    } else if (state.page !== 'master' && before.page === 'master' && state.check.isRunning) {
      cancel();
    }
    followTarget(state, before, services);
  });
  return { checkNow, cancelCheck: cancel };
}

/** What is checked: the objects' own file has no sound until it is rendered. */
export function rendersOf(scene: Scene): readonly { readonly render: string; readonly preset: string; readonly format: string }[] {
  return scene.deliverables.filter(({ render }) => render !== 'adm').map(deliverableRequest);
}

function needsCheck({ scene, check }: AppState): boolean {
  return scene !== null && !check.isRunning && rendersOf(scene).some(({ render, preset }) => !check.fresh.includes(rowKey(render, preset)));
}

/** The limiter that is listened through does what the export's would: gain and ceiling of the row that is heard. */
function followTarget(state: AppState, before: AppState, services: StudioServices): void {
  const { scene, check, monitor, limiter, ownPresets } = state;
  const isSame =
    check.rows === before.check.rows &&
    monitor === before.monitor &&
    limiter.isFollowing === before.limiter.isFollowing &&
    scene === before.scene;
  if (isSame || scene === null || !limiter.isFollowing) {
    return;
  }
  const heard = scene.deliverables.map(deliverableRequest).find(({ render }) => render === monitor);
  const row = heard === undefined ? undefined : check.rows[rowKey(heard.render, heard.preset)];
  const target = targetsOf(services.targets, ownPresets).find(({ id }) => id === heard?.preset);
  const driveDb = row === undefined ? limiter.driveDb : Math.round(row.gainDb * 10) / 10;
  const ceilingDbtp = target?.ceilingDbtp ?? limiter.ceilingDbtp;
  if (driveDb !== limiter.driveDb || ceilingDbtp !== limiter.ceilingDbtp) {
    state.setLimiter({ driveDb, ceilingDbtp });
  }
}
