// The page's one contact for jobs: shares them out to job workers, so that the page itself never waits.
import { expose, proxy, wrap, type Remote } from 'comlink';
import { InputError, type Warning } from '../src/base/index.ts';
import {
  demoProjectText,
  outputNamesOf,
  planOrders,
  previewMaster,
  runMaster,
  verifyText,
  type DeliveryFormat,
  type ExportRequest,
  type ExportWorkerApi,
  type JobPool,
  type RenderOrder,
  type Session,
  type VerifiedGroup,
} from '../src/jobs/index.ts';
import {
  findPreset,
  findTarget,
  GENRE_CURVES,
  matchReference,
  parsePreset,
  PRESETS,
  proposeMaster,
  scaleProposal,
} from '../src/mastering/index.ts';
import { demoStems } from '../src/demo/index.ts';
import type { BrowserJobApi } from './job.worker.ts';
import { installErrorTransfer } from './platform/errorTransfer.ts';

installErrorTransfer();

interface PooledWorker {
  readonly worker: Worker;
  readonly remote: Remote<BrowserJobApi>;
}

/** The reference vectors that the tests use too; fetched when they are asked for. */
const VECTORS: Readonly<Record<string, string>> = import.meta.glob('../tests/fixtures/ear/*.json', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

const size = Math.max(1, Math.min(4, navigator.hardwareConcurrency || 2));
const idle: PooledWorker[] = [];
const waiting: ((worker: PooledWorker) => void)[] = [];
let made = 0;

async function withWorker<T>(use: (remote: Remote<BrowserJobApi>) => Promise<T>): Promise<T> {
  const worker = idle.pop() ?? (made < size ? make() : await new Promise<PooledWorker>((resolve) => waiting.push(resolve)));
  try {
    return await use(worker.remote);
  } finally {
    const next = waiting.shift();
    if (next === undefined) {
      idle.push(worker);
    } else {
      next(worker);
    }
  }
}

function make(): PooledWorker {
  made++;
  const worker = new Worker(new URL('./job.worker.ts', import.meta.url), { type: 'module' });
  return { worker, remote: wrap<BrowserJobApi>(worker) };
}

async function openSession(
  request: Pick<ExportRequest, 'scene' | 'adm' | 'name' | 'files' | 'hrtf'>,
): Promise<{ readonly session: Session; readonly warnings: readonly Warning[] }> {
  const { adm, name, scene } = request;
  return adm === undefined
    ? { session: { name, scene, folder: '', kind: 'project' }, warnings: [] }
    : withWorker(async (remote) => {
        await remote.setUp(request.files, request.hrtf);
        return remote.openSession(adm.file, adm.options);
      });
}

function ordersOf({ scene, renders, presets = [] }: Pick<ExportRequest, 'scene' | 'renders' | 'presets'>): readonly RenderOrder[] {
  return renders.flatMap(({ render, preset, format }) =>
    planOrders(scene, { renders: [render], preset, presets, format: format as DeliveryFormat, master: preset !== 'none' }),
  );
}

const api: ExportWorkerApi = {
  async exportMasters(request, onProgress) {
    const { name } = request;
    const outputs: { name: string; blob: Blob }[] = [];
    let started = 0;
    const pool: JobPool = {
      size,
      render: (job, progress) =>
        withWorker(async (remote) => {
          await remote.setUp(request.files, request.hrtf);
          const outcome = await remote.render(job, `${request.name}-${started++}`, proxy(progress));
          for (const output of outputNamesOf(job)) {
            outputs.push({ name: output, blob: await remote.takeOutput(output) });
          }
          return outcome;
        }),
      [Symbol.dispose]() {},
    };
    const orders = ordersOf(request);
    const { session, warnings } = await openSession(request);
    const report = await runMaster(pool, { session, orders, input: name, inputSha256: request.inputSha256 }, (render, progress) =>
      onProgress({ render, ...progress }),
    );
    outputs.sort(
      (a, b) => orders.findIndex((o) => a.name.includes(`.${o.render}.`)) - orders.findIndex((o) => b.name.includes(`.${o.render}.`)),
    );
    return { report: { ...report, warnings: [...warnings, ...report.warnings] }, files: outputs };
  },
  async previewMasters(request, onRow) {
    const { files, hrtf, folder } = request;
    let started = 0;
    const pool: JobPool = {
      // One core stays for what plays meanwhile.
      size: Math.max(1, size - 1),
      render: (job, progress) =>
        withWorker(async (remote) => {
          await remote.setUp(files, hrtf);
          return remote.preview(job, `${folder}-${started++}`, proxy(progress));
        }),
      [Symbol.dispose]() {},
    };
    const { session } = await openSession(request);
    await previewMaster(pool, { session, orders: ordersOf(request) }, onRow);
  },
  profileMix: ({ scene, name, files, hrtf }) =>
    withWorker(async (remote) => {
      await remote.setUp(files, hrtf);
      return remote.profileSession({ name, scene, folder: '', kind: 'project' });
    }),
  profileFile: (file) =>
    withWorker(async (remote) => {
      await remote.setUp(new Map([[file.name, file]]), new Uint8Array());
      return remote.profileFile(file.name);
    }),
  /** The demo, composed side by side. */
  async composeDemo(onProgress) {
    const stems = demoStems();
    let done = 0;
    const files = await Promise.all(
      stems.map((stem) =>
        withWorker(async (remote) => {
          const blob = await remote.composeStem(stem.id);
          onProgress(++done / stems.length, stem.title);
          return { path: stem.fileName, blob };
        }),
      ),
    );
    return { project: demoProjectText(), files };
  },
  presets: async () => PRESETS,
  parsePreset: async (text, fileName) => parsePreset(text, fileName),
  masterCurves: async () => GENRE_CURVES,
  matchReference: async (own, reference, options) => matchReference(own, reference, options),
  scaleProposal: async (proposal, ratio) => scaleProposal(proposal, ratio),
  proposeMaster: async ({ profile, preset, presets, goal, layout }) =>
    proposeMaster({
      profile,
      preset: findPreset(preset, presets),
      goal: 'curve' in goal ? { kind: 'curve', target: findTarget(goal.curve) } : { kind: 'reference', ...goal },
      layout,
    }),
  async verify(onProgress) {
    const groups: VerifiedGroup[] = [];
    const files = Object.entries(VECTORS);
    for (const [k, [path, url]] of files.entries()) {
      const name = path.split('/').at(-1)!;
      const response = await fetch(url);
      if (!response.ok) {
        throw new InputError('asset.missing', `${name} did not load (${response.status})`, 'reload the page');
      }
      const found = verifyText(await response.text(), name);
      groups.push(...found);
      onProgress((k + 1) / files.length, found);
    }
    return groups;
  },
  probe: (file) => withWorker((remote) => remote.probe(file)),
};

expose(api);
