// The schema of the inserts, made from their tables.
import * as z from 'zod';
import { fields, number } from './fields.ts';
import { PROCESSORS } from './processors.ts';
import type { ProcessorChoice, ProcessorDescription, ProcessorSettings } from './processors.ts';

/** One insert of any kind. */
export const processorSchema = z.discriminatedUnion(
  'kind',
  PROCESSORS.map(schemaOf) as [z.ZodObject<{ kind: z.ZodLiteral<string> }>],
) as unknown as z.ZodType<ProcessorSettings, ProcessorSettings>;

function schemaOf(row: ProcessorDescription): z.ZodObject {
  const head = { kind: z.literal(row.kind), enabled: z.boolean().exactOptional(), ...settingsOf(row) };
  if (row.bands === undefined) {
    return fields(head);
  }
  const { max, required } = row.bands;
  const band = fields({ ...settingsOf(row.bands, required), enabled: z.boolean().exactOptional() });
  return fields({ ...head, bands: z.array(band).max(max).exactOptional() });
}

function settingsOf(
  row: Pick<ProcessorDescription, 'parameters' | 'choices'>,
  required: readonly string[] = [],
): Record<string, z.ZodType> {
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
