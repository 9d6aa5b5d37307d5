// A chain of inserts as a file of its own: what the assistant and the reference matching propose, and what a mastering engineer keeps.
import * as z from 'zod';
import { InputError } from '../base/index.ts';
import { fields } from './fields.ts';
import { schemaError } from './problems.ts';
import { processorSchema } from './processorSchema.ts';
import type { ProcessorSettings } from './processors.ts';

export interface ChainFile {
  readonly title: string;
  readonly processing: readonly ProcessorSettings[];
}

export const CHAIN_VERSION = 1;

const chainSchema = fields({
  periphonyChain: z.literal(CHAIN_VERSION, { error: `use ${CHAIN_VERSION}, the version of this file` }),
  title: z.string({ error: 'use a text' }).max(200).exactOptional(),
  processing: z.array(processorSchema).max(32),
  /** Why each insert is there; for people. */
  choices: z.array(z.unknown()).max(256).exactOptional(),
});

/**
 * Reads a chain file.
 * @param at the file's name, for errors
 * @throws InputError naming the field, the fact and the next step
 */
export function parseChain(text: string, at: string): ChainFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError('chain.json', `is not JSON: ${(error as Error).message}`, 'name a file that assist or match wrote', at);
  }
  const parsed = chainSchema.safeParse(json);
  if (!parsed.success) {
    throw schemaError(parsed.error.issues, json, at);
  }
  return { title: parsed.data.title ?? at, processing: parsed.data.processing };
}
