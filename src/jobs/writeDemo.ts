import type { ByteSink } from '../audio/index.ts';
import { DEMO_SAMPLE_RATE_HZ, demoProject, demoStems, renderDemoStem } from '../demo/index.ts';
import { createWaveWriter } from '../formats/index.ts';
import { sceneFromProject, serializeProject } from '../scene/index.ts';

/** The demo project's file. */
export const DEMO_PROJECT_FILE = 'night-train.periphony.json';

/** Composes one stem of the demo into a 24-bit WAVE file. */
export function writeDemoStem(id: string, sink: ByteSink, onProgress?: (ratio: number) => void): void {
  const stem = renderDemoStem(id, onProgress);
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
}

/** The demo's project text. */
export function demoProjectText(): string {
  return serializeProject(sceneFromProject(demoProject(), DEMO_PROJECT_FILE));
}

/** Composes the demo: its stems and its project. @param createOutput as JobPorts.createOutput: names with a folder, `stems/kick.wav` */
export function writeDemo(createOutput: (name: string) => ByteSink, onProgress: (ratio: number, what: string) => void): void {
  const stems = demoStems();
  stems.forEach((stem, k) => {
    onProgress(k / stems.length, stem.title);
    writeDemoStem(stem.id, createOutput(stem.fileName));
  });
  const project = createOutput(DEMO_PROJECT_FILE);
  project.write(new TextEncoder().encode(demoProjectText()));
  project.commit();
  onProgress(1, 'done');
}
