// The clock of the piece: bars and beats to seconds and frames, through a tempo that breathes.
export const DEMO_SAMPLE_RATE_HZ = 48000;
export const DEMO_LENGTH_SEC = 46;
export const DEMO_LENGTH_FRAMES = DEMO_LENGTH_SEC * DEMO_SAMPLE_RATE_HZ;
/** For the bar ruler; the played tempo moves by a few percent around it. */
export const DEMO_TEMPO_BPM = 86;
export const BEATS_PER_BAR = 4;

/** First bar of each section; the song ends on the first beat of `ring`. */
export const SECTIONS = { intro: 0, verse: 2, chorus: 6, breakdown: 10, out: 12, ring: 14 } as const;

/**
 * Tempo at a beat, linear in between. A band leans forward into a chorus and lets a breakdown hang, and the last bar slows down before the
 * chord that it ends on.
 */
const TEMPO_POINTS: readonly (readonly [beat: number, bpm: number])[] = [
  [0, 85],
  [8, 86],
  [22, 86.3],
  [24, 87.2],
  [40, 86.6],
  [42, 85.4],
  [48, 87.2],
  [53, 86.6],
  [55, 80],
  [56, 70],
  [80, 70],
];
const STEPS_PER_BEAT = 16;
/** A breath of rain before the first chord. */
const LEAD_IN_SEC = 0.55;
const SEC_AT_STEP = integrateTempo();

/** Seconds at a beat counted from 0 (four to a bar). Beats before 0 run at the opening tempo. */
export function beatToSec(beat: number): number {
  const step = beat * STEPS_PER_BEAT;
  const whole = Math.min(Math.max(Math.floor(step), 0), SEC_AT_STEP.length - 2);
  const from = SEC_AT_STEP[whole]!;
  return from + (step - whole) * (SEC_AT_STEP[whole + 1]! - from);
}

export function barToSec(bar: number): number {
  return beatToSec(bar * BEATS_PER_BAR);
}

export function secToFrame(sec: number): number {
  return Math.round(sec * DEMO_SAMPLE_RATE_HZ);
}

function tempoAt(beat: number): number {
  for (let k = 1; k < TEMPO_POINTS.length; k++) {
    const [toBeat, toBpm] = TEMPO_POINTS[k]!;
    const [fromBeat, fromBpm] = TEMPO_POINTS[k - 1]!;
    if (beat <= toBeat) {
      return fromBpm + ((toBpm - fromBpm) * (beat - fromBeat)) / (toBeat - fromBeat);
    }
  }
  return TEMPO_POINTS[TEMPO_POINTS.length - 1]![1];
}

function integrateTempo(): Float64Array {
  const lastBeat = TEMPO_POINTS[TEMPO_POINTS.length - 1]![0];
  const secAtStep = new Float64Array(lastBeat * STEPS_PER_BEAT + 1);
  secAtStep[0] = LEAD_IN_SEC;
  for (let step = 1; step < secAtStep.length; step++) {
    secAtStep[step] = secAtStep[step - 1]! + 60 / tempoAt((step - 0.5) / STEPS_PER_BEAT) / STEPS_PER_BEAT;
  }
  return secAtStep;
}
