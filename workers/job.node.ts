// The job worker in Node: exports behind comlink, one render, one album's render, one session taken apart, or one file limited, a call.
import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { createNodePorts } from '../src/cli/platform/index.ts';
import { createAlbumWorker, createContributionWorker, createJobWorker, createLimitWorker } from '../src/jobs/index.ts';
import { installErrorTransfer } from './platform/errorTransfer.ts';

installErrorTransfer();
expose(
  {
    ...createJobWorker(createNodePorts),
    ...createContributionWorker(createNodePorts),
    ...createAlbumWorker(createNodePorts),
    ...createLimitWorker(createNodePorts),
  },
  nodeEndpoint(parentPort!),
);
