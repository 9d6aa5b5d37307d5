import type { Planar } from '../audio/index.ts';
import { QUANTUM_FRAMES } from '../render/index.ts';

/**
 * A quantum of `last` fading into `next`, on as many channels as the wider of them has.
 * @param fadedFrames how much of the fade is over
 */
export function crossfadeQuantum(
  out: Planar,
  next: Planar,
  nextChannels: number,
  last: Planar,
  lastChannels: number,
  fadedFrames: number,
  fadeFrames: number,
): void {
  for (let c = 0; c < Math.max(nextChannels, lastChannels); c++) {
    const to = out[c]!;
    for (let k = 0; k < QUANTUM_FRAMES; k++) {
      const fade = (fadedFrames + k) / fadeFrames;
      to[k] = (c < nextChannels ? next[c]![k]! * fade : 0) + (c < lastChannels ? last[c]![k]! * (1 - fade) : 0);
    }
  }
}
