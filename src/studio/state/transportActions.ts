import type { LiveEngine } from '../services/types.ts';
import type { AppStore } from './store.ts';
import { tellTrouble } from './trouble.ts';

export interface TransportActions {
  readonly togglePlay: () => void;
  readonly pause: () => void;
  readonly returnToStart: () => void;
  readonly seek: (sec: number) => void;
  readonly resetLoudness: () => void;
  /** Takes over when the engine stopped by itself; not while it is being started. */
  readonly mirrorEngine: () => void;
}

export function createTransportActions(store: AppStore, live: LiveEngine): TransportActions {
  const pass = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      store.getState().setPlaying(live.isPlaying());
      tellTrouble(error);
    });
  };
  let starting = 0;
  const start = async (): Promise<void> => {
    starting += 1;
    try {
      await live.play();
    } finally {
      starting -= 1;
    }
  };
  const pause = (): void => {
    store.getState().setPlaying(false);
    pass(live.pause());
  };
  const seek = (sec: number): void => pass(live.seek(Math.min(Math.max(0, sec), Math.max(0, store.getState().lengthSec))));
  return {
    togglePlay: () => {
      if (live.isPlaying()) {
        pause();
      } else if (store.getState().scene !== null) {
        store.getState().setPlaying(true);
        pass(start());
      }
    },
    pause,
    seek,
    returnToStart: () => seek(0),
    resetLoudness: () => pass(live.resetLoudness()),
    mirrorEngine: () => {
      if (starting === 0) {
        store.getState().setPlaying(live.isPlaying());
      }
    },
  };
}
