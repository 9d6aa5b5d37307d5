// Small projects in memory.
import { createPrng } from '../../../src/base/index.ts';
import { readSession, type Session } from '../../../src/jobs/index.ts';
import { createMemoryPorts, writeWave, type MemoryPorts } from './memoryPorts.ts';

export const RATE = 48000;

export const wave = (lengthSec: number, at: (sec: number) => number): Float32Array =>
  Float32Array.from({ length: Math.round(lengthSec * RATE) }, (_, n) => at(n / RATE));

export const sine =
  (hz: number, gain: number): ((sec: number) => number) =>
  (sec) =>
    gain * Math.sin(2 * Math.PI * hz * sec);

export function noise(lengthSec: number, gain: number, seed: number): Float32Array {
  const prng = createPrng(seed);
  let low = 0;
  return wave(lengthSec, () => {
    low += 0.3 * (2 * prng.next() - 1 - low);
    return gain * low;
  });
}

/**
 * A project whose sources are called by their names, one file each.
 * @param more of the project file
 */
export async function project(
  sources: Readonly<Record<string, readonly Float32Array[]>>,
  elements: readonly object[],
  more: object = {},
): Promise<{ readonly ports: MemoryPorts; readonly session: Session }> {
  const ports = createMemoryPorts();
  for (const [id, signal] of Object.entries(sources)) {
    writeWave(ports, `${id}.wav`, signal, { sampleRateHz: RATE, encoding: 'float32' });
  }
  const text = JSON.stringify({
    periphony: 1,
    title: 'Small',
    sampleRateHz: RATE,
    sources: Object.keys(sources).map((id) => ({ id, file: `${id}.wav` })),
    elements,
    ...more,
  });
  ports.files.set('small.periphony.json', new TextEncoder().encode(text));
  return { ports, session: await readSession(ports, 'small.periphony.json', () => {}) };
}

/** An object at the front, of a source of its own name. */
export const object = (id: string, more: object = {}): object => ({
  id,
  kind: 'object',
  name: id,
  source: id,
  position: { x: 0, y: 1, z: 0 },
  ...more,
});
