import type { AudioSink } from '../../audio/index.ts';
import { createDither } from '../../dsp/index.ts';
import { createFlacWriter, createWaveWriter } from '../../formats/index.ts';
import type { TrackSpan } from '../../mastering/index.ts';
import { arranger, type FileOrder } from '../delivery.ts';
import type { JobPorts } from '../ports.ts';
import type { AlbumJob } from './contract.ts';
import { trackChunks, trackComments, type TrackTags } from './trackTags.ts';

/** As for a single render: an album of one track has its bytes. */
const DITHER_SEED = 1770;
const ENCODINGS = { wav24: 'pcm24', wav16: 'pcm16', float32: 'float32' } as const;

/**
 * The album as a sink in the engine's channel order: dithered as one stream, then cut into a file a track. One after the other the files are
 * the stream, sample for sample. They appear together, when all of it is written.
 */
export async function createTrackFiles(
  ports: JobPorts,
  job: Pick<AlbumJob, 'album' | 'tracks' | 'order' | 'sampleRateHz'>,
  spans: readonly TrackSpan[],
  order: FileOrder,
  dither: 'tpdf' | 'none',
): Promise<AudioSink> {
  const { format } = job.order;
  const channels = order.channelOfFile.length;
  const bits = format === 'wav16' ? 16 : 24;
  const files: AudioSink[] = [];
  const abort = (): void => files.forEach((file) => file.abort());
  try {
    for (const [k, { fileStartFrame, fileEndFrame }] of spans.entries()) {
      files.push(await openTrackFile(ports, job, k, fileEndFrame - fileStartFrame, order));
    }
  } catch (error) {
    abort();
    throw error;
  }
  const quantise = dither === 'none' || format === 'float32' ? undefined : createDither(DITHER_SEED, channels, bits);
  const arrange = arranger(order, quantise);
  let written = 0;
  let current = 0;
  return {
    channels,
    write(block, startFrame, lengthFrames) {
      const work = arrange(block, startFrame, lengthFrames);
      for (let done = 0; done < lengthFrames && current < files.length;) {
        const count = Math.min(lengthFrames - done, spans[current]!.fileEndFrame - written);
        files[current]!.write(work, done, count);
        done += count;
        written += count;
        if (written === spans[current]!.fileEndFrame) {
          current++;
        }
      }
    },
    finish: () => files.forEach((file) => file.finish()),
    abort,
  };
}

async function openTrackFile(
  ports: JobPorts,
  { album, tracks, order, sampleRateHz }: Pick<AlbumJob, 'album' | 'tracks' | 'order' | 'sampleRateHz'>,
  index: number,
  expectedFrames: number,
  { mask, channelOfFile }: FileOrder,
): Promise<AudioSink> {
  const { track, outputName } = tracks[index]!;
  const tags: TrackTags = {
    title: track.title,
    artist: track.artist,
    album: album.title,
    number: index + 1,
    count: tracks.length,
    ...(track.isrc === undefined ? {} : { isrc: track.isrc }),
  };
  const options = { channels: channelOfFile.length, sampleRateHz, expectedFrames, ...(mask === 0 ? {} : { channelMask: mask }) };
  const bytes = ports.createOutput(outputName);
  try {
    return order.format === 'flac'
      ? await createFlacWriter(bytes, { ...options, bitsPerSample: 24, comments: trackComments(tags) })
      : createWaveWriter(bytes, { ...options, encoding: ENCODINGS[order.format], extraChunks: trackChunks(tags) });
  } catch (error) {
    bytes.abort();
    throw error;
  }
}
