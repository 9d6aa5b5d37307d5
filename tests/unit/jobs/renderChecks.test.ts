import { describe, expect, it } from 'vitest';
import { createKernels } from '../../../src/dsp/index.ts';
import { createMemorySource } from '../../../src/audio/index.ts';
import { readLengthSec, readReference, readSession, runRender, type RenderJob, type RenderReport } from '../../../src/jobs/index.ts';
import { findPreset, type Preset } from '../../../src/mastering/index.ts';
import { measureSource } from '../../../src/metering/index.ts';
import { createMemoryPorts, writeWave } from './memoryPorts.ts';
import { noise, object, project, RATE, sine, wave } from './sessions.ts';

type Made = Awaited<ReturnType<typeof project>>;

const master = async ({ ports, session }: Made, render: string, preset: Preset, more: Partial<RenderJob> = {}): Promise<RenderReport> =>
  (
    await runRender(
      { session, order: { render, preset, format: 'wav24' }, anchorGainDb: null, write: true, outputName: 'out.wav', ...more },
      ports,
      () => {},
    )
  ).report;
const check = (report: RenderReport, rule: string): RenderReport['checks'][number] | undefined =>
  report.checks.find((one) => one.rule === rule);

describe('what a render knows of its session', () => {
  it('EMPTY names what is declared and silent, and not what is muted', async () => {
    const made = await project({ voice: [noise(1, 0.3, 1)], hole: [new Float32Array(RATE)] }, [
      object('voice'),
      object('hole', { name: 'Hole' }),
      object('gone', { source: 'hole', mute: true }),
    ]);
    expect(check(await master(made, 'stereo', findPreset('spotify')), 'EMPTY')).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/^1 empty objects: Hole;/),
    });
    const whole = await project({ voice: [noise(1, 0.3, 1)] }, [object('voice')]);
    expect(check(await master(whole, 'stereo', findPreset('spotify')), 'EMPTY')).toEqual({
      rule: 'EMPTY',
      passed: true,
      message: 'every channel plays',
    });
  });

  it('TONAL compares with a reference, SIL-TAIL with the stereo master', async () => {
    const made = await project({ voice: [noise(1, 0.3, 1)] }, [object('voice')]);
    writeWave(made.ports, 'like.wav', [noise(2, 0.1, 2)], { sampleRateHz: RATE, encoding: 'pcm24' });
    writeWave(made.ports, 'bright.wav', [noise(2, 0.1, 2).map((x, n, all) => x - 0.98 * (all[n - 1] ?? 0))], {
      sampleRateHz: RATE,
      encoding: 'pcm24',
    });
    const [like, bright] = [await readReference(made.ports, 'like.wav', () => {}), await readReference(made.ports, 'bright.wav', () => {})];
    const stereoLengthSec = await readLengthSec(made.ports, 'like.wav', () => {});
    expect(stereoLengthSec).toBe(2);
    const near = await master(made, 'stereo', findPreset('spotify'), { siblings: { referenceDb: like, stereoLengthSec: 1.02 } });
    expect([check(near, 'TONAL')!.severity, check(near, 'SIL-TAIL')!.severity]).toEqual([undefined, undefined]);
    const far = await master(made, 'stereo', findPreset('spotify'), { siblings: { referenceDb: bright, stereoLengthSec } });
    expect(check(far, 'TONAL')!.severity).toBe('warning');
    expect(check(far, 'SIL-TAIL')).toMatchObject({
      passed: false,
      message: expect.stringContaining('1.000 s shorter than the stereo master'),
    });
  });

  it('tells silence from what is too short to have a loudness', async () => {
    const why = async (signal: Float32Array): Promise<string> =>
      check(await master(await project({ mix: [signal] }, [object('mix')]), 'stereo', findPreset('spotify')), 'integrated-loudness')!
        .message;
    expect(await why(noise(0.1, 0.3, 1))).toMatch(/^has no loudness to measure: .*longer/);
    expect(await why(new Float32Array(RATE))).toMatch(/^is silent;/);
  });

  it('masters a mix above 96 kHz at half its rate, and not at a quarter', async () => {
    const rates: number[] = [];
    for (const sampleRateHz of [192000, 176400, 96000, 22050, 8000]) {
      const ports = createMemoryPorts();
      writeWave(ports, 'mix.wav', [new Float32Array(100), new Float32Array(100)], { sampleRateHz, encoding: 'pcm24' });
      const session = await readSession(ports, 'mix.wav', () => {});
      rates.push(session.kind === 'audio' ? session.scene.sampleRateHz : 0);
    }
    expect(rates).toEqual([96000, 88200, 96000, 44100, 48000]);
  });

  it('names the session whose samples are out of all measure, and leaves nothing', async () => {
    const made = await project({ mix: [wave(1, sine(440, 1e30))] }, [object('mix')]);
    await expect(master(made, '5.1', findPreset('spotify'))).rejects.toMatchObject({ code: 'audio.scale', at: 'small' });
    expect([made.ports.open(), made.ports.files.has('out.wav')]).toEqual([0, false]);
  });

  it('refuses a silent reference', async () => {
    const ports = createMemoryPorts();
    writeWave(ports, 'none.wav', [new Float32Array(5000)], { sampleRateHz: RATE, encoding: 'pcm16' });
    await expect(readReference(ports, 'none.wav', () => {})).rejects.toMatchObject({ code: 'reference.silent' });
  });
});

describe('a preset that measures dialogue', () => {
  const netflix = findPreset('netflix');
  /** Syllables with pauses between sentences. */
  const voice = noise(2.5, 0.4, 3).map(
    (x, n) => x * (n % (1.25 * RATE) < 0.9 * RATE ? Math.max(0, Math.sin((2 * Math.PI * 4 * n) / RATE)) : 0),
  );
  const music = noise(2.5, 0.15, 4);
  const session = (content: string): Promise<Made> =>
    project({ voice: [voice], music: [music] }, [object('voice', { content }), object('music', { position: { x: -1, y: 1, z: 0 } })]);
  /** Of the voice in the centre loudspeaker alone. */
  const voiceLufs = measureSource(createKernels(32), createMemorySource([voice], RATE), [1]).integratedLufs;

  it('gives the elements marked as dialogue its loudness, and proves it on the file', async () => {
    const report = await master(await session('dialogue'), '5.1', netflix);
    expect(report.gainDb).toBeCloseTo(-27 - voiceLufs, 1);
    expect(report.maxGainReductionDb).toBe(0);
    expect(check(report, 'DIAL')).toMatchObject({
      passed: true,
      message: expect.stringMatching(/^−27\.0 LUFS over \d+ % speech \(by the elements/),
    });
    expect(check(report, 'integrated-loudness')).toMatchObject({ passed: true, message: expect.stringContaining('measures the dialogue') });
    expect(report.passed).toBe(true);
  });

  it('finds the same gain where no file is wanted, and gives it to the other renders', async () => {
    const made = await session('dialogue');
    const { gainDb } = await master(made, '5.1', netflix, { write: false });
    expect(gainDb).toBeCloseTo(-27 - voiceLufs, 1);
    expect((await master(made, 'stereo', netflix, { anchorGainDb: gainDb })).gainDb).toBeCloseTo(gainDb, 3);
  });

  it('falls back to the programme where too little is marked and nothing sounds like speech', async () => {
    const made = await project({ voice: [wave(2.5, (sec) => (sec < 0.02 ? 0.3 * Math.sin(3000 * sec) : 0))], music: [music] }, [
      object('voice', { content: 'dialogue' }),
      object('music'),
    ]);
    const report = await master(made, '5.1', netflix);
    expect(report.integratedLufs).toBeCloseTo(-24, 1);
    expect(check(report, 'DIAL')).toBeUndefined();
    const tones = await project({ music: [wave(2, sine(440, 0.3))] }, [object('music')]);
    expect((await master(tones, '5.1', netflix)).integratedLufs).toBeCloseTo(-24, 1);
  });

  it('presses no harder than the preset lets it, and says so', async () => {
    const { ports, session: quiet } = await session('dialogue');
    const preset: Preset = { ...netflix, dialogue: { ...netflix.dialogue!, targetLufs: -8 }, maxGainReductionDb: 1 };
    const { report, warnings } = await runRender(
      { session: quiet, order: { render: '5.1', preset, format: 'wav24' }, anchorGainDb: null, write: true, outputName: 'out.wav' },
      ports,
      () => {},
    );
    expect(report.maxGainReductionDb).toBeLessThan(1.2);
    expect(check(report, 'DIAL')!.passed).toBe(false);
    expect(warnings.map(({ code }) => code)).toContain('render.dialogue-short');
  });
});
