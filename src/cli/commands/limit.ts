import { basename, dirname, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { UsageError } from '../../base/index.ts';
import { DELIVERY_FORMATS, type DeliveryFormat } from '../../jobs/index.ts';
import { createNodePool } from '../platform/index.ts';
import { createProgressBar } from '../progressBar.ts';
import { stopOnSignals } from '../stopOnSignals.ts';
import { db, print, printJson, sayWarnings, table } from '../words.ts';

interface LimitOptions {
  readonly driveDb: number;
  readonly ceilingDbtp: number;
  readonly format?: DeliveryFormat;
  readonly json?: true;
}

export function addLimitCommand(program: Command): void {
  program
    .command('limit')
    .summary('the true-peak limiter alone')
    .description(
      'Drives a file into the true-peak limiter and writes it, same length, channels and mask. LFE channels, where the file names them, move alone; all others together. What is already below the ceiling stays as it is to the bit.',
    )
    .argument('<in>', 'WAV, RF64, BW64 or FLAC')
    .argument('<out>', 'the output: .wav or .flac')
    .requiredOption('--drive-db <n>', 'gain before the limiter', numberOf)
    .requiredOption('--ceiling-dbtp <n>', 'true peak never to exceed', numberOf)
    .addOption(new Option('--format <format>', 'file format (default: wav24, or flac by the name)').choices([...DELIVERY_FORMATS]))
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  periphony limit mix.wav loud.wav --drive-db 6 --ceiling-dbtp -1\n  periphony limit mix.wav safe.flac --drive-db 0 --ceiling-dbtp -2 --json',
    )
    .action(limit);
}

async function limit(input: string, output: string, options: LimitOptions): Promise<void> {
  if (resolve(input) === resolve(output)) {
    throw new UsageError('limit.same-file', 'is input and output at once', 'name another output', output);
  }
  const bar = createProgressBar();
  using pool = createNodePool(1, dirname(output));
  stopOnSignals(bar, pool);
  const { driveDb, ceilingDbtp, format } = options;
  const request = { driveDb, ceilingDbtp, ...(format === undefined ? {} : { format }) };
  const { outcome, warnings } = await pool.limit(input, basename(output), request, (ratio) => bar.update(ratio, 'limiting'));
  bar.clear();
  sayWarnings(warnings);
  if (options.json) {
    printJson({ ...outcome, warnings });
  } else {
    const { before, after } = outcome;
    print(
      table([
        ['', 'before', 'after'],
        ['integrated, LUFS', db(before.integratedLufs), db(after.integratedLufs)],
        ['true peak, dBTP', db(before.truePeakDbtp, 2), db(after.truePeakDbtp, 2)],
        ['by the ITU filter', db(before.itu4xDbtp, 2), db(after.itu4xDbtp, 2)],
        ['sample peak, dBFS', db(before.samplePeakDbfs, 2), db(after.samplePeakDbfs, 2)],
      ]),
    );
    print(outcome.identical ? 'nothing to do: the same samples' : `at most ${db(outcome.maxGainReductionDb)} dB of gain reduction`);
  }
  process.exitCode = outcome.passed ? 0 : 1;
}

function numberOf(text: string): number {
  const value = Number(text.trim().replace('−', '-'));
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new InvalidArgumentError('use a number of decibels.');
  }
  return value;
}
