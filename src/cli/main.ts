#!/usr/bin/env node
// The `periphony` command: wishes to jobs, results to words and exit statuses (0 done, 1 a check failed, 2 wrong usage, 3 bad input).
import { Command, CommanderError } from 'commander';
import { CancelledError, describeError, InputError, PeriphonyError, UsageError } from '../base/index.ts';
import { addAlbumCommand } from './commands/album.ts';
import { addAssistCommand } from './commands/assist.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addInspectCommand } from './commands/inspect.ts';
import { addLimitCommand } from './commands/limit.ts';
import { addMatchCommand } from './commands/match.ts';
import { addMeasureCommand } from './commands/measure.ts';
import { addPresetsCommand, addSchemaCommand } from './commands/presets.ts';
import { addRenderCommand } from './commands/render.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { fileError } from './platform/index.ts';

const program = new Command('periphony')
  .description('Renders, masters and measures object-based spatial mixes.')
  .version('0.1.0')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'periphony: ')) })
  .addHelpText(
    'after',
    `
Examples:
  periphony demo night                                       compose the demo session into ./night
  periphony render night/*.json --out masters                its deliverables: 7.1.4, 5.1, binaural, stereo
  periphony measure masters/night-train.5.1.wav              loudness and true peak of any file

Exit status: 0 done, every check passed · 1 done, a check failed · 2 wrong usage · 3 unreadable or invalid input, nothing written.`,
  );
addRenderCommand(program);
addMeasureCommand(program);
addLimitCommand(program);
addMatchCommand(program);
addAssistCommand(program);
addAlbumCommand(program);
addInspectCommand(program);
addPresetsCommand(program);
addSchemaCommand(program);
addVerifyCommand(program);
addDemoCommand(program);
program.commands.forEach((command) => command.exitOverride());

// Whoever reads our output may stop reading: that is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    process.stderr.write(`periphony: standard output: ${describeError(fileError(error, ''))}\n`);
  }
  process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : 3);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = statusOf(error);
  if (!(error instanceof CommanderError)) {
    process.stderr.write(
      `periphony: ${error instanceof PeriphonyError ? describeError(error) : `something went wrong inside: ${describeError(error)}`}\n`,
    );
  }
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : 2;
  }
  if (error instanceof UsageError || nameOf(error) === 'UsageError') {
    return 2;
  }
  if (error instanceof CancelledError) {
    return 130;
  }
  if (error instanceof InputError || error instanceof PeriphonyError) {
    return 3;
  }
  return 70;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
