import type { Scene } from '../../scene/index.ts';
import { sceneLengthSec } from '../../scene/index.ts';
import type { LiveEngine } from '../services/types.ts';
import { DIM_DB } from './listeningSlice.ts';
import { isSameListening, masterListeningOf } from './masterSlice.ts';
import { positionTrackOf, sizeTrackOf } from './motion.ts';
import type { Gesture } from './sceneSlice.ts';
import type { AppState, AppStore } from './store.ts';

/** Keeps the engine hearing what the store says. Troubles go to `onTrouble`. */
export function syncEngine(store: AppStore, live: LiveEngine, onTrouble: (error: unknown) => void): () => void {
  const held = new Map<number, Held>();
  let handOvers = 0;
  const pass = (work: Promise<unknown>): void => {
    work.catch(onTrouble);
  };

  const handOver = async (scene: Scene): Promise<void> => {
    handOvers += 1;
    const mine = handOvers;
    const ended = [...held];
    await live.setScene(scene);
    // A newer drag of the same element keeps its hold.
    for (const [index, hold] of ended) {
      if (held.get(index) === hold && mine >= hold.since && store.getState().gesture?.isLive !== true) {
        held.delete(index);
        live.endDrag(index);
      }
    }
    store.getState().setLengthSec(lengthOf(store.getState(), scene));
  };

  /** The engine has the file already; only who is muted may change. */
  const followAdm = (scene: Scene): void => {
    pass(live.setMuted(scene.elements.filter((element) => element.mute).map((element) => element.id)));
    store.getState().setLengthSec(scene.lengthSec ?? 0);
  };

  const apply = (state: AppState, before: AppState): void => {
    if (state.adm !== null) {
      if (state.scene !== before.scene) {
        followAdm(state.scene!);
      }
    } else {
      followScene(state, before);
    }
    followListening(state, before);
  };

  const followScene = (state: AppState, before: AppState): void => {
    if (before.adm !== null) {
      pass(live.setMuted([]));
    }
    const isHeld = state.gesture?.isLive === true;
    if (state.scene !== before.scene && state.scene !== null && isHeld) {
      pushLive(live, held, state.gesture, state.scene, handOvers + 1);
    } else if (state.scene !== null && (state.scene !== before.scene || (before.gesture?.isLive === true && !isHeld))) {
      pass(handOver(state.scene));
    }
  };

  const followListening = (state: AppState, before: AppState): void => {
    if (state.solo !== before.solo) {
      pass(live.setSolo(state.solo));
    }
    if (state.monitor !== before.monitor) {
      pass(live.setMonitor(state.monitor));
    }
    const listening = masterListeningOf(state);
    if (!isSameListening(listening, masterListeningOf(before))) {
      pass(live.setMasterListening(listening));
    }
    if (state.loop !== before.loop || state.isLooping !== before.isLooping) {
      pass(live.setLoop(state.isLooping ? (state.loop ?? wholeOf(state)) : null));
    }
    if (state.monitorGainDb !== before.monitorGainDb || state.isDimmed !== before.isDimmed) {
      live.setMonitorGain(state.monitorGainDb + (state.isDimmed ? DIM_DB : 0));
    }
    if (state.sources !== before.sources && state.scene !== null) {
      state.setLengthSec(lengthOf(state, state.scene));
    }
  };

  live.setMonitorGain(store.getState().monitorGainDb);
  const unsubscribe = store.subscribe(apply);
  const untrouble = live.onTrouble(onTrouble);
  return () => {
    unsubscribe();
    untrouble();
  };
}

/** What a drag overrides of one element, and which hand-over makes it the document's. */
interface Held {
  readonly since: number;
  readonly kinds: ReadonlySet<'position' | 'size' | 'gain'>;
}

const xyz = new Float64Array(3);
const baseXyz = new Float64Array(3);

/** Writes what a gesture moved into the live table. What once was moved stays held until the gesture ends, also where it began. */
function pushLive(live: LiveEngine, held: Map<number, Held>, gesture: Gesture, scene: Scene, since: number): void {
  scene.elements.forEach((element, index) => {
    const base = gesture.base.elements[index];
    const hold = held.get(index);
    if (base === undefined || (base === element && hold === undefined)) {
      return;
    }
    const kinds = new Set(hold?.since === since ? hold.kinds : []);
    if (kinds.has('gain') || element.gainDb !== base.gainDb) {
      kinds.add('gain');
      live.dragGainDb(index, element.gainDb);
    }
    if (element.kind === 'object' && base.kind === 'object') {
      positionTrackOf(element).at(gesture.atSec, xyz);
      positionTrackOf(base).at(gesture.atSec, baseXyz);
      if (kinds.has('position') || xyz[0] !== baseXyz[0] || xyz[1] !== baseXyz[1] || xyz[2] !== baseXyz[2]) {
        kinds.add('position');
        live.dragPosition(index, xyz[0]!, xyz[1]!, xyz[2]!);
      }
      const size = sizeTrackOf(element).at(gesture.atSec);
      if (kinds.has('size') || size !== sizeTrackOf(base).at(gesture.atSec)) {
        kinds.add('size');
        live.dragSize(index, size);
      }
    }
    held.set(index, { since, kinds });
  });
}

function lengthOf(state: AppState, scene: Scene): number {
  return sceneLengthSec(scene, new Map(Object.entries(state.sources).map(([id, facts]) => [id, facts.lengthSec])));
}

function wholeOf(state: AppState): { readonly startSec: number; readonly endSec: number } {
  return { startSec: 0, endSec: state.lengthSec };
}
