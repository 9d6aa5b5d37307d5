import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { createWarningList, UsageError } from '../../base/index.ts';
import { findLayout, LAYOUTS } from '../../layouts/index.ts';
import {
  DELIVERY_FORMATS,
  isAdmRender,
  planOrders,
  readLengthSec,
  readReference,
  readSession,
  reportPage,
  runMaster,
  type DeliveryFormat,
  type MasterReport,
  type RenderOrder,
  type ObjectGainKind,
  type Session,
} from '../../jobs/index.ts';
import { parseChain } from '../../scene/index.ts';
import { createFileSink, createNodePool, createNodePorts, fileError, readText } from '../platform/index.ts';
import { contributionLines } from '../contributionLines.ts';
import { presetFrom } from '../presetOption.ts';
import { createProgressBar } from '../progressBar.ts';
import { stopOnSignals } from '../stopOnSignals.ts';
import { readPositions, screenOf, type ChosenScreen } from '../reproduction.ts';
import { db, print, printJson, sayWarnings, table } from '../words.ts';

const MAX_CHAIN_BYTES = 4 * 1048576;

interface RenderOptions {
  readonly out: string;
  readonly renders?: readonly string[];
  readonly preset?: string;
  readonly targetLufs?: number;
  readonly ceilingDbtp?: number;
  readonly chain?: string;
  readonly reference?: string;
  readonly stereo?: string;
  readonly contributions?: true;
  readonly objectGain: ObjectGainKind;
  readonly dither: 'tpdf' | 'shaped';
  readonly master: boolean;
  readonly format?: DeliveryFormat;
  readonly workers?: number;
  readonly blockFrames?: number;
  readonly stems?: string;
  readonly layout?: string;
  readonly programme?: string;
  readonly strict?: true;
  readonly complementary?: readonly string[];
  readonly screen?: ChosenScreen;
  readonly positions?: string;
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
    .option('--preset <name>', 'one delivery preset for all renders (see: periphony presets), or a file of your own: my-label.json')
    .option('--target-lufs <n>', 'integrated loudness in place of the preset’s', numberOf(-70, 0))
    .option('--ceiling-dbtp <n>', 'true peak in place of the preset’s', numberOf(-20, 0))
    .option('--chain <file>', 'inserts of the master between mix and limiter (see: periphony assist, periphony match)')
    .addOption(
      new Option('--dither <kind>', 'of 16-bit files: plain, or shaped to where the ear hears least')
        .choices(['tpdf', 'shaped'])
        .default('tpdf'),
    )
    .addOption(
      new Option('--object-gain <how>', 'of an object master: one gain for all elements, or each its share by how much it pushes')
        .choices(['common', 'contribution'])
        .default('common'),
    )
    .option('--contributions', 'report who makes each render loud, who pushes its peaks, and who hides whom; takes about as long again')
    .option('--reference <file>', 'compare the spectrum of every master with that of this audio file')
    .option('--stereo <file>', 'the stereo master delivered beside these: their lengths are compared')
    .option('--no-master', 'the bare renders: no gain, limit or dither')
    .addOption(new Option('--format <format>', 'file format').choices([...DELIVERY_FORMATS]))
    .option('--workers <n>', 'renders at once', countOf, Math.min(4, availableParallelism()))
    .option('--block-frames <n>', 'frames pulled at a time; never changes a byte', countOf)
    .option('--layout <name>', 'of a finished mix: its loudspeaker layout, where the file does not say (7.1.2, 9.1.6 …)', layoutOf)
    .option('--stems <dir>', 'where stems that are not in their place are found, by file name')
    .option('--programme <id>', 'of an ADM file: the audioProgrammeID to render (default: the lowest)')
    .option(
      '--complementary <ids>',
      'of an ADM file: which members of groups of complementary audioObjects to hear: AO_1003,AO_1007',
      idsOf,
    )
    .option(
      '--screen <screen>',
      'of an ADM file: where the picture is; none, or as below (default: the standard’s polar:1.78,0,0,1,58)',
      screenOf,
    )
    .option(
      '--positions <file>',
      'where loudspeakers really stand, within BS.2051’s ranges: [{ "name": "M+110", "azimuthDeg": 115, "elevationDeg": 0 }]',
    )
    .option('--timing-fix', 'of an ADM file: repair block times that leave gaps, overlap or reach beyond their object')
    .option('--strict', 'of an ADM file: whatever the standards do not allow is an error, in the container too')
    .option('--json', 'the report on standard output')
    .addHelpText(
      'after',
      `
Examples:
  periphony render band.periphony.json --out masters
  periphony render band.periphony.json --out masters --renders 7.1.4,5.1,binaural,stereo --json
  periphony render band.periphony.json --out masters --renders adm,7.1.4,5.1,stereo,binaural --preset atmos-music
  periphony render mix.wav --out masters --renders stereo --preset spotify
  periphony render band.periphony.json --out masters --contributions
  periphony render mix.wav --out masters --preset my-label.json --chain master.chain.json
  periphony render mix.wav --out masters --target-lufs -11 --ceiling-dbtp -0.5
  periphony render master.adm.wav --out masters --renders adm,7.1.4,stereo --preset atmos-music
  periphony render band.periphony.json --out bare --renders 4+7+0 --no-master --format float32
  periphony render master.adm.wav --out bare --renders 0+5+0,4+7+0 --no-master
  periphony render master.adm.wav --out german --complementary AO_1003 --screen polar:1.78,0,0,1,40 --positions room.json

A screen is polar:ASPECT,AZIMUTH,ELEVATION,DISTANCE,WIDTH (centre and width in degrees) or cartesian:ASPECT,X,Y,Z,WIDTH.`,
    )
    .action(render);
}

async function render(input: string, options: RenderOptions): Promise<void> {
  const { warn, list } = createWarningList();
  const preset = presetFrom(options);
  if (!options.master && (preset !== undefined || options.chain !== undefined)) {
    throw new UsageError('render.no-master', '--no-master is the bare render, and has no preset, target or chain', 'leave one of them out');
  }
  if (!options.master && (options.reference !== undefined || options.stereo !== undefined)) {
    throw new UsageError(
      'render.no-checks',
      '--no-master is the bare render, and nothing in it is checked',
      'leave --reference and --stereo out',
    );
  }
  const chain = options.chain === undefined ? undefined : parseChain(readText(options.chain, MAX_CHAIN_BYTES), options.chain).processing;
  const ports = createNodePorts(options.out);
  const read = await readSession(ports, input, warn, {
    strict: options.strict ?? false,
    ...(options.layout === undefined ? {} : { layout: options.layout }),
    ...(options.timingFix === undefined ? {} : { timingFix: true }),
    ...(options.programme === undefined ? {} : { programmeId: options.programme }),
    ...(options.complementary === undefined ? {} : { complementaryObjectIds: options.complementary }),
  });
  const adm = (['programme', 'complementary', 'screen', 'timingFix'] as const).find((name) => options[name] !== undefined);
  if (read.kind !== 'adm' && adm !== undefined) {
    const flag = adm === 'timingFix' ? 'timing-fix' : adm;
    throw new UsageError('render.not-adm', `--${flag} is for ADM files, and ${input} is none`, 'leave it out');
  }
  const found: Session =
    read.kind === 'project' && options.stems !== undefined ? { ...read, stemsFolder: `${options.stems.replace(/[\\/]+$/, '')}/` } : read;
  const orders = planOrders(found.kind === 'adm' ? { deliverables: [] } : found.scene, {
    ...(options.renders === undefined ? {} : { renders: options.renders }),
    ...(preset === undefined ? {} : { preset }),
    ...(options.format === undefined ? {} : { format: options.format }),
    master: options.master,
  });
  if (options.contributions === true && orders.every(({ render }) => isAdmRender(render))) {
    throw new UsageError(
      'render.contributions',
      '--contributions is of renders, and only the ADM file is asked for',
      'name a render beside adm',
    );
  }
  const session = playedOn(found, orders, options);
  const siblings = {
    ...(options.reference === undefined ? {} : { referenceDb: await readReference(ports, options.reference, warn) }),
    ...(options.stereo === undefined ? {} : { stereoLengthSec: await readLengthSec(ports, options.stereo, warn) }),
  };
  const bar = createProgressBar();
  using pool = createNodePool(options.workers ?? 1, options.out);
  stopOnSignals(bar, pool);
  const ratios = new Map<string, number>();
  const report = await runMaster(
    pool,
    {
      session,
      orders,
      ...(chain === undefined ? {} : { chain }),
      objectGain: options.objectGain,
      dither: options.dither,
      siblings,
      contributions: options.contributions ?? false,
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
  sayWarnings(whole.warnings);
  if (options.json) {
    printJson(whole);
  } else {
    printReport(whole, options.out);
  }
  process.exitCode = whole.passed ? 0 : 1;
}

/** The session with what is said of the room that its renders are for. */
function playedOn(session: Session, orders: readonly RenderOrder[], { screen, positions }: RenderOptions): Session {
  if ((screen !== undefined || positions !== undefined) && orders.some(({ render }) => render === 'adm')) {
    throw new UsageError(
      'render.adm-room',
      '--screen and --positions are of a room, and an ADM file is for all',
      'leave adm out of --renders',
    );
  }
  const layouts = orders.flatMap(({ render }) => findLayout(render) ?? []);
  const speakerPlaces = positions === undefined ? undefined : readPositions(positions, layouts);
  const placed = speakerPlaces === undefined ? session : { ...session, speakerPlaces };
  return screen === undefined || placed.kind !== 'adm' ? placed : { ...placed, ...screen };
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
  report.renders.flatMap(contributionLines).forEach(print);
  for (const check of (report.checks ?? []).filter((one) => one.rule === 'MASK' && one.severity !== undefined)) {
    print(`elements: ${check.message}`);
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

/** A number inside a range. */
export function numberOf(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= low && value <= high)) {
      throw new InvalidArgumentError(`give a number from ${low} to ${high}.`);
    }
    return value;
  };
}

function idsOf(text: string): readonly string[] {
  const ids = text.split(',').map((id) => id.trim());
  if (!ids.every((id) => /^AO_[0-9a-f]{4,8}$/i.test(id))) {
    throw new InvalidArgumentError('give audioObjectIDs: AO_1003,AO_1007.');
  }
  return ids;
}

export function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 65536) {
    throw new InvalidArgumentError('give a whole number from 1 to 65536.');
  }
  return count;
}
