// The job worker in the browser: one render, one composed stem or one look at a file a call, behind comlink.
import { expose } from 'comlink';
import { createMemoryByteSink } from '../src/audio/index.ts';
import { ignoreWarnings, InputError } from '../src/base/index.ts';
import { openAudioFile } from '../src/formats/index.ts';
import { createJobWorker, outputNamesOf, scratchesOf, writeDemoStem, type RenderJob, type Scratch } from '../src/jobs/index.ts';
import { createBlobByteSource } from './platform/blobBytes.ts';
import { installErrorTransfer } from './platform/errorTransfer.ts';
import { openOutputFile, openScratch, type OutputFile } from './platform/opfs.ts';

installErrorTransfer();

let files: ReadonlyMap<string, File> = new Map();
let hrtf = new Uint8Array();
const outputs = new Map<string, OutputFile>();

const renderer = createJobWorker(async (folder: string, job: RenderJob) => {
  // Files of the private file system open asynchronously, and jobs ask for them synchronously: all that this one may want are opened first.
  const scratches: Scratch[] = [];
  for (let k = 0; k < scratchesOf(job); k++) {
    scratches.push(await openScratch(`${folder}.scratch${k}`));
  }
  let scratchesUsed = 0;
  outputs.clear();
  for (const name of outputNamesOf(job)) {
    outputs.set(name, await openOutputFile(`${folder}.${name}`));
  }
  return {
    openBytes(path) {
      const file = files.get(path);
      if (file === undefined) {
        throw new InputError('file.missing', 'is not here', 'drop it on the page', path);
      }
      return createBlobByteSource(file, file.name);
    },
    createOutput: (name) => outputs.get(name)!.sink(),
    openOutput: (name) => outputs.get(name)!.source(),
    createScratch: () => scratches[scratchesUsed++]!,
    readHrtf: () => hrtf,
    [Symbol.dispose]: () => scratches.forEach((scratch) => scratch[Symbol.dispose]()),
  };
});

const api = {
  /** @param nextFiles by the path that the project gives them */
  setUp(nextFiles: ReadonlyMap<string, File>, nextHrtf: Uint8Array<ArrayBuffer>): void {
    files = nextFiles;
    hrtf = nextHrtf;
  },
  render: renderer.render,
  /** A file that the last render wrote. */
  takeOutput: (name: string): Promise<Blob> => outputs.get(name)!.take(),
  /** One stem of the demo as a WAVE file. */
  composeStem(id: string): Blob {
    const sink = createMemoryByteSink(id);
    writeDemoStem(id, sink);
    return new Blob([sink.bytes() as Uint8Array<ArrayBuffer>]);
  },
  /** What a dropped file is. */
  async probe(
    file: File,
  ): Promise<{ readonly channels: number; readonly sampleRateHz: number; readonly channelLabels?: readonly string[] }> {
    const { channels, sampleRateHz, channelLabels } = await openAudioFile(createBlobByteSource(file, file.name), ignoreWarnings);
    return { channels, sampleRateHz, ...(channelLabels === undefined ? {} : { channelLabels }) };
  },
};

export type BrowserJobApi = typeof api;
expose(api);
