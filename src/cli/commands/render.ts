import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { createWarningList } from '../../base/index.ts';
import { findLayout, LAYOUTS } from '../../layouts/index.ts';
import {
  DELIVERY_FORMATS,
  planOrders,
  readSession,
  reportPage,
  runMaster,
  type DeliveryFormat,
  type MasterReport,
  type Session,
} from '../../jobs/index.ts';
import { createFileSink, createNodePool, createNodePorts, fileError } from '../platform/index.ts';
import { createProgressBar } from '../progressBar.ts';
import { db, print, printJson, say, table } from '../words.ts';

interface RenderOptions {
  readonly out: string;
  readonly renders?: readonly string[];
  readonly preset?: string;
  readonly master: boolean;
  readonly format?: DeliveryFormat;
  readonly workers?: number;
  readonly blockFrames?: number;
  readonly stems?: string;
  readonly layout?: string;
  readonly programme?: string;
  readonly strict?: true;
  readonly timingFix?: true;
  readonly json?: true;
}

export function addRenderCommand(program: Command): void {
  program
    .command('render')
    .summary('render and master a session to files, with a report')
    .description(
      'Renders a project, an ADM file, or a finished mix, to loudspeakers, headphones and stereo; masters each to its preset; reads every file back and reports what it measures.',
    )
    .argument('<input>', 'a project (.json), an ADM file (BWF, RF64, BW64), or audio: a finished mix, mastered as it is')
    .requiredOption('--out <dir>', 'folder for the masters and <name>.report.json')
    .option('--renders <list>', 'comma-separated: 7.1.4, 5.1, binaural, stereo, 9.1.6, 4+7+0 …, and adm: the objects themselves', listOf)
    .option('--preset <name>', 'one delivery preset for all renders (see: periphony presets)')
    .option('--no-master', 'the bare renders: no gain, limit or dither')
    .addOption(new Option('--format <format>', 'file format').choices([...DELIVERY_FORMATS]))
    .option('--workers <n>', 'renders at once', countOf, Math.min(4, availableParallelism()))
    .option('--block-frames <n>', 'frames pulled at a time; never changes a byte', countOf)
    .option('--layout <name>', 'of a finished mix: its loudspeaker layout, where the file does not say (7.1.2, 9.1.6 …)', layoutOf)
    .option('--stems <dir>', 'where stems that are not in their place are found, by file name')
    .option('--programme <id>', 'of an ADM file: the audioProgrammeID to render (default: the lowest)')
    .option('--timing-fix', 'of an ADM file: repair block times that leave gaps, overlap or reach beyond their object')
    .option('--strict', 'of an ADM file: whatever is not in the standard is an error')
    .option('--json', 'the report on standard output')
    .addHelpText(
      'after',
      `
Examples:
  periphony render band.periphony.json --out masters
  periphony render band.periphony.json --out masters --renders 7.1.4,5.1,binaural,stereo --json
  periphony render band.periphony.json --out masters --renders adm,7.1.4,5.1,stereo,binaural --preset atmos-music
  periphony render mix.wav --out masters --renders stereo --preset spotify
  periphony render band.periphony.json --out bare --renders 4+7+0 --no-master --format float32
  periphony render master.adm.wav --out bare --renders 0+5+0,4+7+0 --no-master`,
    )
    .action(render);
}

async function render(input: string, options: RenderOptions): Promise<void> {
  const { warn, list } = createWarningList();
  const ports = createNodePorts(options.out);
  const read = await readSession(ports, input, warn, {
    strict: options.strict ?? false,
    ...(options.layout === undefined ? {} : { layout: options.layout }),
    timingFix: options.timingFix ?? false,
    ...(options.programme === undefined ? {} : { programmeId: options.programme }),
  });
  const session: Session =
    read.kind === 'project' && options.stems !== undefined ? { ...read, stemsFolder: `${options.stems.replace(/[\\/]+$/, '')}/` } : read;
  const orders = planOrders(session.kind === 'adm' ? { deliverables: [] } : session.scene, {
    ...(options.renders === undefined ? {} : { renders: options.renders }),
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    ...(options.format === undefined ? {} : { format: options.format }),
    master: options.master,
  });
  const bar = createProgressBar();
  using pool = createNodePool(options.workers ?? 1, options.out);
  const stop = (): void => {
    bar.clear();
    pool[Symbol.dispose]();
    say('periphony: cancelled; nothing half written was left');
    process.exit(130);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const ratios = new Map<string, number>();
  const report = await runMaster(
    pool,
    {
      session,
      orders,
      input: input.replaceAll('\\', '/').split('/').at(-1)!,
      inputSha256: await sha256(input),
      ...(options.blockFrames === undefined ? {} : { blockFrames: options.blockFrames }),
    },
    (name, progress) => {
      ratios.set(name, progress.ratio);
      const sum = [...ratios.values()].reduce((a, b) => a + b, 0);
      bar.update(sum / Math.max(orders.length, ratios.size), `${name} ${progress.stage}`);
    },
  );
  bar.clear();
  const whole: MasterReport = { ...report, warnings: [...list, ...report.warnings] };
  const reportSink = createFileSink(join(options.out, `${session.name}.report.json`));
  reportSink.write(new TextEncoder().encode(`${JSON.stringify(whole, null, 2)}\n`));
  reportSink.commit();
  const pageSink = createFileSink(join(options.out, `${session.name}.report.html`));
  pageSink.write(new TextEncoder().encode(reportPage(whole)));
  pageSink.commit();
  whole.warnings.forEach((warning) => say(`warning: ${warning.at}: ${warning.message} [${warning.code}]`));
  if (options.json) {
    printJson(whole);
  } else {
    printReport(whole, options.out);
  }
  process.exitCode = whole.passed ? 0 : 1;
}

function printReport(report: MasterReport, folder: string): void {
  print(
    table([
      ['render', 'LUFS I', 'LRA', 'max S', 'dBTP', 'gain', 'max GR', 'preset', ''],
      ...report.renders.map((r) => [
        r.render,
        db(r.integratedLufs),
        db(r.lraLu),
        db(r.maxShortTermLufs),
        db(r.truePeakDbtp, 2),
        db(r.gainDb),
        db(r.maxGainReductionDb),
        r.preset ?? '–',
        r.passed ? 'pass' : 'FAIL',
      ]),
    ]),
  );
  for (const render of report.renders) {
    for (const check of render.checks.filter((one) => !one.passed)) {
      print(`${render.render}: ${check.rule}: ${check.message}`);
    }
  }
  print(`${report.renders.length} files and the report are in ${folder}`);
}

function sha256(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    createReadStream(path)
      .on('data', (chunk) => hash.update(chunk))
      .on('end', () => resolve(hash.digest('hex')))
      .on('error', (error) => reject(fileError(error, path)));
  });
}

function listOf(text: string): readonly string[] {
  const list = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  list.forEach((render) => (render === 'binaural' || render === 'adm' ? render : layoutOf(render)));
  if (list.length === 0) {
    throw new InvalidArgumentError('name at least one render.');
  }
  return list;
}

/** A layout named on the command line: an unknown one is wrong usage. */
export function layoutOf(text: string): string {
  if (findLayout(text) === undefined && text !== 'mono') {
    throw new InvalidArgumentError(`no loudspeaker layout is called that; use one of ${LAYOUTS.map((layout) => layout.title).join(', ')}.`);
  }
  return text;
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 65536) {
    throw new InvalidArgumentError('give a whole number from 1 to 65536.');
  }
  return count;
}
