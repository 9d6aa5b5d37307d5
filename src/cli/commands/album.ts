import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createWarningList } from '../../base/index.ts';
import { albumPage, readAlbum, runAlbum, safeName, type AlbumRenderReport, type AlbumReport } from '../../jobs/index.ts';
import { createFileSink, createNodePool, createNodePorts } from '../platform/index.ts';
import { createProgressBar } from '../progressBar.ts';
import { stopOnSignals } from '../stopOnSignals.ts';
import { db, print, printJson, sayWarnings, table } from '../words.ts';
import { countOf } from './render.ts';

interface AlbumOptions {
  readonly out: string;
  readonly workers: number;
  readonly blockFrames?: number;
  readonly json?: true;
}

const EXAMPLE = `
Example ALBUM.json (paths are relative to it):
  {
    "periphonyAlbum": 1,
    "title": "Night Lines", "artist": "Periphony", "upc": "036000291452",
    "mode": "album", "preset": "atmos-music", "renders": ["7.1.4", "5.1", "binaural", "stereo"],
    "toneMatch": 0.5, "keepDifferences": 1, "maxDifferenceLu": 4,
    "tracks": [
      { "input": "night/night-train.periphony.json", "title": "Night Train", "isrc": "GB-AYE-67-00149" },
      { "input": "band.periphony.json", "stems": "stems", "title": "Journey", "gapSec": 3, "fadeOutSec": 4, "gainDb": -1 },
      { "input": "live1.wav", "title": "Live, part one", "artist": "Guests" },
      { "input": "live2.wav", "title": "Live, part two", "artist": "Guests", "gapless": true }
    ]
  }

Fields of the album:
  mode             album: one gain for all, the tracks keep their differences. track: each track to the preset's loudness by itself
  preset           a delivery preset (periphony presets), or a file of your own
  renders          7.1.4, 5.1, stereo, binaural … one file a track and render
  format           wav24, wav16, float32, flac; default: the preset's
  sampleRateHz     default: the rate that most tracks have, as the preset takes it
  toneMatch        0 to 1: how much of each track's distance from the album's average tone is taken, at most 3 dB; default 0
  keepDifferences  0 to 1: how much of the differences in loudness stays in album mode; default 1
  maxDifferenceLu  and at most this much from the track in the middle, LU; default 4
  loudnessOf       album mode: whole (gated as one programme) or loudestTrack; default: as the preset's service measures albums
  sides            vinyl: tracks on each side, [4, 5]
Fields of a track:
  input            a project, an ADM file or audio; different channel counts and rates may be mixed
  gapSec           silence before it, default 2 (first 0); it lies at the end of the file before
  gapless          true: goes on where the track before ends, with its gain, limiter and dither: no sample is missing or added
  fadeInSec fadeOutSec (raised cosine)   trimStartSec trimEndSec (taken off)   gainDb (wanted on top of the matching)
  artist isrc stems`;

export function addAlbumCommand(program: Command): void {
  program
    .command('album')
    .summary('master several sessions or finished mixes as one album')
    .description(
      'Matches the tracks of an album in loudness and tone, keeps or evens out their differences, limits the album as one programme, cuts it into files with gaps, fades and gapless joints, and writes one report of all, and a cue sheet for CD.',
    )
    .argument('<album>', 'the album: ALBUM.json')
    .requiredOption('--out <dir>', 'folder for the tracks, <title>.album.json and <title>.album.html')
    .option('--workers <n>', 'renders at once', countOf, Math.min(4, availableParallelism()))
    .option('--block-frames <n>', 'frames pulled at a time; never changes a byte', countOf)
    .option('--json', 'the report on standard output')
    .addHelpText('after', EXAMPLE)
    .action(album);
}

async function album(input: string, options: AlbumOptions): Promise<void> {
  const { warn, list } = createWarningList();
  const read = await readAlbum(createNodePorts(options.out), input, warn);
  const bar = createProgressBar();
  using pool = createNodePool(options.workers, options.out);
  stopOnSignals(bar, pool);
  const ratios = new Map<string, number>();
  const { report, texts } = await runAlbum(
    pool,
    {
      album: read.album,
      preset: read.preset,
      sessions: read.sessions,
      input: input.replaceAll('\\', '/').split('/').at(-1)!,
      inputSha256: createHash('sha256').update(read.bytes).digest('hex'),
      ...(options.blockFrames === undefined ? {} : { blockFrames: options.blockFrames }),
    },
    (name, progress) => {
      ratios.set(name, progress.ratio);
      const sum = [...ratios.values()].reduce((a, b) => a + b, 0);
      bar.update(sum / Math.max(read.album.renders.length, ratios.size), `${name} ${progress.stage}`);
    },
  );
  bar.clear();
  const whole: AlbumReport = { ...report, warnings: [...list, ...report.warnings] };
  const name = safeName(whole.title, 'Album');
  for (const { name: file, text } of [
    ...texts,
    { name: `${name}.album.json`, text: `${JSON.stringify(whole, null, 2)}\n` },
    { name: `${name}.album.html`, text: albumPage(whole) },
  ]) {
    const sink = createFileSink(join(options.out, file));
    sink.write(new TextEncoder().encode(text));
    sink.commit();
  }
  sayWarnings(whole.warnings);
  if (options.json) {
    printJson(whole);
  } else {
    whole.renders.forEach((render) => printRender(whole, render));
    print(`${whole.renders.length * whole.tracks.length} files and the report are in ${options.out}`);
  }
  process.exitCode = whole.passed ? 0 : 1;
}

function printRender(report: AlbumReport, render: AlbumRenderReport): void {
  const head = ['LUFS I', 'LRA', 'max S', 'dBTP', 'gain', 'max GR', ''];
  print(
    table([
      [render.render, ...head],
      ...render.tracks.map((track, k) => [
        `${k + 1} ${report.tracks[k]!.title}`,
        db(track.integratedLufs),
        db(track.lraLu),
        db(track.maxShortTermLufs),
        db(track.truePeakDbtp, 2),
        db(track.gainDb),
        db(track.maxGainReductionDb),
        track.passed ? 'pass' : 'FAIL',
      ]),
      [
        'album',
        db(render.integratedLufs),
        db(render.lraLu),
        db(render.maxShortTermLufs),
        db(render.truePeakDbtp, 2),
        db(render.driveDb),
        db(render.maxGainReductionDb),
        render.passed ? 'pass' : 'FAIL',
      ],
    ]),
  );
  for (const check of render.checks.filter((one) => !one.passed)) {
    print(`${render.render}: ${check.rule}: ${check.message}`);
  }
  render.tracks.forEach((track, k) => {
    for (const check of track.checks.filter((one) => !one.passed)) {
      print(`${render.render} ${k + 1}: ${check.rule}: ${check.message}`);
    }
  });
  print('');
}
