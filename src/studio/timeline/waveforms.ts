import type { LiveEngine } from '../services/types.ts';
import type { SourceFacts } from '../state/sessionSlice.ts';

const BUCKETS_PER_SEC = 60;
const MOST_BUCKETS = 24_000;

/** [min, max] pairs over a source's channel. */
export interface Waveform {
  readonly extremes: Float32Array;
  readonly buckets: number;
}

export interface Waveforms {
  /** The waveform, or undefined while it is on its way. Never asks twice. */
  find(sourceId: string, facts: SourceFacts, channel: number): Waveform | undefined;
  /** Counts up when one has come. */
  readonly arrived: { count: number };
}

/** Waveforms by what the source is: reopening a session under the same ids asks anew. */
export function createWaveforms(live: LiveEngine): Waveforms {
  const known = new WeakMap<SourceFacts, Map<number, Waveform | null>>();
  const arrived = { count: 0 };
  return {
    arrived,
    find: (sourceId, facts, channel) => {
      let channels = known.get(facts);
      if (channels === undefined) {
        channels = new Map();
        known.set(facts, channels);
      }
      const found = channels.get(channel);
      if (found === undefined) {
        const mine = channels;
        const buckets = Math.max(64, Math.min(MOST_BUCKETS, Math.ceil(facts.lengthSec * BUCKETS_PER_SEC)));
        mine.set(channel, null);
        live
          .waveform(sourceId, channel, buckets)
          .then((extremes) => {
            mine.set(channel, { extremes, buckets: extremes.length / 2 });
            arrived.count += 1;
          })
          .catch(() => {
            // A source that cannot be read has told so when it was opened; its clip stays plain.
          });
      }
      return found ?? undefined;
    },
  };
}
