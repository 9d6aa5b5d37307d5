// What the quality checks want to know beside the file that they judge.
import { InputError, type Warn } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { openAudioFile } from '../formats/index.ts';
import type { QcContext } from '../mastering/index.ts';
import { createSpectrumMeter, thirdOctaveLevelsDb } from '../metering/index.ts';
import { admElementsOf, type RenderingItem } from '../scene/adm/index.ts';
import type { JobPorts } from './ports.ts';
import type { Session } from './session.ts';
import { channelsOf, isHeard } from './sessionParts.ts';

/** Other files of the same programme, or of its kind. */
export type QcSiblings = Pick<QcContext, 'referenceDb' | 'stereoLengthSec'>;

const BLOCK_FRAMES = 4096;

/**
 * The spectrum of a reference, in third octaves. @throws InputError where it cannot be read, `reference.silent`
 */
export async function readReference(ports: Pick<JobPorts, 'openBytes'>, path: string, warn: Warn): Promise<readonly number[]> {
  using bytes = ports.openBytes(path);
  const { source } = await openAudioFile(bytes, warn);
  const { channels, sampleRateHz, lengthFrames } = source;
  const kernels = createKernels(64);
  const meter = createSpectrumMeter(kernels, { sampleRateHz, channels });
  const blocks = Array.from({ length: channels }, () => kernels.heap.f32(BLOCK_FRAMES));
  const views = blocks.map((block) => block.view);
  for (let frame = 0; frame < lengthFrames; frame += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, lengthFrames - frame);
    source.read(views, 0, frame, count);
    blocks.forEach(({ ptr }) => kernels.run.copyFinite(ptr, ptr, count));
    meter.push(views, 0, count);
  }
  const levels = thirdOctaveLevelsDb(meter.finish());
  if (levels.every((level) => level === -Infinity)) {
    throw new InputError('reference.silent', 'is silent: there is no spectrum to compare with', 'name another reference', path);
  }
  return levels;
}

/** How long an audio file is. @throws InputError where it cannot be read */
export async function readLengthSec(ports: Pick<JobPorts, 'openBytes'>, path: string, warn: Warn): Promise<number> {
  using bytes = ports.openBytes(path);
  const { lengthFrames, sampleRateHz } = await openAudioFile(bytes, warn);
  return lengthFrames / sampleRateHz;
}

/**
 * The peaks of what a session declares, where it declares anything: a finished mix does not. What is muted is not declared.
 * @param elementPeaks of the engine that has rendered it all
 */
export function declaredPeaks(session: Session, elementPeaks: Float32Array): Pick<QcContext, 'objectPeaks'> {
  switch (session.kind) {
    case 'audio':
      return {};
    case 'project':
      return {
        objectPeaks: session.scene.elements.flatMap((element, k) =>
          isHeard(element, session.scene) ? [{ name: element.name, peak: elementPeaks[k] ?? 0 }] : [],
        ),
      };
    case 'adm':
      return { objectPeaks: admElementsOf(session.items).map(({ name }, k) => ({ name, peak: elementPeaks[k] ?? 0 })) };
  }
}

/** The peaks of an object master's objects and beds. @param trackPeaks by track of the file */
export function objectPeaksOf(items: readonly RenderingItem[], trackPeaks: readonly number[]): QcContext['objectPeaks'] & {} {
  return admElementsOf(items).map(({ name, items: own }) => ({
    name,
    peak: channelsOf(own.map((k) => items[k]!)).reduce((most, channel) => Math.max(most, trackPeaks[channel] ?? 0), 0),
  }));
}

/** An object master's headphone modes, by object and bed; nothing where it states none. */
export function objectModesOf(items: readonly RenderingItem[]): Pick<QcContext, 'binauralModes'> {
  const modes = admElementsOf(items).map(({ items: own }) => own.map((k) => items[k]!.binaural).find((mode) => mode !== undefined));
  return modes.some((mode) => mode !== undefined) ? { binauralModes: modes } : {};
}
