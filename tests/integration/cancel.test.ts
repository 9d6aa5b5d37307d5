// What is stopped or runs out of room leaves nothing half written.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { periphony, temporaryFolder } from './cli.ts';

const CLI = resolve(import.meta.dirname, '../../dist-cli/cli.mjs');
const folder = temporaryFolder();
const project = join(folder.path, 'demo', 'night-train.periphony.json');
const filesIn = (name: string): readonly string[] => (existsSync(join(folder.path, name)) ? readdirSync(join(folder.path, name)) : []);

beforeAll(() => {
  expect(periphony(['demo', join(folder.path, 'demo')]).status).toBe(0);
}, 120_000);
afterAll(() => folder[Symbol.dispose]());

describe('periphony render', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('stopped by %s leaves no master', async (signal) => {
    const child = spawn(process.execPath, [
      CLI,
      'render',
      project,
      '--out',
      join(folder.path, signal),
      '--renders',
      '7.1.4',
      '--workers',
      '1',
    ]);
    await new Promise((done) => setTimeout(done, 900));
    child.kill(signal);
    const status = await new Promise<number | null>((done) => child.once('exit', done));
    expect(status).toBe(130);
    expect(filesIn(signal)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('that runs out of room says so in one line and leaves no master', () => {
    const { status, stderr } = spawnSync(
      'bash',
      [
        '-c',
        `ulimit -f 6000; exec "$0" "$@"`,
        process.execPath,
        CLI,
        'render',
        project,
        '--out',
        join(folder.path, 'full'),
        '--renders',
        'stereo',
      ],
      {
        encoding: 'utf8',
      },
    );
    expect(status).toBe(3);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(filesIn('full')).toEqual([]);
  });
});
