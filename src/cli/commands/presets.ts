import type { Command } from 'commander';
import { PRESETS } from '../../mastering/index.ts';
import { projectJsonSchema } from '../../scene/index.ts';
import { db, print, printJson, table } from '../words.ts';

export function addPresetsCommand(program: Command): void {
  program
    .command('presets')
    .summary('the delivery presets with their numbers and sources')
    .option('--json', 'one JSON document on standard output')
    .action((options: { readonly json?: true }) => {
      if (options.json) {
        printJson(PRESETS);
        return;
      }
      print(
        table([
          ['preset', 'LUFS', 'dBTP', 'measured on', 'source'],
          ...PRESETS.map((p) => {
            const { targetLufs, maxLufs } = p.integratedLufs;
            return [
              p.id,
              maxLufs !== undefined ? `≤ ${db(maxLufs)}` : targetLufs === undefined ? 'as it is' : db(targetLufs),
              db(p.truePeakDbtp),
              p.measuredOn ?? 'itself',
              `${p.source} (${p.date}, ${p.confidence})`,
            ];
          }),
        ]),
      );
    });
}

export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .summary('the JSON schema of a project file')
    .action(() => printJson(projectJsonSchema()));
}
