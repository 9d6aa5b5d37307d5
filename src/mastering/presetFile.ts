import * as z from 'zod';
import { InputError } from '../base/index.ts';
import { findLayout, LAYOUTS } from '../layouts/index.ts';
import { describePath, fields, number, processorSchema, schemaError } from '../scene/index.ts';
import type { Preset } from './presets.ts';
import { PRESETS } from './presetTable.ts';
import { QC_RULES } from './qc/index.ts';

const LUFS = number({ low: -70, high: 0 });
const LU = number({ low: 0, high: 60 });
const RATE_HZ = number({ low: 8000, high: 384000 }).int({ error: 'use a whole number' });
const words = z.string({ error: 'use a text' }).min(1).max(200);

const qcOverride = fields({
  warn: number({ low: -1e6, high: 1e6 }).exactOptional(),
  fail: number({ low: -1e6, high: 1e6 }).exactOptional(),
  isBinding: z.boolean().exactOptional(),
  isOff: z.boolean().exactOptional(),
});

const presetSchema = fields({
  periphonyPreset: z.literal(1, { error: 'use 1, the version of this file' }),
  id: z
    .string({ error: 'use a short name' })
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'use small letters, digits and hyphens: my-label' }),
  title: words.exactOptional(),
  extends: z.literal(PRESETS.map(({ id }) => id)).exactOptional(),
  integratedLufs: fields({
    targetLufs: LUFS.exactOptional(),
    maxLufs: LUFS.exactOptional(),
    minLufs: LUFS.exactOptional(),
    toleranceLu: LU.exactOptional(),
  }).exactOptional(),
  dialogue: fields({ targetLufs: LUFS, toleranceLu: LU, minSpeechRatio: number({ low: 0, high: 1 }) }).exactOptional(),
  truePeakDbtp: number({ low: -20, high: 0 }).exactOptional(),
  maxShortTermLufs: LUFS.exactOptional(),
  maxMomentaryLufs: LUFS.exactOptional(),
  lraLu: fields({ min: LU.exactOptional(), max: LU.exactOptional() }).exactOptional(),
  maxLdrLu: LU.exactOptional(),
  measuredOn: words
    .refine((render) => render === 'binaural' || findLayout(render) !== undefined, {
      error: `use binaural or a layout: ${LAYOUTS.map((layout) => layout.title).join(', ')}`,
    })
    .exactOptional(),
  maxGainReductionDb: number({ low: 0, high: 24 }).exactOptional(),
  sampleRatesHz: z.array(RATE_HZ).min(1).max(12).exactOptional(),
  bits: z
    .array(z.literal([16, 24, 32]))
    .min(1)
    .max(4)
    .exactOptional(),
  processing: z.array(processorSchema).max(16).exactOptional(),
  qc: z.partialRecord(z.enum(Object.keys(QC_RULES) as [keyof typeof QC_RULES]), qcOverride).exactOptional(),
  source: words.exactOptional(),
  date: words.exactOptional(),
});

/**
 * Reads a preset of one's own: a Preset's fields, of which `extends` takes the missing ones from a built-in preset.
 * @param text the file's text
 * @param at   the file's name, for errors
 * @throws InputError naming the field, the fact and the next step
 */
export function parsePreset(text: string, at: string): Preset {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError('preset.json', `is not JSON: ${(error as Error).message}`, 'mend the text; presets --json shows the fields', at);
  }
  const parsed = presetSchema.safeParse(json);
  if (!parsed.success) {
    throw schemaError(parsed.error.issues, json, at);
  }
  const { periphonyPreset: _, extends: parent, integratedLufs, ...own } = parsed.data;
  const base = PRESETS.find(({ id }) => id === parent);
  if (base === undefined && (integratedLufs === undefined || own.truePeakDbtp === undefined)) {
    const missing = integratedLufs === undefined ? 'integratedLufs' : 'truePeakDbtp';
    throw new InputError('preset.field', `${describePath(json, [missing])} is missing`, 'give it, or name a preset under "extends"', at);
  }
  const preset = {
    ...BARE,
    ...base,
    ...own,
    title: own.title ?? own.id,
    integratedLufs: integratedLufs === undefined ? base!.integratedLufs : { toleranceLu: 0.5, ...integratedLufs },
    source: own.source ?? at,
    date: own.date ?? base?.date ?? '',
    confidence: 'own',
  } as Preset;
  refuseContradictions(preset, at);
  return preset;
}

/** What no master can meet at once. */
function refuseContradictions({ integratedLufs: { minLufs, targetLufs, maxLufs }, lraLu }: Preset, at: string): void {
  const rising: readonly (readonly [string, number | undefined, string, number | undefined])[] = [
    ['integratedLufs.minLufs', minLufs, 'integratedLufs.targetLufs', targetLufs],
    ['integratedLufs.targetLufs', targetLufs, 'integratedLufs.maxLufs', maxLufs],
    ['integratedLufs.minLufs', minLufs, 'integratedLufs.maxLufs', maxLufs],
    ['lraLu.min', lraLu?.min, 'lraLu.max', lraLu?.max],
  ];
  for (const [low, least, high, most] of rising) {
    if (least !== undefined && most !== undefined && least > most) {
      throw new InputError('preset.contradiction', `${low} is ${least}, above ${high}, which is ${most}`, 'change one of them', at);
    }
  }
}

const BARE = { truePeakDbtp: -1, integratedLufs: { toleranceLu: 0.5 } } as const;
