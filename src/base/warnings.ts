import { InputError } from './errors.ts';

/** Something odd in the input that we can live with. Collected, never printed or thrown where it is found. */
export interface Warning {
  /** Stable and dotted: `wav.data-size-lies`. */
  readonly code: string;
  /** Element id, file or field. */
  readonly at: string;
  readonly message: string;
}

/** Takes warnings as they are found. */
export type Warn = (warning: Warning) => void;

/** A sink for those who do not care. */
export const ignoreWarnings: Warn = () => {};

/** A sink for those who take nothing but what is right: the first warning is an error. */
export const refuseWarnings: Warn = ({ code, message, at }) => {
  throw new InputError(code, message, 'read it without strict, or correct it', at);
};

/** Collects warnings, the first of each code and place only: a million bad blocks are one line. */
export function createWarningList(): { readonly warn: Warn; readonly list: readonly Warning[] } {
  const list: Warning[] = [];
  const seen = new Set<string>();
  const warn: Warn = (warning) => {
    const key = `${warning.code} ${warning.at}`;
    if (!seen.has(key)) {
      seen.add(key);
      list.push(warning);
    }
  };
  return { warn, list };
}
