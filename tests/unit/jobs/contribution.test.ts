import { describe, expect, it } from 'vitest';
import { compareRenders, runContributions, type ContributionOutcome, type RenderReport } from '../../../src/jobs/index.ts';
import { noise, object, project, sine, wave } from './sessions.ts';

const apart = async (made: Awaited<ReturnType<typeof project>>, ...renders: string[]): Promise<ContributionOutcome> =>
  runContributions({ session: made.session, renders }, made.ports, () => {});

describe('runContributions', () => {
  it('shares the loudness by energy: twice the amplitude is four times the share, and 6 LU', async () => {
    const tone = wave(1.2, sine(1000, 0.25));
    const made = await project({ loud: [tone], soft: [tone], off: [tone] }, [
      object('soft', { gainDb: -6.0206 }),
      object('loud'),
      object('off', { mute: true }),
    ]);
    const { renders } = await apart(made, 'stereo', '5.1');
    expect(renders.map(({ render }) => render)).toEqual(['stereo', '5.1']);
    for (const { contributions } of renders) {
      expect(contributions.map(({ element }) => element)).toEqual(['loud', 'soft']);
      expect(contributions.map(({ shareRatio }) => shareRatio)).toEqual([0.8, 0.2]);
      expect(contributions[0]!.lufs! - contributions[1]!.lufs!).toBeCloseTo(6.02, 1);
    }
    // In the centre loudspeaker alone: a sine of amplitude a reads 20 lg a − 3.01. @source ITU-R BS.1770-5
    expect(renders[1]!.contributions[0]!.lufs).toBeCloseTo(-12.04 - 3.01, 1);
  });

  it('names who pushes a peak, and who pulls against it', async () => {
    const hit = wave(1.5, (sec) => 0.6 * Math.exp(-(((sec - 1) * 300) ** 2)));
    const made = await project({ kick: [hit], snare: [hit], bass: [hit], pad: [noise(1.5, 0.001, 1)] }, [
      object('pad'),
      object('kick'),
      object('snare', { gainDb: -6.0206 }),
      object('bass', { gainDb: -12.0412 }),
    ]);
    const { renders } = await apart(made, '5.1');
    const [peak, ...others] = renders[0]!.peaks;
    expect(others).toEqual([]);
    expect(peak).toMatchObject({ channel: 'C' });
    expect(peak!.atSec).toBeCloseTo(1, 3);
    expect(peak!.dbtp).toBeCloseTo(20 * Math.log10(0.6 * 1.75), 1);
    expect(peak!.elements.map(({ name }) => name)).toEqual(['kick', 'snare', 'bass']);
    [1 / 1.75, 0.5 / 1.75, 0.25 / 1.75].forEach((share, k) => expect(peak!.elements[k]!.shareRatio).toBeCloseTo(share, 2));
    expect(peak!.elements[0]!.db).toBeCloseTo(20 * Math.log10(0.6), 1);
  });

  it('gives what pulls against a peak a negative share', async () => {
    const hit = wave(0.6, (sec) => Math.exp(-(((sec - 0.3) * 300) ** 2)));
    const made = await project({ up: [hit.map((x) => 0.8 * x)], down: [hit.map((x) => -0.2 * x)] }, [object('up'), object('down')]);
    const [peak] = (await apart(made, 'stereo')).renders[0]!.peaks;
    expect(peak!.elements.map(({ name }) => name)).toEqual(['up', 'down']);
    expect(peak!.elements[0]!.shareRatio).toBeCloseTo(4 / 3, 3);
    expect(peak!.elements[1]!.shareRatio).toBeCloseTo(-1 / 3, 3);
  });

  it('adds up with moving objects, sizes, a bed, faders that ride, late starts and a group that is compressed as one', async () => {
    const bed = [1, 2, 3].map((seed) => noise(0.6, 0.3, seed));
    const made = await project(
      { a: [noise(0.7, 0.9, 4)], b: [noise(0.3, 0.8, 5)], bed },
      [
        object('a', {
          group: 'band',
          size: 0.4,
          automation: {
            position: [
              { atSec: 0, x: -1, y: 1, z: 0 },
              { atSec: 0.6, x: 1, y: -1, z: 1 },
            ],
            gainDb: [
              { atSec: 0, value: 0 },
              { atSec: 0.6, value: -9 },
            ],
          },
        }),
        object('b', { group: 'band', startSec: 0.2, processing: [{ kind: 'compressor', thresholdDb: -20, lookaheadMs: 5 }] }),
        { id: 'bed', kind: 'bed', name: 'bed', layout: '5.1', source: 'bed', channels: [3, 0, 1, 0, 2, 0], gainDb: -3 },
      ],
      { groups: [{ id: 'band', gainDb: -2, processing: [{ kind: 'compressor', thresholdDb: -24, ratio: 4 }] }] },
    );
    const outcome = await apart(made, '7.1.4', 'stereo');
    for (const { peaks, contributions } of outcome.renders) {
      expect(peaks.length).toBeGreaterThan(0);
      for (const peak of peaks) {
        const shown = peak.elements.reduce((sum, one) => sum + one.shareRatio, 0);
        expect(Math.abs(shown - 1)).toBeLessThan(0.015);
      }
      expect(contributions.reduce((sum, one) => sum + one.shareRatio, 0)).toBeCloseTo(1, 3);
    }
    expect((await apart(made, 'stereo')).renders[0]).toEqual(outcome.renders[1]);
  });

  it('measures single elements of a very large session on the anchor alone', async () => {
    const tone = wave(0.5, sine(500, 0.1));
    const made = await project(
      { tone: [tone] },
      Array.from({ length: 33 }, (_, k) => object(`o${k}`, { source: 'tone', name: 'Same' })),
    );
    const { renders, masking } = await runContributions(
      { session: made.session, renders: ['stereo', '5.1'], anchor: '5.1' },
      made.ports,
      () => {},
    );
    expect(renders.map(({ contributions }) => contributions.length)).toEqual([0, 33]);
    expect(renders[1]!.contributions[1]!.element).toBe('Same (2)');
    expect(renders[0]!.peaks[0]!.elements).toHaveLength(8);
    expect(masking).toBeUndefined();
  });

  it('finds elements that hide each other, but not the halves of a pair', async () => {
    const noises = { one: [noise(3, 0.3, 1)], two: [noise(3, 0.3, 2)] };
    const masking = async (...elements: object[]): Promise<string> =>
      (await apart(await project(noises, elements), 'stereo')).masking!.status;
    expect(await masking(object('one'), object('two'))).toBe('warn');
    expect(await masking(object('one', { pairedWith: 'two' }), object('two', { pairedWith: 'one' }))).toBe('skip');
    expect(await masking(object('one', { content: 'dialogue' }), object('two'))).toBe('fail');
  });
});

describe('the set of renders', () => {
  const render = (name: string, gainDb: number, lufs: number | null): RenderReport => ({
    render: name,
    file: `${name}.wav`,
    channels: 2,
    channelLabels: ['L', 'R'],
    sampleRateHz: 48000,
    frames: 480000,
    format: 'wav24',
    preset: 'spotify',
    integratedLufs: -18 + gainDb,
    lraLu: 6,
    maxMomentaryLufs: -14,
    maxShortTermLufs: -15 + gainDb,
    truePeakDbtp: -1.1,
    samplePeakDbfs: -1.3,
    gainDb,
    maxGainReductionDb: 0,
    passed: true,
    checks: [],
    curves: { stepSec: 0.1, shortTermLufs: [-18, -18], thirdOctavesDb: Array.from({ length: 31 }, () => -30 + gainDb) },
    contributions: [{ element: 'Choir', lufs, shareRatio: 1 }],
  });
  const translation = (other: RenderReport): { severity?: string; message: string } =>
    compareRenders([render('5.1', 0, -24), other], { anchor: '5.1' }).checks!.find((check) => check.rule === 'XLATE')!;

  it('misses an element that a downmix loses, at the gain of the mix', () => {
    expect(translation(render('stereo', 4, -25)).severity).toBeUndefined();
    expect(translation(render('stereo', 4, -32))).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('Choir loses 8.0 dB'),
    });
    expect(translation(render('stereo', 0, null))).toMatchObject({ message: expect.stringContaining('Choir loses 46.0 dB in stereo') });
  });
});
