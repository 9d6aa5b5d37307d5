import { fileOpen } from 'browser-fs-access';
import { toast } from 'sonner';
import type { StudioServices } from '../services/types.ts';
import type { AppStore } from './store.ts';
import { tellTrouble } from './trouble.ts';

export interface PresetActions {
  /** Asks for a preset file. */
  readonly importPreset: () => void;
  readonly addPresetFile: (file: File) => Promise<void>;
  readonly removePreset: (id: string) => void;
}

const KEY = 'periphony.presets';

/** Presets of one's own: their files' texts are kept in the browser, and read anew each time. */
export function createPresetActions(store: AppStore, services: StudioServices): PresetActions {
  const texts = new Map<string, string>();

  const keep = (): void => {
    try {
      localStorage.setItem(KEY, JSON.stringify([...texts.values()]));
    } catch {
      // Private windows may refuse: the presets then last as long as the page.
    }
  };

  const add = async (text: string, name: string): Promise<string> => {
    const preset = await services.mastering.parsePreset(text, name);
    texts.set(preset.id, text);
    const { ownPresets, setOwnPresets } = store.getState();
    setOwnPresets([...ownPresets.filter(({ id }) => id !== preset.id), preset]);
    return preset.title;
  };

  const addPresetFile = async (file: File): Promise<void> => {
    try {
      toast(`${await add(await file.text(), file.name)} is among the targets now.`);
      keep();
    } catch (error) {
      tellTrouble(error);
    }
  };

  void (async () => {
    for (const text of stored()) {
      // One that no version of the studio reads any more is left out, not the others.
      await add(text, 'a kept preset').catch(tellTrouble);
    }
  })();

  return {
    addPresetFile,
    importPreset: () => {
      fileOpen({ description: 'Periphony preset', extensions: ['.json'] })
        .then(addPresetFile)
        .catch(tellTrouble);
    },
    removePreset: (removed) => {
      texts.delete(removed);
      const { ownPresets, setOwnPresets } = store.getState();
      setOwnPresets(ownPresets.filter(({ id }) => id !== removed));
      keep();
    },
  };
}

function stored(): readonly string[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(saved) ? saved.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}
