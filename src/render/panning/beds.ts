// Beds: channels that belong to loudspeakers, carried to a layout that may not have them.
import type { Layout } from '../../layouts/index.ts';
import { findMappingRule } from './mappingRules.ts';
import { createPointSourcePanner } from './pointSource.ts';
import { describeSpeakers } from './speakers.ts';

/**
 * Writes the gains of one channel of a bed on a layout, one a channel.
 * - The layout has a loudspeaker of that name: it alone, at unit gain (where two LFE become one, each gives half its power).
 * - LFE and no such loudspeaker: LFE1, else silence. Never a full-range loudspeaker.
 * - Otherwise BS.2127-1's mapping rules (section 8), which the standard has for its own packs; film layouts (5.1.2, 7.1.2, 9.1.6) use the same
 *   loudspeaker names and follow the same rules. 7.1's sides thus go to 5.1's fronts and surrounds in equal parts.
 * - No rule: the point source panner at the loudspeaker's nominal direction.
 * For plans, not for the audio path: allocates.
 */
export function bedGains(out: Float64Array, inputLayout: Layout, inputChannel: number, outputLayout: Layout): void {
  const from = inputLayout.speakers[inputChannel]!;
  const channelOf = (name: string): number => outputLayout.speakers.findIndex((s) => s.name === name);
  const rule = findMappingRule(from.name, inputLayout.id, outputLayout.id, (name) => channelOf(name) >= 0);
  out.fill(0, 0, outputLayout.speakers.length);
  if (rule !== undefined) {
    for (const [name, gain] of rule.gains) {
      out[channelOf(name)] = gain;
    }
  } else if (channelOf(from.name) >= 0) {
    out[channelOf(from.name)] = 1;
  } else if (from.isLfe) {
    if (channelOf('LFE1') >= 0) {
      out[channelOf('LFE1')] = 1;
    }
  } else {
    const speakers = describeSpeakers(inputLayout);
    const k = speakers.channel.indexOf(inputChannel);
    const { nominal } = speakers;
    createPointSourcePanner(outputLayout).handle(out, nominal[3 * k]!, nominal[3 * k + 1]!, nominal[3 * k + 2]!);
  }
}
