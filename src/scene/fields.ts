import * as z from 'zod';
import type { Range } from './limits.ts';
import { nearestName } from './nearest.ts';

/** An object that refuses what it does not know, and says what was likely meant. */
export function fields<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') {
        return undefined;
      }
      const meant = nearestName(String(issue.keys[0]), known);
      return meant === undefined ? `the fields here are ${known.join(', ')}` : `did you mean "${meant}"?`;
    },
  });
}

/** A finite number inside a range. Its errors say the whole range. */
export function number({ low, high }: Range): z.ZodNumber {
  const error = `use a number from ${low} to ${high}`;
  return z.number({ error }).min(low, { error }).max(high, { error });
}
