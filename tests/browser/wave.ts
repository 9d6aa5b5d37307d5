import { sin } from '../../src/base/index.ts';
import { buildRiff, fmt } from '../fixtures/wave/buildWave.ts';

/** A mono 16-bit WAV of a 440 Hz tone at −12 dBFS. */
export function toneWav(lengthSec: number): Uint8Array {
  const samples = Int16Array.from({ length: Math.round(lengthSec * 48_000) }, (_, k) =>
    Math.round(8192 * sin((2 * Math.PI * 440 * k) / 48_000)),
  );
  return buildRiff([fmt(), { id: 'data', bytes: new Uint8Array(samples.buffer) }]);
}
