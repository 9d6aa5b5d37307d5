// Opens the built studio in headless Chromium, served as `npm start` serves it.
import { chromium, type Browser, type Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { findChromium } from './chromium.mjs';

const ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--autoplay-policy=no-user-gesture-required',
];

/** Said and not merely left out: the configuration's own headers are merged with these. */
const NO_ISOLATION = { 'Cross-Origin-Opener-Policy': 'unsafe-none', 'Cross-Origin-Embedder-Policy': 'unsafe-none' };

export interface OpenStudio extends AsyncDisposable {
  readonly page: Page;
  readonly url: string;
  /** Errors the page threw. */
  readonly errors: readonly string[];
}

export async function openStudio(
  options: {
    readonly width?: number;
    readonly height?: number;
    readonly path?: string;
    /** Served as a plain web server does, without the headers that give a page shared memory. */
    readonly isIsolated?: boolean;
    /** For Chromium. */
    readonly args?: readonly string[];
  } = {},
): Promise<OpenStudio> {
  const server: PreviewServer = await preview({
    preview: { port: 0, open: false, headers: options.isIsolated === false ? NO_ISOLATION : {} },
    logLevel: 'silent',
  });
  const browser: Browser = await chromium.launch({ executablePath: findChromium()!, args: [...ARGS, ...(options.args ?? [])] });
  const page = await browser.newPage({ viewport: { width: options.width ?? 1440, height: options.height ?? 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  const address = server.httpServer.address();
  const url = `http://localhost:${typeof address === 'object' && address !== null ? address.port : 4173}/${options.path ?? ''}`;
  await page.goto(url);
  return {
    page,
    url,
    errors,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server.close();
    },
  };
}
