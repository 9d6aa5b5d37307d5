// The main job in the page: open, play, move an object by hand and hear it move, export, and get the command line's bytes.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METERS } from '../../src/engine/index.ts';
import type { MasterReport } from '../../src/jobs/index.ts';
import { periphony, temporaryFolder } from '../integration/cli.ts';
import { waitForSession, type StudioWindow } from './page.ts';
import { openStudio, type OpenStudio } from './studio.ts';

let studio: OpenStudio;
const meter = (index: number): Promise<number> =>
  studio.page.evaluate((k) => (globalThis as unknown as StudioWindow).periphony.services.live.meters[k]!, index);

beforeAll(async () => {
  studio = await openStudio();
  await waitForSession(studio.page);
}, 120_000);
afterAll(async () => {
  await studio?.[Symbol.asyncDispose]();
});

describe('the studio in Chromium', () => {
  it('opens with the demo session, without an error', () => {
    expect(studio.errors).toEqual([]);
  });

  it('plays: the time moves, the meters move, nothing runs dry', async () => {
    await studio.page.getByTestId('play').click();
    await studio.page.waitForFunction(() => (globalThis as unknown as StudioWindow).periphony.services.live.positionSec() > 8, undefined, {
      timeout: 60_000,
    });
    expect(await meter(METERS.momentaryLufs)).toBeGreaterThan(-60);
    expect(await meter(METERS.channels)).toBe(2);
  });

  it('moves an object by dragging, and the balance of what is heard follows', async () => {
    const { page } = studio;
    await page.getByTestId('monitor-stereo').click();
    const row = page.getByTestId('element-guitar');
    await row.click({ position: NAME });
    await row.getByRole('button', { name: /solo/i }).click();
    const panner = page.getByTestId('panner-top');
    const box = (await panner.boundingBox())!;
    const drag = async (toX: number): Promise<number> => {
      const at = await page.evaluate(() => {
        const { scene } = (globalThis as unknown as StudioWindow).periphony.store.getState();
        return (scene!.elements.find((element) => element.id === 'guitar') as unknown as { position: { x: number; y: number } }).position;
      });
      const toPixels = (x: number, y: number): [number, number] => [
        box.x + EDGE_PX + ((x + 1) / 2) * (box.width - 2 * EDGE_PX),
        box.y + EDGE_PX + ((1 - y) / 2) * (box.height - 2 * EDGE_PX),
      ];
      await page.mouse.move(...toPixels(at.x, at.y));
      await page.mouse.down();
      await page.mouse.move(...toPixels((at.x + toX) / 2, at.y), { steps: 4 });
      await page.mouse.move(...toPixels(toX, at.y), { steps: 4 });
      await page.mouse.up();
      await page.waitForTimeout(1500);
      return meter(METERS.balance);
    };
    const left = await drag(-0.95);
    const right = await drag(0.95);
    expect(left).toBeLessThan(-0.8);
    expect(right).toBeGreaterThan(0.8);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await row.getByRole('button', { name: /solo/i }).click();
  });

  it('exports the same bytes as the command line', async () => {
    const { page } = studio;
    await page.getByTestId('play').click();
    await page.getByTestId('export').click();
    await page.getByTestId('start-export').click();
    await page.getByTestId('report').waitFor({ timeout: 150_000 });
    const exported = await page.evaluate(async () => {
      const { actions } = (globalThis as unknown as StudioWindow).periphony;
      return Promise.all(
        actions.deliveredFiles().map(async ({ name, blob }) => {
          const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
          return { name, sha256: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
        }),
      );
    });
    using folder = temporaryFolder();
    expect(periphony(['demo', folder.path]).status).toBe(0);
    const { status, stdout } = periphony([
      'render',
      join(folder.path, 'night-train.periphony.json'),
      '--out',
      join(folder.path, 'm'),
      '--json',
    ]);
    expect(status).toBe(0);
    const rendered = (JSON.parse(stdout) as MasterReport).renders.map(({ file }) =>
      createHash('sha256')
        .update(readFileSync(join(folder.path, 'm', file)))
        .digest('hex'),
    );
    expect(exported.map((file) => file.sha256)).toEqual(rendered);
    expect(studio.errors).toEqual([]);
  });
});

/** On a row's name, away from its switches. */
const NAME = { x: 40, y: 12 };
/** The panner's room keeps this distance from its edges. */
const EDGE_PX = 12;
