/**
 * An error that a person can act on: it names the thing, the fact and the next step. `code` is for machines and never changes.
 * Every error that leaves a room is one of these; anything else is a fault of ours.
 */
export class PeriphonyError extends Error {
  override readonly name: string = 'PeriphonyError';
  /** Stable, dotted, lower case: `layout.unknown`. */
  readonly code: string;
  /** What to do next, as a clause: `use one of 5.1, 7.1.4`. Empty when there is nothing to do. */
  readonly hint: string;
  /** Where: a file, an element id, a project field (`elements[3].position.x`). */
  readonly at: string;

  constructor(code: string, message: string, hint = '', at = '') {
    super(message);
    this.code = code;
    this.hint = hint;
    this.at = at;
  }
}

/** The input cannot be read or is not valid; nothing has been written. Exit status 3. */
export class InputError extends PeriphonyError {
  override readonly name: string = 'InputError';
}

/** The call is wrong: an unknown option, a value out of range. Exit status 2. */
export class UsageError extends PeriphonyError {
  override readonly name: string = 'UsageError';
}

/** The listener asked to stop. Whatever was half written has been removed. */
export class CancelledError extends PeriphonyError {
  override readonly name: string = 'CancelledError';
  constructor(what = 'the job') {
    super('job.cancelled', `${what} was cancelled`);
  }
}

/** One line for a person: thing, fact, next step. */
export function describeError(error: unknown): string {
  if (error instanceof PeriphonyError) {
    const where = error.at === '' ? '' : `${error.at}: `;
    return `${where}${error.message}${error.hint === '' ? '' : `; ${error.hint}`}`;
  }
  return error instanceof Error ? error.message : String(error);
}
