import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { createWarningList, UsageError } from '../../base/index.ts';
import { matchMix, type ChainDocument, type MatchOutcome } from '../../jobs/index.ts';
import { MATCH_DEFAULTS, type BandCurve } from '../../mastering/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import { createFileSink, createNodePorts } from '../platform/index.ts';
import { createProgressBar } from '../progressBar.ts';
import { db, print, printJson, sayWarnings, table } from '../words.ts';
import { layoutOf } from './render.ts';

interface MatchCommandOptions {
  readonly amount: number;
  readonly maxDb: number;
  readonly out?: string;
  readonly layout?: string;
  readonly stems?: string;
  readonly json?: true;
}

export function addMatchCommand(program: Command): void {
  program
    .command('match')
    .summary('what would bring a mix nearer to a reference')
    .description(
      'Measures a mix and a reference on their loudest parts, at equal loudness, and proposes a gentle equalizer, width and dynamics, each with its reason. Nothing is changed: --out writes the chain, to edit and to render with.',
    )
    .argument('<input>', 'the mix: a project (.json), an ADM file, or audio')
    .argument('<reference>', 'what it is to come near to: the same')
    .option('--amount <ratio>', 'how much of the difference is taken, 0 to 1', ratioOf, MATCH_DEFAULTS.amountRatio)
    .option('--max-db <n>', 'limit of a boost or cut, before the amount', limitOf, MATCH_DEFAULTS.maxBoostDb)
    .option('--out <file>', 'write the chain as JSON, for render --chain')
    .option('--layout <name>', 'of the mix, where the file does not say', layoutOf)
    .option('--stems <dir>', 'where stems that are not in their place are found, by file name')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `
Examples:
  periphony match mix.wav reference.flac
  periphony match mix.wav reference.flac --amount 0.6 --out mix.chain.json
  periphony render mix.wav --out masters --renders stereo --preset spotify --chain mix.chain.json
  periphony match band.periphony.json master.adm.wav --json`,
    )
    .action(match);
}

async function match(input: string, reference: string, options: MatchCommandOptions): Promise<void> {
  const { amount, maxDb, out, layout, stems } = options;
  refuseOverwriting(out, [input, reference]);
  const { warn, list } = createWarningList();
  const bar = createProgressBar();
  const outcome = await matchMix(
    createNodePorts('.'),
    input,
    reference,
    { amountRatio: amount, maxBoostDb: maxDb, maxCutDb: maxDb },
    warn,
    {
      ...(layout === undefined ? {} : { layout }),
      ...(stems === undefined ? {} : { stemsFolder: folderOf(stems) }),
      onProgress: (ratio) => bar.update(ratio, 'measuring'),
    },
  );
  bar.clear();
  sayWarnings(list);
  writeChain(out, outcome.chain);
  if (options.json) {
    printJson({ ...outcome, warnings: list });
    return;
  }
  printMatch(outcome);
  sayChain(out);
}

function printMatch({ input, reference, proposal }: MatchOutcome): void {
  const { curves, items } = proposal;
  print(`${input.file} (${input.layout}) towards ${reference.file} (${reference.layout}), ${Math.round(proposal.amountRatio * 100)} %`);
  const at = (curve: BandCurve, k: number, compared = true): string => (curve[k] === null || !compared ? '–' : db(curve[k] ?? null));
  print(
    table([
      ['Hz', 'mix', 'reference', 'difference', 'wanted', 'proposed'],
      ...THIRD_OCTAVES_HZ.map((hz, k) => [
        hz < 1000 ? hz.toFixed(0) : `${(hz / 1000).toFixed(hz < 10000 ? 2 : 1)}k`,
        at(curves.ownDb, k),
        at(curves.referenceDb, k),
        at(curves.differenceDb, k),
        at(curves.wantedDb, k),
        at(curves.proposedDb, k, curves.wantedDb[k] !== null),
      ]),
    ]),
  );
  items.forEach(({ id, what, why }) => print(`${id}: ${what}\n  ${why}`));
}

/** The chain file must not be one of the inputs. */
export function refuseOverwriting(out: string | undefined, inputs: readonly string[]): void {
  if (out !== undefined && inputs.some((path) => resolve(path) === resolve(out))) {
    throw new UsageError('chain.same-file', 'is input and output at once', 'name another output', out);
  }
}

/** @throws InputError where it cannot be written */
export function writeChain(out: string | undefined, chain: ChainDocument): void {
  if (out === undefined) {
    return;
  }
  const sink = createFileSink(out);
  sink.write(new TextEncoder().encode(`${JSON.stringify(chain, null, 2)}\n`));
  sink.commit();
}

export function sayChain(out: string | undefined): void {
  print(
    out === undefined
      ? 'nothing was written: --out FILE keeps the chain for render --chain'
      : `the chain is in ${out}: render --chain ${out}`,
  );
}

export function folderOf(path: string): string {
  return `${path.replace(/[\\/]+$/, '')}/`;
}

export function ratioOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('use a number from 0 to 1.');
  }
  return value;
}

function limitOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 12)) {
    throw new InvalidArgumentError('use a number of decibels from 0 to 12.');
  }
  return value;
}
