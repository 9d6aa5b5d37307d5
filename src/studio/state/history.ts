import type { Scene } from '../../scene/index.ts';

/** Steps kept. Scenes share what did not change, so a step costs little. */
const MOST_STEPS = 500;

export interface Step {
  readonly label: string;
  readonly scene: Scene;
}

/** What can be undone and redone. `past` ends with the latest; `future` begins with the next. */
export interface History {
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

export const NO_HISTORY: History = { past: [], future: [] };

/** Remembers `before` as a step called `label`; what had been undone is gone. */
export function remember(history: History, label: string, before: Scene): History {
  return { past: [...history.past.slice(1 - MOST_STEPS), { label, scene: before }], future: [] };
}

/** One step back from `now`, or undefined at the beginning. */
export function stepBack(history: History, now: Scene): { readonly history: History; readonly step: Step } | undefined {
  const step = history.past.at(-1);
  if (step === undefined) {
    return undefined;
  }
  return { step, history: { past: history.past.slice(0, -1), future: [{ label: step.label, scene: now }, ...history.future] } };
}

/** One step forward from `now`, or undefined at the end. */
export function stepForward(history: History, now: Scene): { readonly history: History; readonly step: Step } | undefined {
  const step = history.future[0];
  if (step === undefined) {
    return undefined;
  }
  return { step, history: { past: [...history.past, { label: step.label, scene: now }], future: history.future.slice(1) } };
}
