import type { Command } from 'commander';
import { createWarningList, UsageError } from '../../base/index.ts';
import { assistMix, type AssistOutcome } from '../../jobs/index.ts';
import { GENRE_CURVES, MATCH_DEFAULTS } from '../../mastering/index.ts';
import { createNodePorts } from '../platform/index.ts';
import { presetFrom } from '../presetOption.ts';
import { createProgressBar } from '../progressBar.ts';
import { print, printJson, sayWarnings, table } from '../words.ts';
import { folderOf, ratioOf, refuseOverwriting, sayChain, writeChain } from './match.ts';
import { layoutOf } from './render.ts';

interface AssistOptions {
  readonly target?: string;
  readonly reference?: string;
  readonly amount: number;
  readonly preset?: string;
  readonly out?: string;
  readonly layout?: string;
  readonly stems?: string;
  readonly list?: true;
  readonly json?: true;
}

export function addAssistCommand(program: Command): void {
  program
    .command('assist')
    .summary('proposes a master chain, and explains itself')
    .description(
      'Measures a mix and proposes what to do before the loudness: low cut, tone, dynamics, width, each with its figures, on or off, and what the preset will ask of the limiter. Nothing is changed: --out writes the chain, to edit and to render with.',
    )
    .argument('[input]', 'a project (.json), an ADM file, or audio')
    .option('--target <name>', 'what kind of programme it is (--list shows them)')
    .option('--reference <file>', 'in place of a target: a mix that it is to come near to')
    .option('--amount <ratio>', 'how much of the difference to a reference is taken, 0 to 1', ratioOf, MATCH_DEFAULTS.amountRatio)
    .option('--preset <name>', 'the delivery (see: periphony presets), or a file of your own (default: spotify, beyond stereo atmos-music)')
    .option('--out <file>', 'write the chain as JSON, for render --chain')
    .option('--layout <name>', 'of the mix, where the file does not say', layoutOf)
    .option('--stems <dir>', 'where stems that are not in their place are found, by file name')
    .option('--list', 'the targets with their sources')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      `
Examples:
  periphony assist --list
  periphony assist mix.wav --target rock
  periphony assist mix.wav --target pop --preset apple-music --out mix.chain.json
  periphony assist band.periphony.json --reference master.flac --amount 0.6 --json
  periphony render mix.wav --out masters --renders stereo --chain mix.chain.json`,
    )
    .action(assist);
}

async function assist(input: string | undefined, options: AssistOptions): Promise<void> {
  if (options.list) {
    printTargets(options.json === true);
    return;
  }
  if (input === undefined) {
    throw new UsageError('assist.input', 'there is no mix to listen to', 'name one, or --list for the targets');
  }
  const { target, reference, amount, out, layout, stems } = options;
  refuseOverwriting(out, reference === undefined ? [input] : [input, reference]);
  const preset = presetFrom(options.preset === undefined ? {} : { preset: options.preset });
  const { warn, list } = createWarningList();
  const bar = createProgressBar();
  const outcome = await assistMix(
    createNodePorts('.'),
    input,
    {
      ...(target === undefined ? {} : { target }),
      ...(reference === undefined ? {} : { reference }),
      ...(preset === undefined ? {} : { preset }),
      match: { amountRatio: amount },
    },
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
  printProposal(outcome);
  sayChain(out);
}

function printProposal({ input, proposal }: AssistOutcome): void {
  print(`${input.file} (${input.layout}) for ${proposal.goal.title} (${proposal.goal.confidence})`);
  for (const { enabled, title, why, confidence } of proposal.choices) {
    print(`${enabled ? '[x]' : '[ ]'} ${title}\n    ${why} (${confidence} confidence)`);
  }
  proposal.warnings.forEach((warning) => print(`!   ${warning}`));
}

function printTargets(asJson: boolean): void {
  if (asJson) {
    printJson(GENRE_CURVES);
    return;
  }
  print(
    table([
      ['target', 'PSR', 'LRA', 'side/mid', 'curve'],
      ...GENRE_CURVES.map((target) => [
        target.id,
        rangeOf(target.psrLu),
        rangeOf(target.lraLu),
        rangeOf(target.sideToMidDb),
        target.confidence,
      ]),
    ]),
  );
  [...new Set(GENRE_CURVES.map((target) => target.source))].forEach((source) => print(source));
}

function rangeOf([low, high]: readonly [number, number]): string {
  return `${low} to ${high}`.replaceAll('-', '−');
}
