// The Master page: a chain that is heard and seen at work, A/B at equal loudness, and the table that tells whether every render passes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METERS, METER_SPECTRUM_BANDS } from '../../src/engine/index.ts';
import { waitForSession, type StudioWindow } from './page.ts';
import { openStudio, type OpenStudio } from './studio.ts';

/** Two of the demo's: the test is to be quick. */
const RENDERS = ['5.1', 'stereo'];

let studio: OpenStudio;
const meters = (first: number, count: number): Promise<number[]> =>
  studio.page.evaluate(
    ([from, length]) => Array.from((globalThis as unknown as StudioWindow).periphony.services.live.meters.slice(from, from + length)),
    [first, count] as const,
  );
const waitForMeter = (index: number, above: number): Promise<unknown> =>
  studio.page.waitForFunction(
    ([at, least]) => (globalThis as unknown as StudioWindow).periphony.services.live.meters[at]! > least,
    [index, above] as const,
    { timeout: 20_000 },
  );
const chainOf = (): Promise<string[]> =>
  studio.page.evaluate(() => {
    const { scene } = (globalThis as unknown as StudioWindow).periphony.store.getState();
    return (scene as unknown as { master: { processing: { kind: string }[] } }).master.processing.map(({ kind }) => kind);
  });

beforeAll(async () => {
  studio = await openStudio();
  await waitForSession(studio.page);
}, 120_000);
afterAll(async () => {
  await studio?.[Symbol.asyncDispose]();
});

describe('the Master page', () => {
  it('checks every render as soon as it is open, and they pass', async () => {
    const { page } = studio;
    await page.evaluate((renders) => {
      const { store } = (globalThis as unknown as StudioWindow).periphony;
      interface Editing {
        readonly deliverables: readonly { readonly render: string }[];
      }
      const { edit } = store.getState() as unknown as { edit(label: string, change: (scene: Editing) => Editing): void };
      edit('Fewer', (scene) => ({ ...scene, deliverables: scene.deliverables.filter(({ render }) => renders.includes(render)) }));
    }, RENDERS);
    await page.getByTestId('page-master').click();
    await page.locator('[data-testid="render-table"][data-fresh="true"]').waitFor({ timeout: 90_000 });
    for (const render of RENDERS) {
      expect(await page.getByTestId(`check-${render}`).getAttribute('data-state')).toBe('passed');
    }
    await page.getByTestId('monitor-stereo').click();
    // The limiter follows: what is heard is what the export would do.
    expect(await page.getByTestId('limiter-drive').getAttribute('aria-valuenow')).not.toBe('0');
  });

  it('adds an equalizer and a compressor, whose work is seen while it plays', async () => {
    const { page } = studio;
    // The machine's time is for playing now.
    await page.getByTestId('check-automatic').click();
    for (const name of ['Equalizer', 'Compressor']) {
      await page.getByTestId('add-insert-master').click();
      await page.getByRole('menuitem', { name, exact: true }).click();
    }
    expect(await chainOf()).toEqual(['eq', 'compressor']);
    expect(await page.getByTestId('check-stereo').getAttribute('data-state')).toBe('stale');
    await page.getByTestId('play').click();
    await waitForMeter(METERS.insertReductionDb + 1, 0.2);
    const before = await meters(METERS.mixSpectrumDb, METER_SPECTRUM_BANDS);
    expect(Math.max(...before)).toBeGreaterThan(-60);
    await page.waitForTimeout(1000);
    expect(await meters(METERS.mixSpectrumDb, METER_SPECTRUM_BANDS)).not.toEqual(before);
    await page
      .getByTestId('insert-compressor')
      .getByText(/−\d+\.\d dB/)
      .waitFor({ timeout: 10_000 });
  });

  it('an equalizer\u2019s point is dragged in the spectrum, as one step', async () => {
    const { page } = studio;
    await page.locator('[data-testid="insert-eq"] button[aria-expanded]').first().click();
    const box = (await page.getByTestId('spectrum').boundingBox())!;
    const x = box.x + (box.width * Math.log(800 / 20)) / Math.log(1000);
    await page.mouse.move(x, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(x, box.y + box.height / 4, { steps: 5 });
    await page.mouse.up();
    const bellDb = (): Promise<number> =>
      page.evaluate(() => {
        const { scene } = (globalThis as unknown as StudioWindow).periphony.store.getState();
        const { processing } = (scene as unknown as { master: { processing: { bands: { gainDb: number }[] }[] } }).master;
        return processing[0]!.bands[1]!.gainDb;
      });
    expect(await bellDb()).toBeGreaterThan(4);
    await page.getByTestId('undo').click();
    expect(await bellDb()).toBe(0);
  });

  it('goes between mix and master on one key, at equal loudness: the louder one is turned down', async () => {
    const { page } = studio;
    await page.getByTestId('limiter-drive').focus();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('PageUp');
    await waitForMeter(METERS.shortTermLufs, -60);
    await page.waitForFunction(
      (at) => (globalThis as unknown as StudioWindow).periphony.services.live.meters[at]! < -1,
      METERS.matchGainDb,
      { timeout: 15_000 },
    );
    await page.keyboard.press('a');
    expect(await page.getByTestId('listen-mix').getAttribute('aria-checked')).toBe('true');
    await page.waitForFunction(
      (at) => (globalThis as unknown as StudioWindow).periphony.services.live.meters[at]! > -0.5,
      METERS.matchGainDb,
      { timeout: 10_000 },
    );
    await page.keyboard.press('a');
    expect(await page.getByTestId('listen-master').getAttribute('aria-checked')).toBe('true');
    await page.getByTestId('play').click();
  });

  it('keeps two chains, and undoes', async () => {
    const { page } = studio;
    await page.getByTestId('chain-b').click();
    await page.locator('[data-testid="insert-compressor"]').getByRole('button', { name: /more/ }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    expect(await chainOf()).toEqual(['eq']);
    await page.keyboard.press('b');
    expect(await chainOf()).toEqual(['eq', 'compressor']);
    for (let step = 0; step < 4; step++) {
      await page.getByTestId('undo').click();
    }
    expect(await chainOf()).toEqual([]);
    expect(studio.errors).toEqual([]);
  });
});
