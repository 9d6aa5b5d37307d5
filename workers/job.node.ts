// The job worker in Node: exports behind comlink, one render a call.
import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { createNodePorts } from '../src/cli/platform/index.ts';
import { createJobWorker } from '../src/jobs/index.ts';
import { installErrorTransfer } from './platform/errorTransfer.ts';

installErrorTransfer();
expose(createJobWorker(createNodePorts), nodeEndpoint(parentPort!));
