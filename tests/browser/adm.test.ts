// An ADM master in the page: dropped, looked at, played, and rendered to the command line's bytes.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METERS } from '../../src/engine/index.ts';
import type { MasterReport } from '../../src/jobs/index.ts';
import { admFile } from '../fixtures/adm/admFile.ts';
import { block, objectIds, polar } from '../fixtures/adm/admXml.ts';
import { periphony, temporaryFolder } from '../integration/cli.ts';
import { dropFiles, waitForSession, type StudioWindow } from './page.ts';
import { openStudio, type OpenStudio } from './studio.ts';

const FILE = admFile(4 * 48_000);
const OBJECT = 'AO_1001';
const BED = 'AO_1002';

let studio: OpenStudio;
const elementPeakDb = (index: number): Promise<number> =>
  studio.page.evaluate((at) => (globalThis as unknown as StudioWindow).periphony.services.live.meters[at]!, METERS.elementPeakDb + index);

beforeAll(async () => {
  studio = await openStudio();
  await waitForSession(studio.page);
  await dropFiles(studio.page, [{ name: 'master.wav', bytes: FILE }]);
  await studio.page.getByTestId('adm-session').waitFor({ timeout: 30_000 });
}, 120_000);
afterAll(async () => {
  await studio?.[Symbol.asyncDispose]();
});

describe('an ADM master in the page', () => {
  it('shows what is in it', async () => {
    const { page } = studio;
    expect(await page.getByTestId('adm-session').innerText()).toMatch(/master\.wav[^]*programme APR_1001[^]*2 tracks · 48\.0 kHz/);
    await page.getByTestId(`element-${BED}`).click({ position: { x: 40, y: 12 } });
    expect(await page.getByTestId('adm-inspector').innerText()).toMatch(/M-110[^]*AO_1002 AC_00011002/);
    await page.getByTestId(`element-${OBJECT}`).click({ position: { x: 40, y: 12 } });
    expect(await page.getByTestId('adm-inspector').innerText()).toMatch(/1 of 2[^]*AO_1001 AC_00031001/);
  });

  it('plays: the object goes to the other side, the meters move, and solo is heard', async () => {
    const { page } = studio;
    await page.getByTestId('play').click();
    await page.waitForFunction(() => (globalThis as unknown as StudioWindow).periphony.services.live.positionSec() > 0.6, undefined, {
      timeout: 30_000,
    });
    expect(await elementPeakDb(0)).toBeGreaterThan(-12);
    expect(await elementPeakDb(1)).toBeGreaterThan(-12);
    await page.getByTestId(`element-${BED}`).getByRole('button', { name: /solo/i }).click();
    await page.getByText('2 of 2').waitFor({ timeout: 15_000 });
    expect(await page.getByTestId('adm-place').innerText()).toMatch(/^x 0\.50 y 0\.87 z 0\.00$/);
    await page.waitForFunction(
      (at) => (globalThis as unknown as StudioWindow).periphony.services.live.meters[at]! < -100,
      METERS.elementPeakDb,
      { timeout: 30_000 },
    );
    await page.getByTestId(`element-${BED}`).getByRole('button', { name: /solo/i }).click();
  });

  it('cannot be edited, and says so once; mute is for listening', async () => {
    const { page } = studio;
    const places = (): Promise<string> =>
      page.evaluate(() => JSON.stringify((globalThis as unknown as StudioWindow).periphony.store.getState().scene));
    const before = await places();
    await page.getByTestId(`element-${OBJECT}`).click({ position: { x: 40, y: 12 } });
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Delete');
    await page.getByText('An ADM master is read as it is').waitFor({ timeout: 5000 });
    expect(await page.getByText('An ADM master is read as it is').count()).toBe(1);
    expect(await places()).toBe(before);
    await page.keyboard.press('m');
    expect(
      await page
        .getByTestId(`element-${OBJECT}`)
        .getByRole('button', { name: /unmute/i })
        .count(),
    ).toBe(1);
    await page.keyboard.press('m');
  });

  it('exports the same bytes as the command line', async () => {
    const { page } = studio;
    await page.getByTestId('export').click();
    await page.getByTestId('start-export').click();
    await page.getByTestId('report').waitFor({ timeout: 120_000 });
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
    writeFileSync(join(folder.path, 'master.wav'), FILE);
    const { stdout } = periphony(['render', join(folder.path, 'master.wav'), '--out', join(folder.path, 'm'), '--json']);
    const report = JSON.parse(stdout) as MasterReport;
    const rendered = report.renders.map(({ file }) => ({
      name: file,
      sha256: createHash('sha256')
        .update(readFileSync(join(folder.path, 'm', file)))
        .digest('hex'),
    }));
    expect(exported).toEqual(rendered);
    const own = await page.evaluate(() => (globalThis as unknown as StudioWindow).periphony.store.getState().report!.inputSha256);
    expect(own).toBe(report.inputSha256);
    expect(studio.errors).toEqual([]);
  });

  it('a broken one is refused by the element that is wrong, and the session stays', async () => {
    const { page } = studio;
    const { channel } = objectIds(1);
    const twice = [0, 1].map((n) => block(channel, polar(0), `rtime="00:00:00.0${n}000" duration="00:00:01.00000"`, n + 1)).join('');
    await dropFiles(page, [{ name: 'broken.wav', bytes: admFile(48_000, twice) }]);
    const notice = page.getByText(/AC_00031001/);
    await notice.first().waitFor({ timeout: 15_000 });
    expect(await notice.count()).toBe(1);
    expect(await page.evaluate(() => (globalThis as unknown as StudioWindow).periphony.store.getState().scene!.title)).toBe('master');
    expect(studio.errors).toEqual([]);
  });
});
