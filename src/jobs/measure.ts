import type { Warn } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { openAudioFile } from '../formats/index.ts';
import { loudnessWeight, measureSource } from '../metering/index.ts';
import { layoutOfFile } from './fileLayout.ts';
import type { JobPorts } from './ports.ts';
import { figures, finite } from './renderJob.ts';
import type { RenderReport } from './report.ts';

/** What `periphony measure` says of a file. */
export interface FileMeasurement extends Pick<
  RenderReport,
  'integratedLufs' | 'lraLu' | 'maxMomentaryLufs' | 'maxShortTermLufs' | 'truePeakDbtp' | 'samplePeakDbfs'
> {
  readonly file: string;
  readonly layout: string;
  /** True where only the channel count spoke for the layout. */
  readonly layoutGuessed: boolean;
  readonly sampleRateHz: number;
  readonly frames: number;
  readonly channels: readonly { readonly label: string; readonly samplePeakDbfs: number | null; readonly truePeakDbtp: number | null }[];
  readonly invalidSamples: number;
}

/**
 * Measures an audio file by BS.1770-5, weights by its loudspeakers' positions.
 * @param layout as the listener names it, else by the file's mask, else by its channel count
 */
export async function measureFile(
  ports: JobPorts,
  path: string,
  layout: string | undefined,
  warn: Warn,
  onProgress?: (ratio: number) => void,
): Promise<FileMeasurement> {
  using bytes = ports.openBytes(path);
  const opened = await openAudioFile(bytes, warn);
  const { title, speakers, guessed } = layoutOfFile(opened.channels, opened.channelLabels, layout, bytes.name);
  const measured = measureSource(createKernels(64), opened.source, speakers.map(loudnessWeight), onProgress);
  return {
    file: bytes.name,
    layout: title,
    layoutGuessed: guessed,
    sampleRateHz: opened.sampleRateHz,
    frames: opened.lengthFrames,
    ...figures(measured),
    channels: measured.channels.map((channel, k) => ({
      label: speakers[k]!.label,
      samplePeakDbfs: finite(channel.samplePeakDbfs),
      truePeakDbtp: finite(channel.truePeakDbtp),
    })),
    invalidSamples: measured.invalidSamples,
  };
}
