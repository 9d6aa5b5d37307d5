import { join } from 'node:path';
import type { Command } from 'commander';
import { DEMO_PROJECT_FILE, writeDemo } from '../../jobs/index.ts';
import { createFileSink } from '../platform/index.ts';
import { createProgressBar } from '../progressBar.ts';
import { print } from '../words.ts';

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .summary('compose the demo session')
    .description('Writes the demo project with its stems: a piece made by our own code, the same on every machine.')
    .argument('<dir>', 'folder to write to')
    .addHelpText('after', '\nExample:\n  periphony demo night && periphony render night/*.json --out masters')
    .action((folder: string) => {
      const bar = createProgressBar();
      writeDemo(
        (name) => createFileSink(join(folder, name)),
        (ratio, what) => bar.update(ratio, what),
      );
      bar.clear();
      print(join(folder, DEMO_PROJECT_FILE));
    });
}
