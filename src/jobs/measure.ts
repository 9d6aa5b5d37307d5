import { createWarningList, type Warn } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { openAudioFile } from '../formats/index.ts';
import { analyseSource, judgeQc, type Preset, type QcCheck } from '../mastering/index.ts';
import { loudnessWeight, measureSource } from '../metering/index.ts';
import { layoutOfFile } from './fileLayout.ts';
import type { JobPorts } from './ports.ts';
import { qcContextOf } from './qcFile.ts';
import { figures, finite } from './readBack.ts';
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
  /** The quality checks, where asked for, and whether every binding one passed. */
  readonly checks?: readonly QcCheck[];
  readonly passed?: boolean;
}

/** Asks for the quality checks, against a preset or for the signal alone. */
export interface MeasureQc {
  readonly preset?: Preset;
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
  qc?: MeasureQc,
): Promise<FileMeasurement> {
  const preset = qc?.preset;
  using bytes = ports.openBytes(path);
  const odd = createWarningList();
  const opened = await openAudioFile(bytes, (warning) => {
    odd.warn(warning);
    warn(warning);
  });
  const { title, speakers, guessed } = layoutOfFile(opened.channels, opened.channelLabels, layout, bytes.name);
  const analysis = qc === undefined ? undefined : analyseSource(createKernels(256), opened.source, speakers, onProgress);
  const measured = analysis?.measured ?? measureSource(createKernels(64), opened.source, speakers.map(loudnessWeight), onProgress);
  const report = analysis === undefined ? undefined : judgeQc({ analysis, context: qcContextOf(opened, speakers, odd.list), preset });
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
    ...report,
  };
}
