// The schema of the inserts, made from their tables.
import * as z from 'zod';
import { fields, number } from './fields.ts';
import { EQ_MAX_BANDS, PROCESSORS } from './processors.ts';
import type { ProcessorChoice, ProcessorDescription, ProcessorSettings } from './processors.ts';

/** Items of a list are nothing without these; everything else has a default. */
const REQUIRED_IN_LIST: readonly string[] = ['type', 'frequencyHz'];

/** One insert of any kind. */
export const processorSchema = z.discriminatedUnion(
  'kind',
  PROCESSORS.map(schemaOf) as [z.ZodObject<{ kind: z.ZodLiteral<string> }>],
) as unknown as z.ZodType<ProcessorSettings, ProcessorSettings>;

function schemaOf(row: ProcessorDescription): z.ZodObject {
  const head = { kind: z.literal(row.kind), enabled: z.boolean().exactOptional() };
  if (row.list === undefined) {
    return fields({ ...head, ...settingsOf(row) });
  }
  const item = fields({ ...settingsOf(row, REQUIRED_IN_LIST), enabled: z.boolean().exactOptional() });
  return fields({ ...head, [row.list]: z.array(item).max(EQ_MAX_BANDS).exactOptional() });
}

function settingsOf(row: ProcessorDescription, required: readonly string[] = []): Record<string, z.ZodType> {
  const settings: Record<string, z.ZodType> = {};
  for (const choice of row.choices) {
    settings[choice.name] = choiceOf(choice);
  }
  for (const parameter of row.parameters) {
    settings[parameter.name] = number({ low: parameter.min, high: parameter.max });
  }
  return Object.fromEntries(
    Object.entries(settings).map(([name, schema]) => [name, required.includes(name) ? schema : z.exactOptional(schema)]),
  );
}

function choiceOf(choice: ProcessorChoice): z.ZodType {
  return typeof choice.default === 'boolean' ? z.boolean() : z.literal(choice.options.map((option) => option.value) as [string | number]);
}
