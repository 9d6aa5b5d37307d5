import { toast } from 'sonner';
import { describeError } from '../../base/index.ts';

/** A failure in words: what happened, and what to do next. Errors from other threads carry code and hint as plain fields. */
export function troubleOf(error: unknown): { readonly code: string; readonly message: string; readonly hint: string } {
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const { code, hint, message, at } = error as { code?: unknown; hint?: unknown; message: unknown; at?: unknown };
    const where = typeof at === 'string' && at !== '' ? `${at}: ` : '';
    return { code: typeof code === 'string' ? code : '', message: where + String(message), hint: typeof hint === 'string' ? hint : '' };
  }
  return { code: '', message: describeError(error), hint: '' };
}

/** Stopping is not a failure. */
export function isCancelled(error: unknown): boolean {
  const { code } = troubleOf(error);
  return code === 'job.cancelled' || (error instanceof Error && error.name === 'AbortError');
}

/** Tells the person. The same trouble is told once, however often it comes. */
export function tellTrouble(error: unknown): void {
  if (isCancelled(error)) {
    return;
  }
  const { code, message, hint } = troubleOf(error);
  // A file's name stays as it is written.
  const sentence = /^\S+\.\w/.test(message) ? message : message.charAt(0).toUpperCase() + message.slice(1);
  toast.error(sentence, { id: code === '' ? sentence : `${code} ${sentence}`, description: capital(hint), duration: 12_000 });
}

function capital(text: string): string {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
