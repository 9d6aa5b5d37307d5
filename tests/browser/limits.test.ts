// Browsers that lack something: what is missing is said in words, and the work goes on.
import { describe, expect, it } from 'vitest';
import { METERS } from '../../src/engine/index.ts';
import { dropFiles, waitForSession, type StudioWindow } from './page.ts';
import { openStudio, type OpenStudio } from './studio.ts';
import { toneWav } from './wave.ts';

async function playsFor({ page }: OpenStudio, sec: number): Promise<void> {
  await page.getByTestId('play').click();
  await page.waitForFunction((until) => (globalThis as unknown as StudioWindow).periphony.services.live.positionSec() > until, sec, {
    timeout: 20_000,
  });
  const momentary = await page.evaluate(
    (at) => (globalThis as unknown as StudioWindow).periphony.services.live.meters[at]!,
    METERS.momentaryLufs,
  );
  expect(momentary).toBeGreaterThan(-60);
  await page.getByTestId('play').click();
}

describe('without WebGL', () => {
  it('says so, plays, and places sounds with the panners', async () => {
    await using studio = await openStudio({ args: ['--disable-3d-apis'] });
    const { page } = studio;
    await waitForSession(page);
    expect(await page.getByTestId('notices').innerText()).toMatch(/no WebGL.*panners/);
    await playsFor(studio, 2);
    await page.getByTestId('element-guitar').click({ position: { x: 40, y: 12 } });
    await page.getByTestId('panner-top').focus();
    const x = page.getByTestId('slider-x');
    const before = await x.getAttribute('aria-valuenow');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.waitForTimeout(800);
    expect(await x.getAttribute('aria-valuenow')).not.toBe(before);
    expect(studio.errors).toEqual([]);
  });
});

describe('without shared memory', () => {
  it('says so, plays and exports', async () => {
    await using studio = await openStudio({ isIsolated: false });
    const { page } = studio;
    await waitForSession(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    expect(await page.getByTestId('notices').innerText()).toMatch(/no shared memory.*Exports are the same/);
    await playsFor(studio, 2);
    await dropFiles(page, [{ name: 'tone.wav', bytes: toneWav(3) }]);
    await page.getByRole('button', { name: 'Open on their own' }).click();
    await page.waitForFunction(
      () => (globalThis as unknown as StudioWindow).periphony.store.getState().scene?.elements.length === 1,
      undefined,
      { timeout: 15_000 },
    );
    await page.getByTestId('export').click();
    await page.getByTestId('add-deliverable').click();
    await page.getByTestId('start-export').click();
    await page.getByTestId('report').waitFor({ timeout: 25_000 });
    const files = await page.evaluate(() =>
      (globalThis as unknown as StudioWindow).periphony.actions.deliveredFiles().map(({ name, blob }) => ({ name, bytes: blob.size })),
    );
    expect(files.map((file) => file.name)).toEqual(['tone.7.1.4.wav']);
    expect(files[0]!.bytes).toBeGreaterThan(3 * 48_000 * 12 * 3);
    expect(await page.getByText('tone.7.1.4.wav').count()).toBeGreaterThan(0);
    expect(studio.errors).toEqual([]);
  });
});
