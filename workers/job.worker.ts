// The job worker in the browser: one render, one composed stem or one look at a file a call, behind comlink.
import { expose } from 'comlink';
import { createMemoryByteSink, type ByteSource } from '../src/audio/index.ts';
import { createWarningList, ignoreWarnings, InputError, type Warning } from '../src/base/index.ts';
import { openAudioFile } from '../src/formats/index.ts';
import {
  createJobWorker,
  createPreviewWorker,
  outputNamesOf,
  readSession,
  scratchesOf,
  writeDemoStem,
  type FileFacts,
  type JobPorts,
  type RenderJob,
  type Scratch,
  type Session,
  type SessionReading,
} from '../src/jobs/index.ts';
import { createBlobByteSource } from './platform/blobBytes.ts';
import { installErrorTransfer } from './platform/errorTransfer.ts';
import { openOutputFile, openScratch, type OutputFile } from './platform/opfs.ts';

installErrorTransfer();

let files: ReadonlyMap<string, File> = new Map();
let hrtf = new Uint8Array();
const outputs = new Map<string, OutputFile>();

function openBytes(path: string): ByteSource {
  const file = files.get(path);
  if (file === undefined) {
    throw new InputError('file.missing', 'is not here', 'drop it on the page', path);
  }
  return createBlobByteSource(file, file.name);
}

/** Files of the private file system open asynchronously, and jobs ask for them synchronously: all that one may want are opened first. */
async function openScratches(folder: string, count: number): Promise<Pick<JobPorts, 'createScratch'> & Disposable> {
  const scratches: Scratch[] = [];
  for (let k = 0; k < count; k++) {
    scratches.push(await openScratch(`${folder}.scratch${k}`));
  }
  let used = 0;
  return {
    createScratch: () => scratches[used++]!,
    [Symbol.dispose]: () => scratches.forEach((scratch) => scratch[Symbol.dispose]()),
  };
}

const previewer = createPreviewWorker(async (folder, scratches) => ({
  ...(await openScratches(folder, scratches)),
  openBytes,
  createOutput: refuseOutput,
  openOutput: refuseOutput,
  readHrtf: () => hrtf,
}));

function refuseOutput(name: string): never {
  throw new Error(`${name}: a preview writes no file`);
}

const renderer = createJobWorker(async (folder: string, job: RenderJob) => {
  const scratches = await openScratches(folder, scratchesOf(job));
  outputs.clear();
  for (const name of outputNamesOf(job)) {
    outputs.set(name, await openOutputFile(`${folder}.${name}`));
  }
  return {
    ...scratches,
    openBytes,
    createOutput: (name) => outputs.get(name)!.sink(),
    openOutput: (name) => outputs.get(name)!.source(),
    readHrtf: () => hrtf,
  };
});

const api = {
  /** @param nextFiles by the path that the project gives them */
  setUp(nextFiles: ReadonlyMap<string, File>, nextHrtf: Uint8Array<ArrayBuffer>): void {
    files = nextFiles;
    hrtf = nextHrtf;
  },
  render: renderer.render,
  ...previewer,
  /** A session that is one file. */
  async openSession(path: string, reading: SessionReading): Promise<{ readonly session: Session; readonly warnings: readonly Warning[] }> {
    const { warn, list } = createWarningList();
    return { session: await readSession({ openBytes }, path, warn, reading), warnings: list };
  },
  /** A file that the last render wrote. */
  takeOutput: (name: string): Promise<Blob> => outputs.get(name)!.take(),
  /** One stem of the demo as a WAVE file. */
  composeStem(id: string): Blob {
    const sink = createMemoryByteSink(id);
    writeDemoStem(id, sink);
    return new Blob([sink.bytes() as Uint8Array<ArrayBuffer>]);
  },
  /** What a dropped file is. */
  async probe(file: File): Promise<FileFacts> {
    const { channels, sampleRateHz, channelLabels, wave } = await openAudioFile(createBlobByteSource(file, file.name), ignoreWarnings);
    const mayBeAdm = wave?.chunk('axml') !== undefined || wave?.chunk('chna') !== undefined;
    return { channels, sampleRateHz, mayBeAdm, ...(channelLabels === undefined ? {} : { channelLabels }) };
  },
};

export type BrowserJobApi = typeof api;
expose(api);
