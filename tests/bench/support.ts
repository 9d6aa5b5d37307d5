// What the parts of the bench share: timing, tables, files, and ffmpeg where it is installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileSink } from '../../src/cli/platform/index.ts';
import { createWaveWriter } from '../../src/formats/index.ts';
import type { WaveSampleEncoding } from '../../src/formats/index.ts';

export const RATE = 48000;
/** Everything that is written lies here; whoever runs the bench removes it. */
export const folder = mkdtempSync(join(tmpdir(), 'periphony-bench-'));

export function bestOf(runs: number, task: () => unknown): number {
  let best = Infinity;
  for (let k = 0; k < runs; k++) {
    const started = performance.now();
    task();
    best = Math.min(best, (performance.now() - started) / 1000);
  }
  return best;
}

export async function secondsOf(task: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return (performance.now() - started) / 1000;
}

export function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`;
}

export function signed(value: number): string {
  return Number.isFinite(value) ? `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}` : '–';
}

export function print(title: string, rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => (row[c] ?? '').length)));
  process.stdout.write(`\n${title}${title === '' ? '' : '\n'}`);
  for (const row of rows) {
    process.stdout.write(`${row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join('   ')}\n`);
  }
}

export function writeWave(name: string, audio: readonly Float32Array[], encoding: WaveSampleEncoding, channelMask?: number): string {
  const path = join(folder, name);
  const writer = createWaveWriter(createFileSink(path), {
    channels: audio.length,
    sampleRateHz: RATE,
    encoding,
    ...(channelMask === undefined ? {} : { channelMask }),
  });
  writer.write(audio, 0, audio[0]!.length);
  writer.finish();
  return path;
}

const hasFfmpeg = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;
export const NOT_INSTALLED = 'not installed';

/** Runs ffmpeg on one thread. Undefined where it is not installed, or cannot do it. @returns what it says on its standard error */
export function ffmpeg(args: readonly string[]): string | undefined {
  if (!hasFfmpeg) {
    return undefined;
  }
  const run = spawnSync('ffmpeg', ['-nostdin', '-nostats', '-hide_banner', '-y', '-threads', '1', ...args], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return run.status === 0 ? run.stderr : undefined;
}

/** Times real time, or why not. */
export function ffmpegTimes(lengthSec: number, seconds: number): string {
  return !hasFfmpeg ? NOT_INSTALLED : Number.isFinite(seconds) ? times(lengthSec / seconds) : '–';
}
