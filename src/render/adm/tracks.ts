// Track specifications, flattened: every mix of gains and delays is a sum of delayed, scaled channels.
import { assertNever, InputError } from '../../base/index.ts';
import type { TrackSpec } from '../../scene/adm/index.ts';

/** A channel of the file, scaled and late by whole frames. */
export interface TrackTerm {
  /** From 0. */
  readonly channel: number;
  readonly gain: number;
  readonly delayFrames: number;
}

/**
 * The channels that a track is the sum of; none where it is silent. Terms of the same channel and delay are one.
 * Every delay on the way is rounded half down by itself, as the reference implementation does it.
 * @param channels of the file
 * @throws InputError `adm.track` for a channel that the file does not have, or a gain or delay that is not a number
 */
export function resolveTrack(spec: TrackSpec, sampleRateHz: number, channels: number, at: string): readonly TrackTerm[] {
  const terms = new Map<string, TrackTerm>();
  const add = (part: TrackSpec, gain: number, delayFrames: number): void => {
    switch (part.kind) {
      case 'silent':
        return;
      case 'direct': {
        if (!Number.isInteger(part.channel) || part.channel < 0 || part.channel >= channels) {
          throw new InputError(
            'adm.track',
            `plays channel ${part.channel + 1} of a file that has ${channels}`,
            'export the file again',
            at,
          );
        }
        const key = `${part.channel} ${delayFrames}`;
        terms.set(key, { channel: part.channel, gain: gain + (terms.get(key)?.gain ?? 0), delayFrames });
        return;
      }
      case 'gain':
        add(part.input, gain * finite(part.gain, 'gain', at), delayFrames);
        return;
      case 'delay':
        add(part.input, gain, delayFrames + delayOf(finite(part.delayMs, 'delay', at), sampleRateHz, at));
        return;
      case 'mix':
        part.inputs.forEach((input) => add(input, gain, delayFrames));
        return;
      default:
        assertNever(part, 'resolveTrack');
    }
  };
  add(spec, 1, 0);
  return [...terms.values()].filter((term) => term.gain !== 0);
}

function finite(value: number, what: string, at: string): number {
  if (!Number.isFinite(value)) {
    throw new InputError('adm.track', `has a ${what} of ${value}`, 'give a finite number', at);
  }
  return value;
}

/** @source BS.2127-1, 5.2 (matrix delays); rounded half down */
function delayOf(delayMs: number, sampleRateHz: number, at: string): number {
  const frames = Math.ceil((sampleRateHz * delayMs) / 1000 - 0.5);
  if (frames < 0 || frames > MAX_DELAY_SEC * sampleRateHz) {
    throw new InputError('adm.track', `has a delay of ${delayMs} ms`, `give one from 0 to ${MAX_DELAY_SEC} s`, at);
  }
  return frames === 0 ? 0 : frames;
}

/** Longer than any matrix has a use for. */
const MAX_DELAY_SEC = 3600;
