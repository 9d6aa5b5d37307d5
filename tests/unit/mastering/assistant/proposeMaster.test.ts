// Proposals for signals whose faults are known, and the table of targets against its sources.
import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../../../../src/audio/index.ts';
import { InputError, UsageError } from '../../../../src/base/index.ts';
import { createKernels } from '../../../../src/dsp/index.ts';
import { getLayout } from '../../../../src/layouts/index.ts';
import {
  findPreset,
  findTarget,
  GENRE_CURVES,
  masterToTarget,
  proposeMaster,
  type ChoiceId,
  type MasterChoice,
  type MasterProposal,
  type MixProfile,
} from '../../../../src/mastering/index.ts';
import { THIRD_OCTAVES_HZ } from '../../../../src/metering/index.ts';
import { parseChain, type CompressorSettings } from '../../../../src/scene/index.ts';
import { setUpChain } from '../../processing/runChain.ts';
import { dual, equalized, pairOf, pink, profileOf, RATE, scaled, sine, sum, white } from '../reference/signals.ts';

const STEEP = { type: 'highPass', frequencyHz: 34, slopeDbPerOct: 24 } as const;
const mid = equalized(pink(4, 1), [STEEP]);
const side = scaled(equalized(pink(4, 2), [STEEP]), 0.3);
const mix = pairOf(mid, side);
const plain = profileOf(mix);
const spotify = findPreset('spotify');

const forPop = (profile: MixProfile): MasterProposal =>
  proposeMaster({ profile, preset: spotify, goal: { kind: 'curve', target: findTarget('pop') }, layout: '2.0' });
const choiceOf = (proposal: MasterProposal, id: ChoiceId): MasterChoice => proposal.choices.find((choice) => choice.id === id)!;
const band = (hz: number): number => THIRD_OCTAVES_HZ.findIndex((centre) => Math.abs(centre / hz - 1) < 0.05);

describe('the targets', () => {
  it.each(GENRE_CURVES.map((target) => [target.id, target] as const))('%s has a curve, ranges, a source and a confidence', (_, target) => {
    expect(target.levelsDb).toHaveLength(THIRD_OCTAVES_HZ.length);
    expect(target.levelsDb[17]).toBe(0);
    expect(target.toleranceDb.every((db) => db >= 2)).toBe(true);
    [target.psrLu, target.lraLu, target.sideToMidDb].forEach(([low, high]) => expect(low).toBeLessThan(high));
    expect(target.source.length).toBeGreaterThan(40);
  });

  it.each(['pop', 'rock', 'electronic', 'hip-hop'])('%s falls by about 2 dB an octave in third octaves from 100 Hz to 4 kHz', (id) => {
    const { levelsDb } = findTarget(id);
    const slope = (levelsDb[band(4000)]! - levelsDb[band(100)]!) / Math.log2(40);
    expect(Math.abs(slope + 2)).toBeLessThan(0.4);
  });

  it('speech is the long-term average speech spectrum', () => {
    const { levelsDb, confidence } = findTarget('podcast');
    // Byrne et al. 1994, combined: 57.7, 60.3, 62.1, 53.7, 48.7, 45.6, 43.7 dB.
    const published = { 125: 57.7, 250: 60.3, 500: 62.1, 2000: 48.7, 4000: 45.6, 8000: 43.7 };
    Object.entries(published).forEach(([hz, db]) => expect(levelsDb[band(Number(hz))]).toBeCloseTo(db - 53.7, 5));
    expect(levelsDb[band(50)]).toBeNull();
    expect(confidence).toBe('published');
  });

  it('an unknown one is named with those that there are', () => {
    expect(() => findTarget('polka')).toThrow(UsageError);
  });
});

describe('proposeMaster', () => {
  it('lists every choice with a figure, in the order of the chain, the level last', () => {
    const { choices } = forPop(plain);
    expect(choices.map(({ id }) => id)).toEqual(['lowCut', 'tone', 'multiband', 'glue', 'saturation', 'image', 'loudness']);
    choices.filter(({ id }) => id !== 'saturation').forEach(({ why }) => expect(why).toMatch(/\d/));
  });

  it('the enabled choices are the chain, and the chain is a chain file', () => {
    const { choices, processing } = forPop(plain);
    expect(processing).toEqual(choices.filter(({ enabled, settings }) => enabled && settings !== null).map(({ settings }) => settings));
    const text = JSON.stringify({ periphonyChain: 1, title: 'x', processing: choices.flatMap(({ settings }) => settings ?? []), choices });
    expect(parseChain(text, 'x.json').processing.length).toBeGreaterThanOrEqual(processing.length);
  });

  it('leaves a tone that lies along the curve, give or take 1.5 dB', () => {
    const levelsDb = findTarget('pop').levelsDb.map((db, k) => db! - 20 + 1.5 * Math.sin(3 * k));
    const { enabled, settings } = choiceOf(forPop({ ...plain, spectrum: { ...plain.spectrum, levelsDb } }), 'tone');
    expect(enabled).toBe(false);
    expect(settings).toBeNull();
  });

  it('takes back brightness, by less than it is, and within 4 dB', () => {
    const proposal = forPop(
      profileOf(mix.map((channel) => equalized(channel, [{ type: 'highShelf', frequencyHz: 2000, gainDb: 10, q: 0.7 }]))),
    );
    expect(choiceOf(proposal, 'tone').enabled).toBe(true);
    const at = proposal.curves.proposedDb;
    expect(at[band(8000)]!).toBeLessThan(-1.5);
    expect(Math.min(...at)).toBeGreaterThan(-4.5);
    expect(Math.abs(at[band(800)]! - at[band(400)]!)).toBeLessThan(1.5);
  });

  it('a slope against a reference is a tilt', () => {
    const tilted = mix.map((channel) =>
      equalized(
        channel,
        [80, 400, 2000, 10000].map((frequencyHz) => ({ type: 'highShelf' as const, frequencyHz, gainDb: 1.5, q: 0.4 })),
      ),
    );
    const proposal = proposeMaster({
      profile: plain,
      preset: spotify,
      goal: { kind: 'reference', reference: profileOf(tilted), title: 'tilted' },
      layout: '2.0',
      match: { amountRatio: 1 },
    });
    const { settings } = choiceOf(proposal, 'tone');
    expect(settings?.kind).toBe('tilt');
    expect(settings?.kind === 'tilt' ? settings.tiltDb! : 0).toBeGreaterThan(2);
    expect(settings?.kind === 'tilt' ? settings.tiltDb! : 9).toBeLessThan(4.5);
  });

  it('the same mix as its reference asks for nothing but the level', () => {
    const { processing } = proposeMaster({
      profile: plain,
      preset: spotify,
      goal: { kind: 'reference', reference: plain, title: 'itself' },
      layout: '2.0',
    });
    expect(processing).toEqual([]);
  });

  it('cuts a mean and a rumble, and nothing where there is none', () => {
    expect(choiceOf(forPop(plain), 'lowCut').enabled).toBe(false);
    expect(choiceOf(forPop(profileOf(mix.map((channel) => channel.map((x) => x + 0.02)))), 'lowCut').enabled).toBe(true);
    const rumble = sine(4, 10, 0.2);
    const cut = choiceOf(forPop(profileOf(mix.map((channel) => sum(channel, rumble)))), 'lowCut');
    expect(cut.settings).toMatchObject({ kind: 'eq', bands: [{ type: 'highPass', frequencyHz: 20 }] });
  });

  it('makes bass mono where it is wider than the rest', () => {
    expect(choiceOf(forPop(plain), 'image').settings).toBeNull();
    const wide = equalized(pink(4, 3, 1), [{ type: 'lowPass', frequencyHz: 90, slopeDbPerOct: 24 }]);
    const image = choiceOf(forPop(profileOf(pairOf(mid, sum(side, wide)))), 'image');
    expect(image).toMatchObject({ enabled: true, settings: { kind: 'image', monoBelowHz: 100 } });
  });

  it('glues what is livelier than the genre, by 1 to 2 dB on the loud parts when the compressor runs', () => {
    const hits = mix.map((channel) => channel.map((x, k) => x * (0.2 + 3 * Math.exp(-(k % 24000) / 2500))));
    const glue = choiceOf(forPop(profileOf(hits)), 'glue');
    expect(glue.enabled).toBe(true);
    const reductionDb = meanReductionOf(glue.settings as CompressorSettings, hits);
    expect(reductionDb).toBeGreaterThan(0.7);
    expect(reductionDb).toBeLessThan(3);
  });

  it('compresses one band that moves far more than the others', () => {
    const thuds = equalized(white(4, 9, 0.9), [{ type: 'lowPass', frequencyHz: 80, slopeDbPerOct: 48 }]).map(
      (x, k) => 4 * x * Math.exp(-(k % 48000) / 1500),
    );
    const { settings } = choiceOf(
      forPop(profileOf(mix.map((channel) => sum(equalized(channel, [{ type: 'highPass', frequencyHz: 130, slopeDbPerOct: 48 }]), thuds)))),
      'multiband',
    );
    expect(choiceOf(forPop(plain), 'multiband').settings).toBeNull();
    expect(settings?.kind === 'multiband' ? settings.bands!.map(({ enabled }) => enabled ?? true) : []).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('foretells the gain that the loop finds, within 0.5 dB', () => {
    const hits = mix.map((channel) => channel.map((x, k) => x * (0.6 + 1.5 * Math.exp(-(k % 24000) / 1500))));
    const profile = profileOf(hits);
    const proposal = proposeMaster({
      profile,
      preset: spotify,
      goal: { kind: 'reference', reference: profile, title: 'itself' },
      layout: '2.0',
    });
    const outcome = masterToTarget(
      createKernels(64),
      createMemorySource(hits, RATE),
      { write() {} },
      {
        weights: [1, 1],
        groups: [[0, 1]],
        ceilingDbtp: -1,
        targetLufs: -14,
      },
    );
    expect(Math.abs(proposal.forecast.gainDb - outcome.gainDb)).toBeLessThan(0.5);
    expect(Math.abs(proposal.forecast.maxReductionDb - outcome.maxGainReductionDb)).toBeLessThan(1);
  });

  it('warns of what cannot be mended: clipped before, too loud a target, too much limiting', () => {
    expect(forPop(profileOf(mix.map((channel) => channel.map((x) => Math.max(-1, Math.min(1, 30 * x)))))).warnings.join()).toMatch(
      /clipped before|limited before/,
    );
    const pressed = proposeMaster({
      profile: plain,
      preset: { ...spotify, integratedLufs: { targetLufs: -4, toleranceLu: 0.5 }, maxGainReductionDb: 3 },
      goal: { kind: 'curve', target: findTarget('pop') },
      layout: '2.0',
    });
    expect(pressed.forecast.isFeasible).toBe(false);
    expect(pressed.warnings.join()).toMatch(/choose a quieter target/);
  });

  it('mono, a second of it, and 12 channels have proposals; silence is refused', () => {
    expect(choiceOf(forPop(profileOf([mid])), 'image').why).toMatch(/mono/);
    expect(choiceOf(forPop(profileOf(dual(white(1, 1)))), 'glue').settings).toBeNull();
    const layout = getLayout('7.1.4');
    const wide = layout.speakers.map(({ isLfe }, k) => (isLfe ? scaled(sine(3, 400, 1), 0.1) : white(3, k, 0.05)));
    const proposal = proposeMaster({
      profile: profileOf(wide, '7.1.4'),
      preset: findPreset('atmos-music'),
      goal: { kind: 'curve', target: findTarget('film') },
      layout: '7.1.4',
    });
    expect(choiceOf(proposal, 'lfe').title).toMatch(/Low-pass the LFE/);
    expect(proposal.forecast.measuredOn).toBe('5.1');
    expect(() => forPop(profileOf(dual(new Float32Array(4 * RATE))))).toThrow(InputError);
  });
});

/** What the real compressor takes off, the mean over spans of 10 ms. */
function meanReductionOf(settings: CompressorSettings, channels: readonly Float32Array[]): number {
  const out = setUpChain([settings], channels.length).run(channels, [480]);
  const power = (signal: Float32Array, frame: number): number => signal.subarray(frame, frame + 480).reduce((total, x) => total + x * x, 0);
  const reductions: number[] = [];
  for (let frame = 0; frame + 480 <= out[0]!.length; frame += 480) {
    reductions.push(10 * Math.log10(power(channels[0]!, frame) / power(out[0]!, frame)));
  }
  return reductions.reduce((a, b) => a + b, 0) / reductions.length;
}
