// From stems to masters by the command line: the demo session, as the README tells a newcomer to do it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileMeasurement, MasterReport } from '../../src/jobs/index.ts';
import { periphony, temporaryFolder } from './cli.ts';

const RENDERS = '7.1.4,5.1,binaural,stereo';
const folder = temporaryFolder();
const project = join(folder.path, 'demo', 'night-train.periphony.json');
const out = (name: string): string => join(folder.path, name);
const hashes = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(out(name))
      .filter((file) => file.endsWith('.wav'))
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(out(name), file)))
          .digest('hex'),
      ]),
  );

let report: MasterReport;

beforeAll(() => {
  expect(periphony(['demo', join(folder.path, 'demo')]).status).toBe(0);
  const { status, stdout, stderr } = periphony(['render', project, '--out', out('a'), '--renders', RENDERS, '--workers', '2', '--json']);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  report = JSON.parse(stdout) as MasterReport;
}, 240_000);
afterAll(() => folder[Symbol.dispose]());

describe('periphony render, the demo session', () => {
  it('writes each master and a report that says what was printed', () => {
    expect(
      readdirSync(out('a'))
        .filter((file) => !file.endsWith('.html'))
        .sort(),
    ).toEqual([
      'night-train.5.1.wav',
      'night-train.7.1.4.wav',
      'night-train.binaural.wav',
      'night-train.report.json',
      'night-train.stereo.wav',
    ]);
    expect(JSON.parse(readFileSync(join(out('a'), 'night-train.report.json'), 'utf8'))).toEqual(report);
    expect(report.renders.map((render) => render.channels)).toEqual([12, 6, 2, 2]);
  });

  it.each(RENDERS.split(','))('reports of %s what measure reads from the file', (render) => {
    const reported = report.renders.find((one) => one.render === render)!;
    const measured = JSON.parse(periphony(['measure', join(out('a'), reported.file), '--json']).stdout) as FileMeasurement;
    expect(measured.integratedLufs).toBeCloseTo(reported.integratedLufs!, 3);
    expect(measured.truePeakDbtp).toBeCloseTo(reported.truePeakDbtp!, 3);
    expect(measured.frames).toBe(reported.frames);
    expect(measured.truePeakDbtp!).toBeLessThanOrEqual(-1);
  });

  it('meets the presets: 5.1 at −18 LKFS, stereo at −14, both within 0.1 LU', () => {
    const lufs = (render: string): number => report.renders.find((one) => one.render === render)!.integratedLufs!;
    expect(lufs('5.1')).toBeLessThanOrEqual(-18);
    expect(lufs('5.1')).toBeGreaterThan(-18.1);
    expect(Math.abs(lufs('stereo') + 14)).toBeLessThanOrEqual(0.1);
  });

  it('writes the same bytes again with one worker and another block size', () => {
    expect(periphony(['render', project, '--out', out('b'), '--renders', RENDERS, '--workers', '1', '--block-frames', '777']).status).toBe(
      0,
    );
    expect(hashes('b')).toEqual(hashes('a'));
  });

  it('renders a finished mix as it is: the stereo master again, already at its target', () => {
    const mix = join(out('a'), 'night-train.stereo.wav');
    const { status, stdout } = periphony(['render', mix, '--out', out('c'), '--renders', 'stereo', '--preset', 'spotify', '--json']);
    expect(status).toBe(0);
    expect(Math.abs((JSON.parse(stdout) as MasterReport).renders[0]!.gainDb)).toBeLessThan(0.1);
  });
});
