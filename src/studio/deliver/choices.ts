import type { Deliverable } from '../../scene/index.ts';
import { describeTarget } from '../state/targets.ts';
import type { Target } from '../state/targets.ts';

export type Preset = NonNullable<Deliverable['preset']>;
export type Format = NonNullable<Deliverable['format']>;

export const RENDERS: readonly { readonly value: string; readonly text: string; readonly hint: string }[] = [
  { value: 'adm', text: 'ADM master', hint: 'the objects themselves, BW64 with ADM' },
  { value: '7.1.4', text: '7.1.4', hint: '12 channels' },
  { value: '5.1.4', text: '5.1.4', hint: '10 channels' },
  { value: '7.1.2', text: '7.1.2', hint: '10 channels' },
  { value: '7.1', text: '7.1', hint: '8 channels' },
  { value: '5.1', text: '5.1', hint: '6 channels' },
  { value: 'stereo', text: 'Stereo', hint: '2 channels' },
  { value: 'binaural', text: 'Binaural', hint: '2 channels, for headphones' },
  { value: '9.1.6', text: '9.1.6', hint: '16 channels' },
];

/** A render as it is listed: `Binaural` for `binaural`. */
export function renderTitle(render: string): string {
  return RENDERS.find((choice) => choice.value === render)?.text ?? render;
}

export function presetChoices(
  targets: readonly Target[],
): readonly { readonly value: Preset; readonly text: string; readonly hint: string }[] {
  return [
    ...targets.map((target) => ({ value: target.id, text: target.title, hint: describeTarget(target) })),
    { value: 'none', text: 'No mastering', hint: 'the bare render' },
  ];
}

/** What most sessions deliver. */
export const COMMON: readonly Deliverable[] = [
  { render: '7.1.4', preset: 'atmos-music', format: 'wav24' },
  { render: '5.1', preset: 'atmos-music', format: 'wav24' },
  { render: 'stereo', preset: 'spotify', format: 'wav24' },
  { render: 'binaural', preset: 'apple-music', format: 'wav24' },
];

export const FORMATS: readonly { readonly value: Format; readonly text: string }[] = [
  { value: 'wav24', text: 'WAV 24 bit' },
  { value: 'wav16', text: 'WAV 16 bit' },
  { value: 'float32', text: 'WAV 32 bit float' },
  { value: 'flac', text: 'FLAC 24 bit' },
];

/** FLAC holds eight channels. */
export function formatReason(format: Format, channels: number): string | undefined {
  return format === 'flac' && channels > 8 ? 'FLAC holds at most 8 channels' : undefined;
}
