import { InputError } from '../base/index.ts';

/** An error that does not say what it is about, with a name; any other as it is. */
export function named(error: unknown, name: string): unknown {
  return error instanceof InputError && error.at === '' ? new InputError(error.code, error.message, error.hint, name) : error;
}
