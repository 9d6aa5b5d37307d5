import { UsageError } from '../base/index.ts';

/** Where a preset's numbers come from: the rule's own text, a vendor's public page, or practice that nobody has written down. */
export type PresetConfidence = 'standard' | 'published' | 'practice';

/** What a delivery asks of a master. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** What the loop aims at and what the check allows: not above `maxLufs`, and within `toleranceLu` of `targetLufs`. */
  readonly integratedLufs: { readonly targetLufs?: number; readonly maxLufs?: number; readonly toleranceLu: number };
  readonly truePeakDbtp: number;
  /** The render whose loudness counts and whose gain every other render of the delivery takes; absent where each counts for itself. */
  readonly measuredOn?: string;
  /** Beyond this the loop stops and reports the shortfall rather than press harder. */
  readonly maxGainReductionDb?: number;
  readonly source: string;
  /** When the source was last looked at. */
  readonly date: string;
  readonly confidence: PresetConfidence;
}

export const PRESETS: readonly Preset[] = [
  {
    id: 'atmos-music',
    title: 'Dolby Atmos Music',
    integratedLufs: { targetLufs: -18, maxLufs: -18, toleranceLu: 0.5 },
    truePeakDbtp: -1,
    measuredOn: '5.1',
    source: 'Dolby Atmos Music delivery: at most −18 LKFS and −1 dBTP on the 5.1 re-render',
    date: '2026-11',
    confidence: 'published',
  },
  {
    id: 'spotify',
    title: 'Spotify',
    integratedLufs: { targetLufs: -14, toleranceLu: 0.5 },
    truePeakDbtp: -1,
    source: 'Spotify for Artists: loudness normalization',
    date: '2026-11',
    confidence: 'published',
  },
  {
    id: 'apple-music',
    title: 'Apple Music, stereo',
    integratedLufs: { targetLufs: -16, toleranceLu: 0.5 },
    truePeakDbtp: -1,
    source: 'Apple Digital Masters: Sound Check',
    date: '2026-11',
    confidence: 'practice',
  },
  {
    id: 'youtube',
    title: 'YouTube',
    integratedLufs: { targetLufs: -14, toleranceLu: 0.5 },
    truePeakDbtp: -1,
    source: 'measured playback normalization',
    date: '2026-11',
    confidence: 'practice',
  },
  {
    id: 'tidal',
    title: 'TIDAL, stereo',
    integratedLufs: { targetLufs: -14, toleranceLu: 0.5 },
    truePeakDbtp: -1,
    source: 'measured playback normalization',
    date: '2026-11',
    confidence: 'practice',
  },
  {
    id: 'amazon-music',
    title: 'Amazon Music, stereo',
    integratedLufs: { targetLufs: -14, toleranceLu: 0.5 },
    truePeakDbtp: -2,
    source: 'Amazon Music delivery guide',
    date: '2026-11',
    confidence: 'practice',
  },
  {
    id: 'aes77',
    title: 'AES77 track',
    integratedLufs: { targetLufs: -16, toleranceLu: 0.5 },
    truePeakDbtp: -1,
    source: 'AES77-2023, from TD1008: track-normalized music',
    date: '2026-11',
    confidence: 'practice',
  },
  {
    id: 'podcast',
    title: 'Podcast, stereo',
    integratedLufs: { targetLufs: -16, toleranceLu: 1 },
    truePeakDbtp: -1,
    source: 'Apple Podcasts authoring',
    date: '2026-11',
    confidence: 'practice',
  },
  {
    id: 'r128',
    title: 'EBU R 128',
    integratedLufs: { targetLufs: -23, toleranceLu: 0.2 },
    truePeakDbtp: -1,
    source: 'EBU R 128 v5, 2023',
    date: '2026-11',
    confidence: 'standard',
  },
  {
    id: 'atsc-a85',
    title: 'ATSC A/85',
    integratedLufs: { targetLufs: -24, toleranceLu: 2 },
    truePeakDbtp: -2,
    source: 'ATSC A/85:2013, full mix',
    date: '2026-11',
    confidence: 'published',
  },
];

/** @throws UsageError `preset.unknown` */
export function findPreset(id: string): Preset {
  const found = PRESETS.find((preset) => preset.id === id);
  if (found === undefined) {
    throw new UsageError('preset.unknown', `no preset is called "${id}"`, `use one of ${PRESETS.map((preset) => preset.id).join(', ')}`);
  }
  return found;
}
