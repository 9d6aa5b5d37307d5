// The page's one contact for jobs: shares them out to job workers, so that the page itself never waits.
import { expose, proxy, wrap, type Remote } from 'comlink';
import { InputError } from '../src/base/index.ts';
import {
  demoProjectText,
  outputNamesOf,
  planOrders,
  runMaster,
  verifyText,
  type DeliveryFormat,
  type ExportWorkerApi,
  type JobPool,
  type VerifiedGroup,
} from '../src/jobs/index.ts';
import { PRESETS } from '../src/mastering/index.ts';
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

const api: ExportWorkerApi = {
  async exportMasters(request, onProgress) {
    const { scene, name, renders } = request;
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
    const orders = renders.flatMap(({ render, preset, format }) =>
      planOrders(scene, { renders: [render], preset, format: format as DeliveryFormat, master: preset !== 'none' }),
    );
    const session = { name, scene, folder: '', kind: 'project' as const };
    const report = await runMaster(pool, { session, orders, input: name, inputSha256: request.inputSha256 }, (render, progress) =>
      onProgress({ render, ...progress }),
    );
    outputs.sort(
      (a, b) => orders.findIndex((o) => a.name.includes(`.${o.render}.`)) - orders.findIndex((o) => b.name.includes(`.${o.render}.`)),
    );
    return { report, files: outputs };
  },
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
