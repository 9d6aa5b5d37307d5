import type { Command } from 'commander';
import { createWarningList, UsageError } from '../../base/index.ts';
import { measureFile } from '../../jobs/index.ts';
import type { QcCheck } from '../../mastering/index.ts';
import { createNodePorts } from '../platform/index.ts';
import { layoutOf } from './render.ts';
import { presetFrom } from '../presetOption.ts';
import { createProgressBar } from '../progressBar.ts';
import { db, print, printJson, sayWarnings, table } from '../words.ts';

interface MeasureOptions {
  readonly layout?: string;
  readonly qc?: true;
  readonly preset?: string;
  readonly json?: true;
}

export function addMeasureCommand(program: Command): void {
  program
    .command('measure')
    .summary('loudness and true peak of an audio file')
    .description('Measures a file by ITU-R BS.1770-5 (weights by loudspeaker position), EBU Tech 3341 and 3342.')
    .argument('<file>', 'WAV, RF64, BW64 or FLAC')
    .option('--layout <name>', 'its loudspeaker layout, where the file does not say (7.1.4, 5.1, stereo …)', layoutOf)
    .option('--qc', 'the quality checks too; exit status 1 where a binding one fails')
    .option('--preset <name>', 'with --qc: check against a delivery preset (see: periphony presets), or a file of your own')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  periphony measure mix.wav\n  periphony measure stems.wav --layout 9.1.6 --json\n  periphony measure mix.wav --qc --preset r128',
    )
    .action(async (file: string, options: MeasureOptions) => {
      if (options.preset !== undefined && options.qc !== true) {
        throw new UsageError('measure.preset', '--preset is for the quality checks', 'add --qc');
      }
      const preset = presetFrom(options.preset === undefined ? {} : { preset: options.preset });
      const { warn, list } = createWarningList();
      const bar = createProgressBar();
      const measured = await measureFile(
        createNodePorts('.'),
        file,
        options.layout,
        warn,
        (ratio) => bar.update(ratio, 'measuring'),
        options.qc === true ? (preset === undefined ? {} : { preset }) : undefined,
      );
      bar.clear();
      sayWarnings(list);
      process.exitCode = measured.passed === false ? 1 : 0;
      if (options.json) {
        printJson(measured);
        return;
      }
      print(
        table([
          [`${measured.file} (${measured.layout}${measured.layoutGuessed ? ', by its channel count' : ''})`, ''],
          ['integrated', `${db(measured.integratedLufs)} LUFS`],
          ['loudness range', `${db(measured.lraLu)} LU`],
          ['max momentary', `${db(measured.maxMomentaryLufs)} LUFS`],
          ['max short-term', `${db(measured.maxShortTermLufs)} LUFS`],
          ['true peak', `${db(measured.truePeakDbtp, 2)} dBTP`],
          ['sample peak', `${db(measured.samplePeakDbfs, 2)} dBFS`],
        ]),
      );
      print(
        table([['channel', 'dBTP', 'dBFS'], ...measured.channels.map((c) => [c.label, db(c.truePeakDbtp, 2), db(c.samplePeakDbfs, 2)])]),
      );
      printChecks(measured.checks ?? []);
    });
}

function printChecks(checks: readonly QcCheck[]): void {
  for (const check of checks.filter((one) => one.status === 'fail' || one.status === 'warn')) {
    const weight = check.status === 'warn' ? 'advice' : check.isBinding ? 'FAIL' : 'fault';
    print(`${weight} ${check.rule}: ${check.name}: ${check.message}\n  ${check.why}; ${check.mend}`);
  }
}
