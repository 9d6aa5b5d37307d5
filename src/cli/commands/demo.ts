import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { DEMO_PROJECT_FILE, writeDemo } from '../../jobs/index.ts';
import { createFileSink } from '../platform/index.ts';
import { createProgressBar } from '../progressBar.ts';
import { print, say } from '../words.ts';

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .summary('compose the demo session')
    .description('Writes the demo project with its stems: a piece made by our own code, the same on every machine.')
    .argument('<dir>', 'folder to write to')
    .addHelpText('after', '\nExample:\n  periphony demo night && periphony render night/*.json --out masters')
    .action(async (folder: string) => {
      const bar = createProgressBar();
      // Signals wait for the pauses between stems: what stands then is whole.
      const stop = (): void => {
        bar.clear();
        say('periphony: cancelled; the stems that are there are whole');
        process.exit(130);
      };
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
      await writeDemo(
        (name) => createFileSink(join(folder, name)),
        (ratio, what) => bar.update(ratio, what),
        () => setTimeout(0),
      );
      bar.clear();
      print(join(folder, DEMO_PROJECT_FILE));
    });
}
