import type { ProgressBar } from './progressBar.ts';
import { say } from './words.ts';

/** Ctrl+C ends the work at once, and what was half written goes with it. */
export function stopOnSignals(bar: ProgressBar, pool: Disposable): void {
  const stop = (): void => {
    bar.clear();
    pool[Symbol.dispose]();
    say('periphony: cancelled; nothing half written was left');
    process.exit(130);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
