import { openDB } from 'idb';
import type { Autosave, KeptSession } from './types.ts';

const DATABASE = 'periphony';
const STORE = 'sessions';
const LAST = 'last';

/** The last session, in IndexedDB: the document as text, its stems as file handles, or as files where a browser has no handles. */
export function createAutosave(): Autosave {
  const open = () =>
    openDB(DATABASE, 1, {
      upgrade: (database) => {
        database.createObjectStore(STORE);
      },
    });
  let opening: ReturnType<typeof open> | undefined;
  const database = (): ReturnType<typeof open> => (opening ??= open());
  return {
    async load() {
      const kept: unknown = await (await database()).get(STORE, LAST);
      return isKept(kept) ? kept : undefined;
    },
    async save(session) {
      await (await database()).put(STORE, session, LAST);
    },
    async clear() {
      await (await database()).delete(STORE, LAST);
    },
  };
}

/** An older studio may have left something else. */
function isKept(value: unknown): value is KeptSession {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { title, text, savedAtMs, stems } = value as Record<string, unknown>;
  return (
    typeof title === 'string' && typeof text === 'string' && typeof savedAtMs === 'number' && typeof stems === 'object' && stems !== null
  );
}
