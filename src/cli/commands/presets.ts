import type { Command } from 'commander';
import { parsePreset, PRESETS } from '../../mastering/index.ts';
import { projectJsonSchema } from '../../scene/index.ts';
import { readText } from '../platform/index.ts';
import { MAX_PRESET_BYTES } from '../presetOption.ts';
import { db, print, printJson, table } from '../words.ts';

export function addPresetsCommand(program: Command): void {
  program
    .command('presets')
    .summary('the delivery presets with their numbers and sources')
    .argument('[files...]', 'presets of your own, checked and listed with the others')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `
Examples:
  periphony presets
  periphony presets --json
  periphony presets my-label.json

A preset of your own is a file with the fields of presets --json; "extends" takes the missing ones from a built-in preset:
  { "periphonyPreset": 1, "id": "my-label", "extends": "atmos-music", "integratedLufs": { "targetLufs": -19, "maxLufs": -18 }, "truePeakDbtp": -1.5 }`,
    )
    .action((files: readonly string[], options: { readonly json?: true }) => {
      const presets = [...PRESETS, ...files.map((file) => parsePreset(readText(file, MAX_PRESET_BYTES), file))];
      if (options.json) {
        printJson(presets);
        return;
      }
      print(
        table([
          ['preset', 'LUFS', 'dBTP', 'measured on', 'source'],
          ...presets.map((p) => {
            const { targetLufs, maxLufs } = p.integratedLufs;
            return [
              p.id,
              maxLufs !== undefined ? `≤ ${db(maxLufs)}` : targetLufs === undefined ? 'as it is' : db(targetLufs),
              db(p.truePeakDbtp),
              p.measuredOn ?? 'itself',
              `${p.source} (${[p.date, p.confidence].filter((word) => word !== '').join(', ')})`,
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
    .addHelpText('after', '\nExample:\n  periphony schema > periphony.schema.json')
    .action(() => printJson(projectJsonSchema()));
}
