// Where the channels of the standard packs go when the output layout does not have their loudspeaker.
// @source BS.2127-1, section 8 (DirectSpeakers mapping rules)

/** One way to place a channel: gains by the names of output loudspeakers, all of which the layout must have. */
export interface MappingRule {
  readonly label: string;
  readonly gains: readonly (readonly [name: string, gain: number])[];
  /** Holds only for channels of packs of these layouts. */
  readonly inputLayouts?: readonly string[];
  /** Holds only for these output layouts. */
  readonly outputLayouts?: readonly string[];
}

const HALF = Math.SQRT1_2;
const THIRD = Math.sqrt(1 / 3);
const TWO_THIRDS = Math.sqrt(2 / 3);

function to(label: string, gain: number, ...names: readonly string[]): MappingRule {
  return { label, gains: names.map((name) => [name, gain]) };
}

function split(label: string, gainA: number, nameA: string, gainB: number, nameB: string, inputLayouts?: readonly string[]): MappingRule {
  const rule: MappingRule = {
    label,
    gains: [
      [nameA, gainA],
      [nameB, gainB],
    ],
  };
  return inputLayouts === undefined ? rule : { ...rule, inputLayouts };
}

const FROM_22 = ['9+10+3'] as const;
const TWO_LFE = ['9+10+3', '3+7+0'] as const;

/** Ways of a channel straight behind and above, shared by U+180 and UH+180. */
function behindAbove(label: string): MappingRule[] {
  return [
    to(label, HALF, 'U+135', 'U-135'),
    to(label, HALF, 'U+110', 'U-110'),
    to(label, HALF, 'M+135', 'M-135'),
    to(label, HALF, 'M+110', 'M-110'),
    to(label, 0.5, 'M+030', 'M-030'),
  ];
}

/** Left-hand and middle rules in order; right-hand ones are their mirror images. */
const RULES: readonly MappingRule[] = [
  to('M+000', 1, 'M+000'),
  to('M+000', HALF, 'M+030', 'M-030'),

  to('M+060', 1, 'M+060'),
  split('M+060', TWO_THIRDS, 'M+030', THIRD, 'M+110'),
  to('M+060', HALF, 'M+030', 'M+090'),
  to('M+060', 1, 'M+030'),

  to('M+090', 1, 'M+090'),
  split('M+090', THIRD, 'M+030', TWO_THIRDS, 'M+110', FROM_22),
  to('M+090', HALF, 'M+030', 'M+110'),
  to('M+090', HALF, 'M+030'),

  to('M+110', 1, 'M+110'),
  to('M+110', 1, 'M+135'),
  to('M+110', HALF, 'M+030'),

  to('M+135', 1, 'M+135'),
  to('M+135', 1, 'M+110'),
  to('M+135', HALF, 'M+030'),

  to('M+180', 1, 'M+180'),
  to('M+180', HALF, 'M+135', 'M-135'),
  to('M+180', HALF, 'M+110', 'M-110'),
  to('M+180', 0.5, 'M+030', 'M-030'),

  to('U+000', 1, 'U+000'),
  to('U+000', HALF, 'U+030', 'U-030'),
  to('U+000', HALF, 'U+045', 'U-045'),
  to('U+000', 1, 'M+000'),
  to('U+000', HALF, 'M+030', 'M-030'),

  to('U+030', 1, 'U+030'),
  to('U+030', 1, 'U+045'),
  to('U+030', 1, 'M+030'),

  to('U+045', 1, 'U+045'),
  to('U+045', 1, 'U+030'),
  to('U+045', 1, 'M+030'),

  to('U+090', 1, 'U+090'),
  split('U+090', TWO_THIRDS, 'U+045', THIRD, 'UH+180', FROM_22),
  to('U+090', HALF, 'U+030', 'U+110'),
  to('U+090', HALF, 'U+045', 'U+135'),
  to('U+090', 1, 'M+090'),
  to('U+090', HALF, 'U+030', 'M+110'),
  to('U+090', HALF, 'M+030', 'M+110'),
  to('U+090', HALF, 'M+030'),

  to('U+110', 1, 'U+110'),
  to('U+110', 1, 'U+135'),
  to('U+110', HALF, 'U+045', 'UH+180'),
  to('U+110', 1, 'M+110'),
  to('U+110', 1, 'M+135'),
  to('U+110', HALF, 'M+030'),

  to('U+135', 1, 'U+135'),
  to('U+135', 1, 'U+110'),
  split('U+135', THIRD, 'U+045', TWO_THIRDS, 'UH+180', FROM_22),
  to('U+135', HALF, 'U+045', 'UH+180'),
  to('U+135', 1, 'M+135'),
  to('U+135', 1, 'M+110'),
  to('U+135', HALF, 'M+030'),

  to('U+180', 1, 'U+180'),
  to('U+180', 1, 'UH+180'),
  ...behindAbove('U+180'),

  to('UH+180', 1, 'UH+180'),
  to('UH+180', 1, 'U+180'),
  ...behindAbove('UH+180'),

  to('T+000', 1, 'T+000'),
  to('T+000', 0.5, 'U+045', 'U-045', 'U+135', 'U-135'),
  to('T+000', 0.5, 'U+030', 'U-030', 'U+110', 'U-110'),
  to('T+000', THIRD, 'U+045', 'U-045', 'UH+180'),
  to('T+000', 0.5, 'U+045', 'U-045', 'M+135', 'M-135'),
  to('T+000', 0.5, 'U+030', 'U-030', 'M+110', 'M-110'),
  to('T+000', 0.5, 'M+030', 'M-030', 'M+135', 'M-135'),
  to('T+000', 0.5, 'M+030', 'M-030', 'M+110', 'M-110'),
  to('T+000', 0.5, 'M+030', 'M-030'),

  to('B+000', 1, 'B+000'),
  to('B+000', 1, 'M+000'),
  to('B+000', HALF, 'M+030', 'M-030'),

  to('B+045', 1, 'B+045'),
  to('B+045', 1, 'M+030'),

  { ...to('LFE1', 1, 'LFE1'), inputLayouts: TWO_LFE, outputLayouts: TWO_LFE },
  { ...to('LFE2', 1, 'LFE2'), inputLayouts: TWO_LFE, outputLayouts: TWO_LFE },
  { ...to('LFE1', HALF, 'LFE1'), inputLayouts: TWO_LFE },
  { ...to('LFE2', HALF, 'LFE1'), inputLayouts: TWO_LFE },
  to('LFE1', 1, 'LFE1'),
];

const MIRRORED_RULES: readonly MappingRule[] = RULES.flatMap((rule) => {
  const mirrored = { ...rule, label: mirror(rule.label), gains: rule.gains.map(([name, gain]) => [mirror(name), gain] as const) };
  return mirrored.label === rule.label ? [rule] : [rule, mirrored];
});

/** `M+030` ↔ `M-030`; the middle stays. */
function mirror(name: string): string {
  if (name.endsWith('000') || name.endsWith('180')) {
    return name;
  }
  return name.includes('+') ? name.replace('+', '-') : name.replace('-', '+');
}

/**
 * The first rule for a channel that the output layout can follow, or undefined.
 * @param label BS.2051 name of the channel
 * @param inputLayoutId the layout that its pack describes
 */
export function findMappingRule(
  label: string,
  inputLayoutId: string,
  outputLayoutId: string,
  hasSpeaker: (name: string) => boolean,
): MappingRule | undefined {
  return MIRRORED_RULES.find(
    (rule) =>
      rule.label === label &&
      (rule.inputLayouts?.includes(inputLayoutId) ?? true) &&
      (rule.outputLayouts?.includes(outputLayoutId) ?? true) &&
      rule.gains.every(([name]) => hasSpeaker(name)),
  );
}

/** The common-definition packs that have mapping rules, and the layouts that they describe. @source BS.2094, BS.2127-1 section 8 */
const ITU_PACKS: Readonly<Record<string, string>> = {
  AP_00010001: '0+1+0',
  AP_00010002: '0+2+0',
  AP_0001000c: '0+5+0',
  AP_00010003: '0+5+0',
  AP_00010004: '2+5+0',
  AP_00010005: '4+5+0',
  AP_00010010: '4+5+1',
  AP_00010007: '3+7+0',
  AP_00010008: '4+9+0',
  AP_00010009: '9+10+3',
  AP_0001000f: '0+7+0',
  AP_00010017: '4+7+0',
};

/** The layout of a common-definition pack, if the mapping rules know it. IDs in either case. */
export function layoutOfPack(packFormatId: string): string | undefined {
  return ITU_PACKS[`AP_${packFormatId.slice(3).toLowerCase()}`];
}
