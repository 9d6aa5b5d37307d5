import type { Command } from 'commander';
import { createWarningList } from '../../base/index.ts';
import { measureFile } from '../../jobs/index.ts';
import { createNodePorts } from '../platform/index.ts';
import { createProgressBar } from '../progressBar.ts';
import { db, print, printJson, say, table } from '../words.ts';

export function addMeasureCommand(program: Command): void {
  program
    .command('measure')
    .summary('loudness and true peak of an audio file')
    .description('Measures a file by ITU-R BS.1770-5 (weights by loudspeaker position), EBU Tech 3341 and 3342.')
    .argument('<file>', 'WAV, RF64, BW64 or FLAC')
    .option('--layout <name>', 'its loudspeaker layout, where the file does not say (7.1.4, 5.1, stereo …)')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExamples:\n  periphony measure mix.wav\n  periphony measure stems.wav --layout 9.1.6 --json')
    .action(async (file: string, options: { readonly layout?: string; readonly json?: true }) => {
      const { warn, list } = createWarningList();
      const bar = createProgressBar();
      const measured = await measureFile(createNodePorts('.'), file, options.layout, warn, (ratio) => bar.update(ratio, 'measuring'));
      bar.clear();
      list.forEach((warning) => say(`warning: ${warning.at}: ${warning.message} [${warning.code}]`));
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
    });
}
