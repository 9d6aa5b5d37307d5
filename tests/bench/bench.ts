// `npm run bench`: how many times real time each part runs on one core, beside peers measured in the same run.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { createMemorySource, createPlanar, type AudioSource } from '../../src/audio/index.ts';
import { cos, createPrng, rational, sin } from '../../src/base/index.ts';
import { demoProject, demoStems, renderDemoStem } from '../../src/demo/index.ts';
import { createKernels } from '../../src/dsp/index.ts';
import { createRenderEngine } from '../../src/engine/index.ts';
import { getLayout } from '../../src/layouts/index.ts';
import { limiterGroups, masterToTarget } from '../../src/mastering/index.ts';
import { loudnessWeights } from '../../src/metering/index.ts';
import { planAdm } from '../../src/render/adm/index.ts';
import { parseHrtfSet } from '../../src/render/binaural/index.ts';
import { createObjectsGainCalculator } from '../../src/render/panning/index.ts';
import { parseTarget, planRender } from '../../src/render/index.ts';
import type { AdmPosition, ObjectMetadata, RenderingItem } from '../../src/scene/adm/index.ts';
import { sceneFromProject, type Scene } from '../../src/scene/index.ts';
import { findChromium } from '../browser/chromium.mjs';
import { compareLoops, compareLoudness, punchyMix, swellingMix, timeFullMaster, timeObjectMaster, type BenchMix } from './mastering.ts';
import { bestOf, folder, print, RATE, times } from './support.ts';

const RENDERS = ['7.1.4', 'binaural', 'stereo'] as const;
const hrtf = parseHrtfSet(readFileSync(new URL('../public/hrtf/kemar.bin', import.meta.url)));

try {
  const demo = demoSession();
  const synthetic = syntheticSession(64, 20);
  const rows: string[][] = [['', 'render', 'master']];
  for (const render of RENDERS) {
    rows.push([`demo → ${render}`, ...timeSession(demo, render)]);
  }
  for (const render of RENDERS) {
    rows.push([`64 moving objects → ${render}`, ...timeSession(synthetic, render)]);
  }
  print('Times real time, one core', rows);
  timeAdm();
  timeGains();
  const [stereo, surround, seven, immersive] = ['stereo', '5.1', '7.1', '7.1.4'].map((layout) => demoMix(demo, layout));
  await compareLoudness([stereo!, surround!, seven!, immersive!, noiseMix()]);
  await compareLoops([stereo!, punchyMix(20), swellingMix(20)]);
  await timeFullMaster(immersive!);
  await timeObjectMaster(30);
  await comparePanner(synthetic);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface BenchSession {
  readonly scene: Scene;
  readonly sources: readonly AudioSource[];
}

function demoSession(): BenchSession {
  const scene = sceneFromProject(demoProject(), 'demo');
  const started = performance.now();
  const stems = new Map(demoStems().map((stem) => [stem.fileName, createMemorySource(renderDemoStem(stem.id), RATE)]));
  process.stdout.write(`the demo was composed in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  return { scene, sources: scene.sources.map((source) => stems.get(source.file)!) };
}

function syntheticSession(objects: number, lengthSec: number): BenchSession {
  const lengthFrames = lengthSec * RATE;
  const sources = Array.from({ length: objects }, (_, k) => {
    const prng = createPrng(k);
    return createMemorySource([Float32Array.from({ length: lengthFrames }, () => (prng.next() - 0.5) * 0.1)], RATE);
  });
  const scene = sceneFromProject(
    {
      periphony: 1,
      title: 'synthetic',
      sampleRateHz: RATE,
      frameRate: '24',
      sources: sources.map((_, k) => ({ id: `s${k}`, file: `s${k}.wav` })),
      elements: sources.map((_, k) => ({
        id: `o${k}`,
        kind: 'object',
        source: `s${k}`,
        automation: {
          position: Array.from({ length: lengthSec * 10 + 1 }, (__, p) => {
            const angle = (p / 10) * (0.4 + k * 0.02) + k;
            return { atSec: p / 10, x: cos(angle), y: sin(angle), z: 0.5 + 0.5 * sin(angle / 3) };
          }),
        },
      })),
      groups: [],
      master: { processing: [] },
      deliverables: [],
    },
    'synthetic',
  );
  return { scene, sources };
}

function timeSession({ scene, sources }: BenchSession, render: string): string[] {
  const target = parseTarget(render);
  const plan = planRender(scene, target, sources);
  const lengthSec = plan.lengthFrames / RATE;
  const engine = createRenderEngine(createKernels(512), plan, sources, hrtf);
  const rendered = createPlanar(engine.channels, plan.lengthFrames);
  const renderSec = bestOf(2, () => {
    engine.seek(0);
    for (let frame = 0; frame < plan.lengthFrames; frame += 4096) {
      engine.read(rendered, frame, Math.min(4096, plan.lengthFrames - frame));
    }
  });
  const layout = target.kind === 'layout' ? target.layout : getLayout('stereo');
  const source = createMemorySource(rendered, RATE);
  const kernels = createKernels(256);
  const sink = { write: (): void => {} };
  const masterSec = bestOf(1, () =>
    masterToTarget(kernels, source, sink, {
      weights: loudnessWeights(layout),
      groups: limiterGroups(layout.speakers.map((speaker) => speaker.isLfe)),
      ceilingDbtp: -1,
      targetLufs: -16,
    }),
  );
  return [times(lengthSec / renderSec), times(lengthSec / masterSec)];
}

type Kind = AdmPosition['kind'];

/** A place on a path round the listener and up and down. */
function onPath(kind: Kind, turns: number): AdmPosition {
  const angle = 2 * Math.PI * turns;
  return kind === 'polar'
    ? { kind, azimuthDeg: ((360 * turns) % 360) - 180, elevationDeg: 30 + 25 * sin(angle / 7), distance: 1 }
    : { kind, x: cos(angle), y: sin(angle), z: 0.5 + 0.5 * sin(angle / 7) };
}

/** The items of an ADM file: objects whose metadata say a new place every 20 ms, and a bed of 7.1.4. */
function admItems(objects: number, lengthSec: number, kind: Kind): RenderingItem[] {
  const common = { importance: 10 };
  const moving = Array.from({ length: objects }, (_, channel): RenderingItem => ({
    ...common,
    kind: 'objects',
    id: `object ${channel}`,
    track: { kind: 'direct', channel },
    blocks: Array.from({ length: 50 * lengthSec }, (__, k) => ({
      id: `block ${k}`,
      rtime: rational(BigInt(k), 50n),
      duration: rational(1n, 50n),
      metadata: { position: onPath(kind, k * (0.002 + channel * 0.0001) + channel / 9) },
    })),
  }));
  const bed = getLayout('7.1.4').speakers.map(({ name, azimuthDeg, elevationDeg }, k): RenderingItem => ({
    ...common,
    kind: 'directSpeakers',
    id: name,
    track: { kind: 'direct', channel: objects + k },
    blocks: [{ id: name, metadata: { speakerLabels: [name], position: { kind: 'polar', azimuthDeg, elevationDeg, distance: 1 } } }],
  }));
  return [...moving, ...bed];
}

function timeAdm(): void {
  const objects = 128;
  const lengthSec = 10;
  const noise = Array.from({ length: objects + 12 }, (_, c) => {
    const prng = createPrng(9, c);
    return Float32Array.from({ length: lengthSec * RATE }, () => (prng.next() - 0.5) * 0.1);
  });
  const source = createMemorySource(noise, RATE);
  const rows = [['ADM: 128 objects, a block every 20 ms, and a bed, to 7.1.4', 'plan', 'render']];
  for (const kind of ['polar', 'cartesian'] as const) {
    const items = admItems(objects, lengthSec, kind);
    const target = parseTarget('7.1.4');
    const planSec = bestOf(2, () => planAdm(items, target, source));
    const engine = createRenderEngine(createKernels(256), planAdm(items, target, source), [source], undefined);
    const block = createPlanar(engine.channels, 4096);
    const renderSec = bestOf(4, () => {
      engine.seek(0);
      for (let frame = 0; frame < engine.lengthFrames; frame += 4096) {
        engine.read(block, 0, 4096);
      }
    });
    rows.push([kind, times(lengthSec / planSec), times(lengthSec / renderSec)]);
  }
  print('', rows);
}

/** Objects metadata to gains, a second. */
function timeGains(): void {
  const layouts = ['0+2+0', '0+5+0', '4+7+0', '9+10+3'];
  const variants: readonly (readonly [string, Kind, Partial<ObjectMetadata>, number])[] = [
    ['polar', 'polar', {}, 40000],
    ['Cartesian', 'cartesian', {}, 40000],
    ['polar, extent', 'polar', { width: 60, height: 20 }, 1500],
    ['Cartesian, extent', 'cartesian', { width: 0.3, height: 0.2, depth: 0.3 }, 1500],
    ['polar, divergence', 'polar', { objectDivergence: { value: 0.5, azimuthRangeDeg: 30 } }, 15000],
  ];
  const rows = [['gain calculations a second', ...layouts]];
  for (const [title, kind, rest, count] of variants) {
    const metadata = Array.from({ length: 500 }, (_, k): ObjectMetadata => ({ ...rest, position: onPath(kind, k * 0.0371) }));
    rows.push([
      title,
      ...layouts.map((name) => {
        const layout = getLayout(name);
        const calculator = createObjectsGainCalculator(layout);
        const direct = new Float64Array(layout.speakers.length);
        const diffuse = new Float64Array(layout.speakers.length);
        const seconds = bestOf(3, () => {
          for (let k = 0; k < count; k++) {
            calculator.calculate(direct, diffuse, metadata[k % metadata.length]!);
          }
        });
        return Math.round(count / seconds).toLocaleString('en');
      }),
    ]);
  }
  print('', rows);
}

/** The demo as a finished mix, twice over, so that reading and starting up weigh less. */
function demoMix({ scene, sources }: BenchSession, layoutName: string): BenchMix {
  const plan = planRender(scene, parseTarget(layoutName), sources);
  const engine = createRenderEngine(createKernels(512), plan, sources, hrtf);
  const { lengthFrames } = plan;
  const audio = createPlanar(engine.channels, 2 * lengthFrames);
  for (let frame = 0; frame < lengthFrames; frame += 4096) {
    engine.read(audio, frame, Math.min(4096, lengthFrames - frame));
  }
  audio.forEach((channel) => channel.copyWithin(lengthFrames, 0, lengthFrames));
  return { name: `demo, ${layoutName}`, layout: getLayout(layoutName), audio };
}

/** No channel like another, no sample predictable: the hardest for the search for peaks. */
function noiseMix(): BenchMix {
  const audio = Array.from({ length: 8 }, (_, c) => {
    const prng = createPrng(7, c);
    return Float32Array.from({ length: 30 * RATE }, () => (prng.next() - 0.5) * 0.5);
  });
  return { name: 'noise, 7.1', layout: getLayout('7.1'), audio };
}

/** 64 moving sources to two ears: ours, and Chromium's PannerNode (HRTF) in an OfflineAudioContext. */
async function comparePanner(session: BenchSession): Promise<void> {
  const plan = planRender(session.scene, parseTarget('binaural'), session.sources);
  const engine = createRenderEngine(createKernels(512), plan, session.sources, hrtf);
  const block = createPlanar(2, 4096);
  const lengthSec = 10;
  const ours = bestOf(2, () => {
    engine.seek(0);
    for (let frame = 0; frame < lengthSec * RATE; frame += 4096) {
      engine.read(block, 0, 4096);
    }
  });
  const rows = [
    ['64 moving sources to two ears', 'times real time'],
    ['periphony', times(lengthSec / ours)],
  ];
  const executablePath = findChromium();
  if (executablePath === undefined) {
    rows.push(['Chromium PannerNode', 'no Chromium']);
  } else {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
    const page = await browser.newPage();
    writeFileSync(join(folder, 'empty.html'), '<!doctype html>');
    await page.goto(`file://${join(folder, 'empty.html')}`);
    const seconds = await page.evaluate(pannerSeconds, { sources: 64, lengthSec: 4, rate: RATE });
    await browser.close();
    rows.push(['Chromium PannerNode, HRTF', times(4 / seconds)], ['ratio', (lengthSec / ours / (4 / seconds)).toFixed(1)]);
  }
  print('', rows);
}

/** Runs in the page. */
async function pannerSeconds({ sources, lengthSec, rate }: { sources: number; lengthSec: number; rate: number }): Promise<number> {
  const context = new OfflineAudioContext(2, lengthSec * rate, rate);
  const noise = context.createBuffer(1, rate, rate);
  noise.getChannelData(0).forEach((_, k, data) => (data[k] = ((k * 7919) % 1000) / 5000 - 0.1));
  for (let s = 0; s < sources; s++) {
    const source = new AudioBufferSourceNode(context, { buffer: noise, loop: true });
    const panner = new PannerNode(context, { panningModel: 'HRTF', positionX: 1 });
    const x = Float32Array.from({ length: 400 }, (_, k) => Math.cos(k / 20 + s));
    const z = Float32Array.from({ length: 400 }, (_, k) => Math.sin(k / 20 + s));
    panner.positionX.setValueCurveAtTime(x, 0, lengthSec);
    panner.positionZ.setValueCurveAtTime(z, 0, lengthSec);
    source.connect(panner).connect(context.destination);
    source.start();
  }
  const started = performance.now();
  await context.startRendering();
  return (performance.now() - started) / 1000;
}
