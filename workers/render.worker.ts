// The render worker: the live engine behind comlink.
import { expose } from 'comlink';
import { createLiveWorker } from '../src/engine/index.ts';
import { createBlobByteSource } from './platform/blobBytes.ts';
import { installErrorTransfer } from './platform/errorTransfer.ts';

installErrorTransfer();

let output: MessagePort | undefined;

const api = createLiveWorker({
  openBytes: createBlobByteSource,
  rest: () => new Promise((resolve) => setTimeout(resolve)),
  nowMs: () => performance.now(),
  everyFewMs: (tick) => setInterval(tick, 8),
  post: (message) => output?.postMessage(message),
});

expose({
  ...api,
  connect(...args: Parameters<typeof api.connect>) {
    output = args[1] ?? undefined;
    if (output !== undefined) {
      output.onmessage = ({ data }: MessageEvent<{ played?: number }>) => {
        if (data.played !== undefined) {
          void api.played(data.played);
        }
      };
    }
    return api.connect(...args);
  },
});
