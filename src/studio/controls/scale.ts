/** How a control's travel, 0 at its low end and 1 at its high end, becomes a value. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** What an arrow key and a notch of the wheel move; with Alt a tenth. */
  readonly step: number;
  toRatio(value: number): number;
  toValue(ratio: number): number;
}

export function linearScale(low: number, high: number, step: number): Scale {
  return {
    low,
    high,
    step,
    toRatio: (value) => clampRatio((value - low) / (high - low)),
    toValue: (ratio) => low + clampRatio(ratio) * (high - low),
  };
}

/** Equal travel, equal factor: frequencies and times. `step` is then a factor minus one. */
export function logScale(low: number, high: number, step: number): Scale {
  const span = Math.log(high / low);
  return {
    low,
    high,
    step,
    toRatio: (value) => clampRatio(Math.log(Math.max(low, value) / low) / span),
    toValue: (ratio) => low * Math.exp(clampRatio(ratio) * span),
  };
}

/** Where a fader's scale ends at the bottom; its lowest point is silence. */
export const FADER_BOTTOM_DB = -72;
/** What silence is written as in the document. */
export const SILENCE_DB = -144;
const UNITY_RATIO = 0.75;
const FADER_TOP_DB = 12;

/** A console's fader: 0 dB at three quarters, +12 dB at the top, silence at the bottom, most room where the hand works. */
export const FADER: Scale = {
  low: SILENCE_DB,
  high: FADER_TOP_DB,
  step: 0.5,
  toRatio: (db) => {
    if (db >= 0) {
      return clampRatio(UNITY_RATIO + ((1 - UNITY_RATIO) * db) / FADER_TOP_DB);
    }
    const up = 1 - db / FADER_BOTTOM_DB;
    return up <= 0 ? 0 : UNITY_RATIO * up * up;
  },
  toValue: (ratio) => {
    const travel = clampRatio(ratio);
    if (travel >= UNITY_RATIO) {
      return ((travel - UNITY_RATIO) / (1 - UNITY_RATIO)) * FADER_TOP_DB;
    }
    return travel === 0 ? SILENCE_DB : FADER_BOTTOM_DB * (1 - Math.sqrt(travel / UNITY_RATIO));
  },
};

/** The value `notches` steps away. */
export function stepped(scale: Scale, value: number, notches: number, isFine: boolean): number {
  const size = isFine ? scale.step / 10 : scale.step;
  const isLog = Math.abs(scale.toValue(0.5) - (scale.low + scale.high) / 2) > 1e-9 && scale.low > 0;
  const moved = isLog ? value * (1 + size) ** notches : value + size * notches;
  return Math.min(scale.high, Math.max(scale.low, moved));
}

function clampRatio(ratio: number): number {
  return ratio < 0 ? 0 : ratio > 1 ? 1 : ratio;
}
