import { proxy } from 'comlink';
import { InputError } from '../../base/index.ts';
import { addFile, emptyScene, parseProject, serializeProject, setTitle, slugOf, type Scene, type SourceId } from '../../scene/index.ts';
import type { AdmOpening } from '../../engine/index.ts';
import type { ExportRequest } from '../../jobs/index.ts';
import { inExportWorker } from './cancellable.ts';
import { startExportWorker } from './exportWorker.ts';
import type { Exporter, KeptSession, OpenedSession, SessionFiles, Trouble } from './types.ts';

/** What a session's files are called. */
export function fileNameOf(scene: Scene): string {
  return slugOf(scene.title);
}

/** The session's files by the path that the project gives them. */
export function filesByPath(scene: Scene, files: ReadonlyMap<string, File>): ReadonlyMap<string, File> {
  return new Map(scene.sources.flatMap((source) => (files.has(source.id) ? [[source.file, files.get(source.id)!] as const] : [])));
}

/** What an ADM file's renders are called. */
export function admNameOf(file: File): string {
  return file.name.replace(/\.[^.]+$/, '');
}

/** What a job worker is to open: the scene with its files, or an ADM file in its place. */
export function sessionRequest(
  scene: Scene,
  files: ReadonlyMap<string, File>,
  adm?: { readonly file: File; readonly options: AdmOpening },
): Pick<ExportRequest, 'scene' | 'name' | 'files' | 'adm'> {
  return adm === undefined
    ? { scene, name: fileNameOf(scene), files: filesByPath(scene, files) }
    : {
        scene,
        name: admNameOf(adm.file),
        files: new Map([[adm.file.name, adm.file]]),
        adm: { file: adm.file.name, options: adm.options },
      };
}

/** Exports run in a coordinating worker of their own, which ends with them: cancelling is ending it. */
export function createExporter(hrtf: Uint8Array<ArrayBuffer>): Exporter {
  return {
    run({ scene, adm, files, renders, presets, onProgress }) {
      const started = performance.now();
      return inExportWorker('the export', async (remote) => {
        const input = adm === undefined ? new TextEncoder().encode(serializeProject(scene)) : await adm.file.arrayBuffer();
        const digest = await crypto.subtle.digest('SHA-256', input);
        const inputSha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
        return remote.exportMasters(
          { ...sessionRequest(scene, files, adm), hrtf, renders, presets, inputSha256 },
          proxy(({ render, stage, ratio, audioSec }) =>
            onProgress({ render, stage, ratio, speedRatio: audioSec / Math.max(0.001, (performance.now() - started) / 1000) }),
          ),
        );
      });
    },
  };
}

/** Sessions from the demo's composer or from files that were dropped or picked. */
export function createSessionFiles(): SessionFiles {
  return {
    openDemo,
    restore,
    async openFiles(files, asStems = false) {
      const project = files.find((file) => file.name.endsWith('.json'));
      return project === undefined ? openStems(files, asStems) : openProject(project, files);
    },
    serialize: serializeProject,
  };
}

async function openDemo(onProgress: (ratio: number, what: string) => void): Promise<OpenedSession> {
  const { worker, remote } = startExportWorker();
  try {
    const { project, files } = await remote.composeDemo(proxy(onProgress));
    const { scene } = parseProject(project, 'the demo');
    const byPath = new Map(files.map(({ path, blob }) => [path, new File([blob], path.split('/').at(-1)!)]));
    return { scene, files: filesOf(scene, byPath).found, missing: [], warnings: [] };
  } finally {
    worker.terminate();
  }
}

/** The demo's stems are composed again; the others are read where they lie. */
async function restore(kept: KeptSession, onProgress: (ratio: number, what: string) => void): Promise<OpenedSession> {
  const { scene } = parseProject(kept.text, 'the kept session');
  const stems = Object.values(kept.stems);
  // Leave is asked for first, while the gesture still counts.
  for (const stem of stems) {
    if (stem.kind === 'handle') {
      await askLeave(stem.handle);
    }
  }
  const demo = stems.some((stem) => stem.kind === 'demo') ? (await openDemo(onProgress)).files : new Map<SourceId, File>();
  const found = new Map<SourceId, File>();
  const missing: string[] = [];
  for (const source of scene.sources) {
    const stem = kept.stems[source.id];
    const file = stem?.kind === 'demo' ? demo.get(source.id) : stem?.kind === 'file' ? stem.file : await fileOfHandle(stem?.handle);
    if (file === undefined) {
      missing.push(source.file);
    } else {
      found.set(source.id, file);
    }
  }
  return { scene, files: found, missing, warnings: [] };
}

/** Permissions are newer than the DOM types. */
type AskingHandle = FileSystemFileHandle & { requestPermission?(options: { readonly mode: 'read' }): Promise<string> };

async function askLeave(handle: AskingHandle): Promise<void> {
  try {
    await handle.requestPermission?.({ mode: 'read' });
  } catch {
    // Refused: the file is then among the missing.
  }
}

/** The file with its handle on it, as the pickers give it; undefined when it was moved, or may not be read. */
async function fileOfHandle(handle: FileSystemFileHandle | undefined): Promise<File | undefined> {
  try {
    const file = await handle?.getFile();
    return file === undefined ? undefined : Object.assign(file, { handle });
  } catch {
    return undefined;
  }
}

async function openProject(project: File, files: readonly File[]): Promise<OpenedSession> {
  const { scene } = parseProject(await project.text(), project.name);
  const byPath = new Map(files.map((file) => [file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file]));
  const { found, missing } = filesOf(scene, byPath);
  return { scene, files: found, missing, warnings: [] };
}

/** Stems by the project's paths, or by bare name where a folder was flattened by the drop. */
function filesOf(
  scene: Scene,
  byPath: ReadonlyMap<string, File>,
): { readonly found: ReadonlyMap<SourceId, File>; readonly missing: readonly string[] } {
  const byName = new Map([...byPath].map(([path, file]) => [path.split('/').at(-1)!, file]));
  const found = new Map<SourceId, File>();
  const missing: string[] = [];
  for (const source of scene.sources) {
    const file = byPath.get(source.file) ?? byName.get(source.file.split('/').at(-1)!);
    if (file === undefined) {
      missing.push(source.file);
    } else {
      found.set(source.id, file);
    }
  }
  return { found, missing };
}

async function openStems(files: readonly File[], asStems: boolean): Promise<OpenedSession | { readonly adm: File }> {
  const { worker, remote } = startExportWorker();
  try {
    let scene = setTitle(emptyScene(), files.length === 1 ? files[0]!.name.replace(/\.[^.]+$/, '') : 'New session');
    const found = new Map<SourceId, File>();
    const warnings: string[] = [];
    for (const file of files) {
      try {
        const { channels, channelLabels, mayBeAdm } = await remote.probe(file);
        if (mayBeAdm && !asStems && files.length === 1) {
          return { adm: file };
        }
        scene = addFile(scene, { fileName: `stems/${file.name}`, channels, ...(channelLabels === undefined ? {} : { channelLabels }) });
        found.set(scene.sources.at(-1)!.id, file);
      } catch (error) {
        const { message = String(error), hint = '' } = error as Partial<Trouble>;
        warnings.push(`${file.name} ${message}${hint === '' ? '' : `; ${hint}`}`);
      }
    }
    if (found.size === 0) {
      throw new InputError(
        'session.no-audio',
        warnings[0] ?? 'there was no audio among the files',
        'drop WAV or FLAC stems, or a project with its stems',
      );
    }
    return { scene, files: found, missing: [], warnings };
  } finally {
    worker.terminate();
  }
}
