// A preview says what the export's files will measure.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createPrng, ignoreWarnings } from '../../../src/base/index.ts';
import {
  planOrders,
  PREVIEW_SCRATCHES,
  previewMaster,
  previewRender,
  profileSession,
  runMaster,
  runRender,
  type JobPool,
  type JobPorts,
  type PreviewRow,
  type Scratch,
  type Session,
} from '../../../src/jobs/index.ts';
import { sceneFromProject } from '../../../src/scene/index.ts';
import { createMemoryPorts, writeWave, type MemoryPorts } from './memoryPorts.ts';

const RATE = 48000;
const LENGTH_SEC = 4;
const hrtf = readFileSync(new URL('../../../public/hrtf/kemar.bin', import.meta.url));

/** Noise with hard beats: it wants limiting. */
function beats(seed: number): Float32Array {
  const prng = createPrng(seed, 0);
  return Float32Array.from({ length: LENGTH_SEC * RATE }, (_, k) => (2 * prng.next() - 1) * (k % 12000 < 300 ? 0.9 : 0.12));
}

const session: Session = {
  name: 'mix',
  folder: '',
  kind: 'project',
  scene: sceneFromProject(
    {
      periphony: 1,
      title: 'mix',
      sampleRateHz: RATE,
      frameRate: '24',
      sources: ['a', 'b'].map((id) => ({ id, file: `${id}.wav` })),
      elements: [
        { id: 'a', kind: 'object', source: 'a', position: { x: -0.7, y: 1, z: 0 }, binaural: 'near' },
        { id: 'b', kind: 'object', source: 'b', position: { x: 0.5, y: -0.5, z: 1 }, binaural: 'far' },
      ],
      master: { processing: [{ kind: 'compressor', thresholdDb: -20, ratio: 2, lookaheadMs: 2 }] },
    },
    'test',
  ),
};

function portsOf(): { readonly ports: JobPorts; readonly files: MemoryPorts; scratches(): number } {
  const files = createMemoryPorts();
  ['a', 'b'].forEach((id, k) => writeWave(files, `${id}.wav`, [beats(k + 1)], { sampleRateHz: RATE, encoding: 'pcm24' }));
  let scratches = 0;
  const createScratch = (): Scratch => {
    let bytes = new Uint8Array(0);
    scratches += 1;
    return {
      write(piece, offset) {
        if (offset + piece.length > bytes.length) {
          const grown = new Uint8Array(2 * (offset + piece.length));
          grown.set(bytes);
          bytes = grown;
        }
        bytes.set(piece, offset);
      },
      read(out, offset) {
        out.set(bytes.subarray(offset, offset + out.length));
        return out.length;
      },
      [Symbol.dispose]() {},
    };
  };
  return { files, scratches: () => scratches, ports: { ...files, createScratch, readHrtf: () => new Uint8Array(hrtf) } };
}

const poolOf = (render: typeof runRender, ports: JobPorts): JobPool => ({
  size: 1,
  render: (job, onProgress) => render(job, ports, onProgress),
  [Symbol.dispose]() {},
});

describe('a preview', () => {
  it('has the figures of the export, gains and verdicts too, and writes nothing', async () => {
    const { ports, files } = portsOf();
    const orders = [
      ...planOrders(session.scene, { renders: ['7.1.4'], preset: 'atmos-music', master: true }),
      ...planOrders(session.scene, { renders: ['stereo'], preset: 'spotify', format: 'wav16', master: true }),
    ];
    const rows: PreviewRow[] = [];
    const before = files.files.size;
    await previewMaster(poolOf(previewRender, ports), { session, orders }, (row) => rows.push(row));
    expect(files.files.size).toBe(before);
    expect(files.open()).toBe(0);
    const { renders } = await runMaster(poolOf(runRender, ports), { session, orders, input: 'mix', inputSha256: '' }, () => {});
    expect(rows).toHaveLength(renders.length);
    for (const exported of renders) {
      const row = rows.find(({ render, preset }) => render === exported.render && preset === exported.preset)!;
      for (const figure of ['integratedLufs', 'truePeakDbtp', 'maxShortTermLufs', 'lraLu', 'gainDb', 'maxGainReductionDb'] as const) {
        expect(Math.abs(row[figure]! - exported[figure]!), `${exported.render} ${figure}`).toBeLessThan(0.05);
      }
      expect(row.passed).toBe(exported.passed);
      expect(row.faults).toHaveLength(exported.checks.filter((check) => !check.passed).length);
    }
    expect(rows.find(({ render }) => render === 'stereo')!.maxGainReductionDb).toBeGreaterThan(0.5);
  }, 60_000);

  it('says why a render fails, in the words of the report', async () => {
    const { ports } = portsOf();
    const silent: Session = {
      ...session,
      scene: { ...session.scene, elements: session.scene.elements.map((e) => ({ ...e, mute: true })) },
    };
    const orders = planOrders(session.scene, { renders: ['stereo'], preset: 'spotify', master: true });
    const rows: PreviewRow[] = [];
    await previewMaster(poolOf(previewRender, ports), { session: silent, orders }, (row) => rows.push(row));
    expect(rows).toMatchObject([{ render: 'stereo', preset: 'spotify', integratedLufs: null, passed: false }]);
    expect(rows[0]!.faults.join()).toContain('is silent');
  });

  it('looks at bare renders as they are, and says that an object master is not looked at', async () => {
    const { ports, scratches } = portsOf();
    const orders = [
      ...planOrders(session.scene, { renders: ['stereo'], preset: 'none', master: false }),
      ...planOrders(session.scene, { renders: ['adm'], preset: 'atmos-music', master: true }),
    ];
    const rows: PreviewRow[] = [];
    await previewMaster(poolOf(previewRender, ports), { session, orders }, (row) => rows.push(row));
    expect(rows).toMatchObject([
      { render: 'adm', isPreviewed: false, integratedLufs: null, passed: false, faults: [] },
      { render: 'stereo', preset: null, gainDb: 0, maxGainReductionDb: 0, passed: true },
    ]);
    expect(rows[1]!.isPreviewed).toBeUndefined();
    expect(scratches()).toBeLessThanOrEqual(PREVIEW_SCRATCHES);
  });

  it('profiles the session through its chain', async () => {
    const { ports } = portsOf();
    const profile = await profileSession(ports, session, ignoreWarnings);
    expect(profile).toMatchObject({ lengthSec: LENGTH_SEC, channelLabels: expect.arrayContaining(['Ltf']) as string[] });
    expect(profile.integratedLufs).not.toBeNull();
  });
});
