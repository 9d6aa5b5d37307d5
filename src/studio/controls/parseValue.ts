/** Units that a typed value may carry, and what they multiply with to become the control's own. */
export type UnitKind = 'db' | 'hz' | 'ms' | 'sec' | 'percent' | 'plain' | 'ratio';

const FACTORS: Readonly<Record<UnitKind, Readonly<Record<string, number>>>> = {
  db: { '': 1, db: 1, lu: 1, lufs: 1, dbtp: 1 },
  hz: { '': 1, hz: 1, k: 1000, khz: 1000 },
  ms: { '': 1, ms: 1, s: 1000, sec: 1000 },
  sec: { '': 1, s: 1, sec: 1, ms: 0.001 },
  percent: { '': 0.01, '%': 0.01 },
  plain: { '': 1, '%': 0.01, '°': 1, deg: 1, bpm: 1 },
  ratio: { '': 1, ':1': 1 },
};

/** What a person typed, in the control's unit: "-6", "−6 dB", "80hz", "1,2k", "-inf". Undefined when it is not a value. */
export function parseValue(text: string, unit: UnitKind): number | undefined {
  const plain = text.trim().toLowerCase().replace(/−/g, '-').replace(/,/g, '.').replace(/\s+/g, '');
  if (unit === 'db' && /^-(inf|infinity|∞|oo)(db)?$/.test(plain)) {
    return -Infinity;
  }
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))([a-z%°:1]*)$/.exec(plain);
  if (match === null) {
    return undefined;
  }
  const factor = FACTORS[unit][match[2]!];
  return factor === undefined ? undefined : Number(match[1]) * factor;
}
