import { fileOpen, fileSave } from 'browser-fs-access';
import { toast } from 'sonner';
import { lanePoints } from '../../scene/index.ts';
import type { Element } from '../../scene/index.ts';
import type { AdmOpening } from '../../engine/index.ts';
import type { OpenedSession, StudioServices } from '../services/types.ts';
import { mergeScenes } from './mergeScenes.ts';
import type { AppStore } from './store.ts';
import { tellTrouble, troubleOf } from './trouble.ts';

export interface SessionActions {
  readonly openDemo: () => void;
  /** Asks for a project or stems. */
  readonly openPicker: () => void;
  /** A project replaces the session; stems alone are added to it. */
  readonly openFiles: (files: readonly File[]) => void;
  readonly save: () => void;
  /** Of the ADM file that is open: another of its programmes. */
  readonly chooseProgramme: (programmeId: string) => void;
  /** Finds out whether a session was left here, and offers it. */
  readonly lookForKept: () => void;
  /** The session that is on offer. */
  readonly restore: () => void;
  readonly discardKept: () => void;
}

const PROJECT_ENDING = '.periphony.json';
/** The engine's word for a file whose chunks turned out not to be ADM: it is a mix like others. */
const NO_ADM = 'adm.none';

export function createSessionActions(store: AppStore, services: StudioServices, files: Map<string, File>): SessionActions {
  let openings = 0;

  const busy = async (what: string, work: () => Promise<void>): Promise<void> => {
    openings += 1;
    const mine = openings;
    store.getState().setBusy({ what, ratio: 0 });
    try {
      await work();
    } catch (error) {
      tellTrouble(error);
    } finally {
      if (mine === openings) {
        store.getState().setBusy(null);
      }
    }
  };

  const addSources = async (opened: OpenedSession): Promise<void> => {
    let done = 0;
    for (const [sourceId, file] of opened.files) {
      store.getState().setBusy({ what: `Reading ${file.name}`, ratio: done / Math.max(1, opened.files.size) });
      try {
        const info = await services.live.addSource(sourceId, file);
        store.getState().setSource(sourceId, { channels: info.channels, lengthSec: info.lengthSec });
        files.set(sourceId, file);
      } catch (error) {
        tellTrouble(error);
      }
      done += 1;
    }
  };

  const tell = (opened: OpenedSession): void => {
    if (opened.missing.length > 0) {
      const names = opened.missing.slice(0, 4).join(', ');
      const more = opened.missing.length > 4 ? ` and ${opened.missing.length - 4} more` : '';
      toast.warning(`${opened.missing.length} stems are missing: ${names}${more}.`, {
        description: 'They play as silence. Drop the files onto the page to bring them in.',
        duration: 12_000,
      });
    }
    for (const warning of opened.warnings.slice(0, 3)) {
      toast.warning(warning, { duration: 10_000 });
    }
  };

  const replace = async (opened: OpenedSession, demoSources: readonly string[] = [], isSaved = true): Promise<void> => {
    if (services.live.isPlaying()) {
      await services.live.pause();
    }
    store.getState().setPlaying(false);
    files.clear();
    await addSources(opened);
    store.getState().setDemoSources(demoSources);
    store.getState().openScene(opened.scene, isSaved);
    store.getState().setMissing(opened.missing);
    await services.live.seek(0);
    await services.live.resetLoudness();
    tell(opened);
  };

  const openAdm = async (file: File, options: AdmOpening): Promise<void> => {
    store.getState().setBusy({ what: `Reading ${file.name}`, ratio: 0.5 });
    const wasPlaying = services.live.isPlaying();
    if (wasPlaying) {
      await services.live.pause();
      store.getState().setPlaying(false);
    }
    const { scene, ...rest } = await services.live.loadAdm(file, options);
    files.clear();
    store.getState().setDemoSources([]);
    for (const { id } of scene.sources) {
      store.getState().setSource(id, { channels: rest.channels, lengthSec: rest.lengthSec });
    }
    store.getState().openScene(scene, true, { ...rest, file, options });
    store.getState().setMissing([]);
    store.getState().setReport(null);
    await services.live.seek(0);
    await services.live.resetLoudness();
    tellNotes(rest.warnings);
  };

  const tellNotes = (notes: readonly { readonly at: string; readonly message: string }[]): void => {
    const [first, ...others] = notes;
    if (first !== undefined) {
      toast.warning(`${first.at === '' ? '' : `${first.at}: `}${first.message}`, {
        ...(others.length === 0 ? {} : { description: `And ${others.length} more; the report of an export lists them.` }),
        duration: 10_000,
      });
    }
  };

  const add = async (opened: OpenedSession): Promise<void> => {
    const { scene: before, adm } = store.getState();
    if (before === null || adm !== null) {
      await replace(opened);
      return;
    }
    const { merged, renamed } = mergeScenes(before, opened.scene);
    const renamedFiles = new Map([...opened.files].map(([id, file]) => [renamed.get(id) ?? id, file]));
    await addSources({ ...opened, files: renamedFiles });
    store.getState().edit('Add stems', () => merged);
    store.getState().select(merged.elements.slice(before.elements.length).map((element) => element.id));
    toast(`${merged.elements.length - before.elements.length} elements added to ${before.title}.`, {
      action: { label: 'Open on their own', onClick: () => void busy('Opening stems', () => replace(opened)) },
    });
    tell(opened);
  };

  const open = (picked: readonly File[]): void => {
    if (picked.length === 0) {
      return;
    }
    const hasProject = picked.some((file) => file.name.toLowerCase().endsWith('.json'));
    void busy('Opening', async () => {
      const opened = await services.sessions.openFiles(picked);
      if ('adm' in opened) {
        await openAdm(opened.adm, {}).catch(async (error: unknown) => {
          if (troubleOf(error).code !== NO_ADM) {
            throw error;
          }
          const stems = await services.sessions.openFiles(picked, true);
          await ('adm' in stems ? undefined : add(stems));
        });
      } else {
        await (hasProject ? replace(opened) : add(opened));
      }
    });
  };

  return {
    openDemo: () =>
      void busy('Composing the demo', async () => {
        const opened = await services.sessions.openDemo((ratio, what) =>
          store.getState().setBusy({ what: what === '' ? 'Composing the demo' : `Composing the demo: ${what}`, ratio }),
        );
        await replace(opened, [...opened.files.keys()]);
        // What moves most, so that a path is in view from the start.
        const points = (element: Element): number => lanePoints(element, 'position').length;
        const moving = opened.scene.elements.reduce<Element | undefined>(
          (most, element) => (points(element) > (most === undefined ? 1 : points(most)) ? element : most),
          undefined,
        );
        if (moving !== undefined) {
          store.getState().select([moving.id]);
          store.getState().setOpenLane(moving.id);
        }
      }),
    openPicker: () => {
      fileOpen({
        multiple: true,
        description: 'A project and its stems, stems, or an ADM master',
        extensions: ['.json', '.wav', '.flac', '.mp3', '.aif', '.aiff', '.m4a'],
      })
        .then(open)
        .catch(tellTrouble);
    },
    openFiles: open,
    lookForKept: () => {
      services.autosave
        .load()
        .then((kept) => store.getState().setOffer(kept ?? null))
        .catch(() => {
          // Nothing can be stored here, so nothing was left here.
        });
    },
    restore: () => {
      const { offer, setOffer } = store.getState();
      if (offer !== null) {
        setOffer(null);
        void busy(`Opening ${offer.title}`, async () => {
          const what = `Opening ${offer.title}`;
          const opened = await services.sessions.restore(offer, (ratio) => store.getState().setBusy({ what, ratio }));
          const demo = Object.entries(offer.stems).filter(([, stem]) => stem.kind === 'demo');
          await replace(
            opened,
            demo.map(([id]) => id),
            false,
          );
        });
      }
    },
    chooseProgramme: (programmeId) => {
      const { adm } = store.getState();
      if (adm !== null) {
        void busy('Opening the programme', () => openAdm(adm.file, { ...adm.options, programmeId }));
      }
    },
    discardKept: () => {
      store.getState().setOffer(null);
      services.autosave.clear().catch(tellTrouble);
    },
    save: () => {
      const { scene, adm, markSaved } = store.getState();
      if (scene === null || adm !== null) {
        return;
      }
      const blob = new Blob([services.sessions.serialize(scene)], { type: 'application/json' });
      fileSave(blob, { fileName: `${fileName(scene.title)}${PROJECT_ENDING}`, extensions: ['.json'], description: 'Periphony project' })
        .then(() => {
          markSaved();
          toast(`${scene.title} saved.`);
        })
        .catch(tellTrouble);
    },
  };
}

function fileName(title: string): string {
  return title.replace(/[\\/:*?"<>|]+/g, ' ').trim() || 'Untitled';
}
