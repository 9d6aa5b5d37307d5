/** Progress on a terminal: one line that rewrites itself. Elsewhere, silence: logs need no bars. */
export interface ProgressBar {
  update(ratio: number, label: string): void;
  clear(): void;
}

const WIDTH = 28;
const MIN_INTERVAL_MS = 80;

export function createProgressBar(stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  let drawn = 0;
  const startMs = performance.now();
  return {
    update(ratio, label) {
      const now = performance.now();
      if (!stream.isTTY || (now - drawn < MIN_INTERVAL_MS && ratio < 1)) {
        return;
      }
      drawn = now;
      const filled = Math.round(Math.min(1, ratio) * WIDTH);
      const left = ratio > 0.02 ? ` ${Math.ceil(((now - startMs) / 1000) * (1 / ratio - 1))} s left` : '';
      stream.write(`\r\x1b[K${'━'.repeat(filled)}${'─'.repeat(WIDTH - filled)} ${Math.round(ratio * 100)} %${left}  ${label}`);
    },
    clear() {
      if (stream.isTTY) {
        stream.write('\r\x1b[K');
      }
    },
  };
}
