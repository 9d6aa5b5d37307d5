// What the page hands to tests, and what several of them do with it.
import type { Page } from 'playwright-core';
import type { MasterReport } from '../../src/jobs/index.ts';

/** The page's store, services and actions, as far as tests use them. */
export interface StudioWindow {
  readonly periphony: {
    readonly store: {
      getState(): {
        readonly scene: { readonly title: string; readonly elements: { readonly id: string; readonly name: string }[] } | null;
        readonly busy: object | null;
        readonly report: MasterReport | null;
        readonly lengthSec: number;
      };
    };
    readonly services: {
      readonly live: {
        readonly meters: Float32Array;
        positionSec(): number;
        isPlaying(): boolean;
        underruns(): number;
        readonly capabilities: { readonly isolated: boolean; readonly webgl: boolean };
      };
    };
    readonly actions: { deliveredFiles(): readonly { readonly name: string; readonly blob: Blob }[] };
  };
}

/** The demo is open, and nothing is being opened. */
export async function waitForSession(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const state = (globalThis as unknown as Partial<StudioWindow>).periphony?.store.getState();
      return state !== undefined && state.busy === null && (state.scene?.elements.length ?? 0) > 0;
    },
    undefined,
    { timeout: 90_000 },
  );
}

/** Drops files on the page, as a hand does. */
export async function dropFiles(page: Page, files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (dropped) => {
      const data = new DataTransfer();
      for (const { name, base64 } of dropped) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: 'audio/wav' }));
      }
      return data;
    },
    files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('header', type, { dataTransfer: transfer });
  }
}
