import type { ByteSink } from '../audio/index.ts';
import { DEMO_SAMPLE_RATE_HZ, demoProject, demoStems, renderDemoStem } from '../demo/index.ts';
import { createWaveWriter } from '../formats/index.ts';
import { sceneFromProject, serializeProject } from '../scene/index.ts';

/** The demo project's file. */
export const DEMO_PROJECT_FILE = 'night-train.periphony.json';

/** Composes one stem of the demo into a 24-bit WAVE file. @param rendered stems that are there already: the room hears them */
export function writeDemoStem(
  id: string,
  sink: ByteSink,
  rendered?: ReadonlyMap<string, readonly Float32Array[]>,
): readonly Float32Array[] {
  const stem = renderDemoStem(id, undefined, rendered);
  const writer = createWaveWriter(sink, {
    channels: stem.length,
    sampleRateHz: DEMO_SAMPLE_RATE_HZ,
    encoding: 'pcm24',
    expectedFrames: stem[0]!.length,
  });
  try {
    writer.write(stem, 0, stem[0]!.length);
    writer.finish();
  } catch (error) {
    writer.abort();
    throw error;
  }
  return stem;
}

/** The demo's project text. */
export function demoProjectText(): string {
  return serializeProject(sceneFromProject(demoProject(), DEMO_PROJECT_FILE));
}

/** Composes the demo: its stems and its project. @param createOutput as JobPorts.createOutput: names with a folder, `stems/kick.wav` @param pause between stems, when every file is whole: the host's chance to stop */
export async function writeDemo(
  createOutput: (name: string) => ByteSink,
  onProgress: (ratio: number, what: string) => void,
  pause: () => Promise<void>,
): Promise<void> {
  const stems = demoStems();
  const rendered = new Map<string, readonly Float32Array[]>();
  for (const [k, stem] of stems.entries()) {
    onProgress(k / stems.length, stem.title);
    rendered.set(stem.id, writeDemoStem(stem.id, createOutput(stem.fileName), rendered));
    await pause();
  }
  const project = createOutput(DEMO_PROJECT_FILE);
  project.write(new TextEncoder().encode(demoProjectText()));
  project.commit();
  onProgress(1, 'done');
}
