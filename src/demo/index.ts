export { demoProject } from './project.ts';
export { demoStems, renderDemoStem } from './stems.ts';
export type { DemoStem } from './stems.ts';
export { DEMO_LENGTH_FRAMES, DEMO_SAMPLE_RATE_HZ } from './timing.ts';
