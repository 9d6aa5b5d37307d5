import { useState } from 'react';

/** True when any of the values is not what it was the last time; a canvas that shows only them need not be drawn again otherwise. */
export type Changes = (...values: readonly unknown[]) => boolean;

export function createChanges(): Changes {
  let before: readonly unknown[] = [];
  return (...values) => {
    const isChanged = values.length !== before.length || values.some((value, index) => !Object.is(value, before[index]));
    before = values;
    return isChanged;
  };
}

export function useChanges(): Changes {
  return useState(createChanges)[0];
}
