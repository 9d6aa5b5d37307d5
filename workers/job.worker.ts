// The job worker in the browser: one render, one composed stem or one look at a file a call, behind comlink.
import { expose } from 'comlink';
import { createMemoryByteSink } from '../src/audio/index.ts';
import { ignoreWarnings, InputError } from '../src/base/index.ts';
import { openAudioFile } from '../src/formats/index.ts';
import { createJobWorker, writeDemoStem, type RenderJob } from '../src/jobs/index.ts';
import { createBlobByteSource } from './platform/blobBytes.ts';
import { installErrorTransfer } from './platform/errorTransfer.ts';
import { openOutputFile, openScratch, type OutputFile } from './platform/opfs.ts';

installErrorTransfer();

let files: ReadonlyMap<string, File> = new Map();
let hrtf = new Uint8Array();
let output: OutputFile | undefined;

const renderer = createJobWorker(async (folder: string, job: RenderJob) => {
  const scratch = await openScratch(`${folder}.scratch`);
  const opened = await openOutputFile(`${folder}.${job.outputName}`);
  output = opened;
  return {
    openBytes(path) {
      const file = files.get(path);
      if (file === undefined) {
        throw new InputError('file.missing', 'is not here', 'drop it on the page', path);
      }
      return createBlobByteSource(file, file.name);
    },
    createOutput: () => opened.sink(),
    openOutput: () => opened.source(),
    createScratch: () => scratch,
    readHrtf: () => hrtf,
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
  };
});

const api = {
  /** @param nextFiles by the path that the project gives them */
  setUp(nextFiles: ReadonlyMap<string, File>, nextHrtf: Uint8Array<ArrayBuffer>): void {
    files = nextFiles;
    hrtf = nextHrtf;
  },
  render: renderer.render,
  /** The file that the last render wrote. */
  takeOutput: (): Promise<Blob> => output!.take(),
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
