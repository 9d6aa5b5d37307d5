// Bringing sounds in, and checking the renderer from the page.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METERS } from '../../src/engine/index.ts';
import { dropFiles, waitForSession, type StudioWindow } from './page.ts';
import { openStudio, type OpenStudio } from './studio.ts';
import { toneWav } from './wave.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
  await waitForSession(studio.page);
}, 120_000);
afterAll(async () => {
  await studio?.[Symbol.asyncDispose]();
});

describe('in the page', () => {
  it('a dropped WAV becomes a selected element that sounds', async () => {
    const { page } = studio;
    await dropFiles(page, [{ name: 'Dropped tone.wav', bytes: toneWav(3) }]);
    const row = page.getByTestId('element-dropped-tone');
    await row.waitFor({ timeout: 15_000 });
    expect(await row.getAttribute('aria-selected')).toBe('true');
    const index = await page.evaluate(() => {
      const { elements } = (globalThis as unknown as StudioWindow).periphony.store.getState().scene!;
      return elements.findIndex((element) => element.name === 'Dropped tone');
    });
    await page.getByTestId('play').click();
    await page.waitForFunction(
      (at) => (globalThis as unknown as StudioWindow).periphony.services.live.meters[at]! > -20,
      METERS.elementPeakDb + index,
      { timeout: 15_000 },
    );
    await page.getByTestId('play').click();
    await page.keyboard.press('Control+z');
    await row.waitFor({ state: 'detached', timeout: 5000 });
  });

  it('a file that is no audio is refused in words, and the session stays', async () => {
    const { page } = studio;
    await dropFiles(page, [{ name: 'notes.wav', bytes: new TextEncoder().encode('no audio at all') }]);
    await page
      .getByText(/notes\.wav/)
      .first()
      .waitFor({ timeout: 15_000 });
    expect(await page.getByTestId('element-kick').count()).toBe(1);
  });

  it('the reference vectors agree, in the command line\u2019s words', async () => {
    const { page } = studio;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('conformance');
    await page.keyboard.press('Enter');
    const sum = page.getByTestId('conformance-sum');
    await page.waitForFunction(
      () => document.querySelector('[data-testid="conformance-sum"]')?.getAttribute('data-done') === 'true',
      undefined,
      { timeout: 25_000 },
    );
    expect(await sum.innerText()).toMatch(/^\d{3,} cases agree$/);
    expect(await page.getByTestId('conformance').getByText('agrees', { exact: true }).count()).toBeGreaterThan(50);
    await page.keyboard.press('Escape');
    await sum.waitFor({ state: 'detached', timeout: 5000 });
    expect(studio.errors).toEqual([]);
  });

  it('what was done is offered after a reload, and comes back', async () => {
    const { page } = studio;
    await page.getByTestId('gain-guitar').focus();
    await page.keyboard.press('ArrowDown');
    const gainDb = (): Promise<string> => page.getByTestId('gain-guitar').innerText();
    const edited = await gainDb();
    await page.waitForTimeout(2000);
    await page.reload();
    await waitForSession(page);
    expect(await gainDb()).not.toBe(edited);
    await page.getByTestId('restore').click();
    await page.waitForFunction((text) => document.querySelector('[data-testid="gain-guitar"]')?.textContent === text, edited, {
      timeout: 25_000,
    });
  });
});
