import { fileSave } from 'browser-fs-access';
import { toast } from 'sonner';
import type { Deliverable, Scene } from '../../scene/index.ts';
import type { ExportedFile, StudioServices } from '../services/types.ts';
import { presetOf } from './deliverables.ts';
import type { AppStore } from './store.ts';
import { isCancelled, tellTrouble, troubleOf } from './trouble.ts';

export interface DeliveryActions {
  /** Renders every deliverable of the document. One at a time. */
  readonly deliver: () => void;
  readonly cancelDelivery: () => void;
  readonly deliveredFiles: () => readonly ExportedFile[];
  readonly saveDelivered: (file: ExportedFile) => void;
  readonly saveAllDelivered: () => void;
}

/** What the exporter calls a deliverable: everything said. */
export function deliverableRequest(deliverable: Deliverable): {
  readonly render: string;
  readonly preset: string;
  readonly format: string;
} {
  return { render: deliverable.render, preset: presetOf(deliverable), format: deliverable.format ?? 'wav24' };
}

export function createDeliveryActions(store: AppStore, services: StudioServices, files: ReadonlyMap<string, File>): DeliveryActions {
  let cancel: (() => void) | null = null;
  let delivered: readonly ExportedFile[] = [];

  const run = async (scene: Scene): Promise<void> => {
    const renders = scene.deliverables.map(deliverableRequest);
    const { setDelivery, setReport, setDeliveryTrouble } = store.getState();
    const rows = renders.map(({ render }) => ({ render, stage: 'waiting', ratio: 0, speedRatio: 0 }));
    const startedAtMs = performance.now();
    delivered = [];
    setReport(null);
    setDeliveryTrouble(null);
    setDelivery({ startedAtMs, rows });
    const { adm } = store.getState();
    const job = services.exporter.run({
      scene,
      ...(adm === null ? {} : { adm: { file: adm.file, options: adm.options } }),
      files,
      renders,
      presets: store.getState().ownPresets,
      onProgress: (progress) => {
        const now = store.getState().delivery;
        if (now !== null) {
          setDelivery({ ...now, rows: advance(now.rows, progress) });
        }
      },
    });
    cancel = () => job.cancel();
    try {
      const result = await job.finished;
      delivered = result.files;
      setReport(result.report);
    } catch (error) {
      if (isCancelled(error)) {
        toast('Stopped. Nothing was written.');
      } else {
        setDeliveryTrouble(troubleOf(error));
      }
    } finally {
      cancel = null;
      setDelivery(null);
    }
  };

  return {
    deliver: () => {
      const { scene, delivery } = store.getState();
      if (scene !== null && delivery === null && scene.deliverables.length > 0) {
        run(scene).catch(tellTrouble);
      }
    },
    cancelDelivery: () => cancel?.(),
    deliveredFiles: () => delivered,
    saveDelivered: (file) => {
      fileSave(file.blob, { fileName: file.name }).catch(tellTrouble);
    },
    saveAllDelivered: () => {
      saveAll(delivered).catch(tellTrouble);
    },
  };
}

interface Row {
  readonly render: string;
  readonly stage: string;
  readonly ratio: number;
  readonly speedRatio: number;
}

/** Two deliverables may have the same render: the first that is not done moves. */
function advance(rows: readonly Row[], progress: Row): Row[] {
  const at = rows.findIndex((row) => row.render === progress.render && row.stage !== 'done');
  return rows.map((row, index) => (index === at ? progress : row));
}

async function saveAll(files: readonly ExportedFile[]): Promise<void> {
  const { showDirectoryPicker } = window as unknown as {
    showDirectoryPicker?: (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;
  };
  if (showDirectoryPicker === undefined) {
    for (const file of files) {
      await fileSave(file.blob, { fileName: file.name });
    }
    return;
  }
  const folder = await showDirectoryPicker({ mode: 'readwrite' });
  for (const file of files) {
    const handle = await folder.getFileHandle(file.name, { create: true });
    const stream = await handle.createWritable();
    await stream.write(file.blob);
    await stream.close();
  }
  toast(`${files.length} files saved to ${folder.name}.`);
}
