// What is stopped or runs out of room leaves nothing half written.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
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

/** Stereo, 48 kHz, 16 bits. */
function silentWave(lengthSec: number): Buffer {
  const dataBytes = lengthSec * 48000 * 4;
  const wave = Buffer.alloc(44 + dataBytes);
  wave.write('RIFF', 0, 'latin1');
  wave.writeUInt32LE(36 + dataBytes, 4);
  wave.write('WAVEfmt ', 8, 'latin1');
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(2, 22);
  wave.writeUInt32LE(48000, 24);
  wave.writeUInt32LE(192000, 28);
  wave.writeUInt16LE(4, 32);
  wave.writeUInt16LE(16, 34);
  wave.write('data', 36, 'latin1');
  wave.writeUInt32LE(dataBytes, 40);
  return wave;
}

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

  it('limit, stopped while it writes, leaves nothing', async () => {
    const input = join(folder.path, 'long.wav');
    writeFileSync(input, silentWave(600));
    const child = spawn(process.execPath, [
      CLI,
      'limit',
      input,
      join(folder.path, 'limited', 'out.wav'),
      '--drive-db',
      '6',
      '--ceiling-dbtp',
      '-1',
    ]);
    const started = performance.now();
    while (filesIn('limited').length === 0 && performance.now() - started < 20_000) {
      await new Promise((done) => setTimeout(done, 20));
    }
    expect(filesIn('limited')).toHaveLength(1);
    child.kill('SIGINT');
    expect(await new Promise<number | null>((done) => child.once('exit', done))).toBe(130);
    expect(filesIn('limited')).toEqual([]);
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
