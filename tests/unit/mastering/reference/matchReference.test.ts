// Matching against references that differ from the mix by something known.
import { describe, expect, it } from 'vitest';
import { InputError, UsageError } from '../../../../src/base/index.ts';
import { fitEq, matchReference, scaleProposal, type MatchProposal, type MixProfile } from '../../../../src/mastering/index.ts';
import { THIRD_OCTAVES_HZ } from '../../../../src/metering/index.ts';
import { createEqResponse, type EqBand } from '../../../../src/scene/index.ts';
import { dual, equalized, pairOf, pink, profileOf, RATE, scaled, white } from './signals.ts';

const mid = pink(4, 1);
const side = scaled(pink(4, 2), 0.5);
const mix = pairOf(mid, side);
const own = profileOf(mix);
const WHOLE = { amountRatio: 1 };

const withEq = (bands: readonly EqBand[]): MixProfile => profileOf(mix.map((channel) => equalized(channel, bands)));
const settingsOf = (proposal: MatchProposal, id: string) => proposal.items.find((item) => item.id === id)!.settings;

/** Largest and mean error over the middle of the spectrum; an equalizer that also changes the level is as good. */
function errorOf(proposal: MatchProposal, bands: readonly EqBand[]): { readonly max: number; readonly mean: number } {
  const truth = createEqResponse({ kind: 'eq', bands }, RATE);
  const errors = THIRD_OCTAVES_HZ.flatMap((hz, k) => (hz > 45 && hz < 14000 ? [proposal.curves.proposedDb[k]! - truth(hz)] : []));
  const sorted = [...errors].sort((a, b) => a - b);
  const level = sorted[sorted.length >> 1]!;
  const off = errors.map((error) => Math.abs(error - level));
  return { max: Math.max(...off), mean: off.reduce((a, b) => a + b, 0) / off.length };
}

describe('matchReference: tone', () => {
  it.each<[string, readonly EqBand[]]>([
    ['a presence bell', [{ type: 'bell', frequencyHz: 3000, gainDb: 4, q: 0.8 }]],
    ['a low shelf', [{ type: 'lowShelf', frequencyHz: 150, gainDb: 3, q: 0.7 }]],
    ['a high shelf down', [{ type: 'highShelf', frequencyHz: 6000, gainDb: -4, q: 0.7 }]],
    [
      'a smile',
      [
        { type: 'lowShelf', frequencyHz: 120, gainDb: 3, q: 0.7 },
        { type: 'bell', frequencyHz: 500, gainDb: -3, q: 0.7 },
        { type: 'highShelf', frequencyHz: 8000, gainDb: 3, q: 0.7 },
      ],
    ],
  ])('recovers %s', (_, bands) => {
    const proposal = matchReference(own, withEq(bands), WHOLE);
    const { max, mean } = errorOf(proposal, bands);
    expect(max).toBeLessThan(1);
    expect(mean).toBeLessThan(0.35);
    expect(settingsOf(proposal, 'eq')).toMatchObject({ kind: 'eq', phase: 'linear' });
  });

  it('the same mix asks for nothing', () => {
    const { processing, items } = matchReference(own, own, WHOLE);
    expect(processing).toEqual([]);
    expect(items.map(({ settings }) => settings)).toEqual([null, null, null, null]);
    items.forEach(({ why }) => expect(why).toMatch(/\d/));
  });

  it('a difference of level alone asks for nothing, and is said', () => {
    const { processing, loudnessDifferenceLu } = matchReference(own, profileOf(mix.map((channel) => scaled(channel, 0.25))), WHOLE);
    expect(processing).toEqual([]);
    expect(loudnessDifferenceLu).toBeCloseTo(-12.04, 1);
  });

  it('stays within its limits, scaled by the amount', () => {
    const reference = withEq([
      { type: 'bell', frequencyHz: 3000, gainDb: 14, q: 0.7 },
      { type: 'lowShelf', frequencyHz: 150, gainDb: -14, q: 0.7 },
    ]);
    for (const amountRatio of [1, 0.5]) {
      const { curves } = matchReference(own, reference, { amountRatio, maxBoostDb: 6, maxCutDb: 4 });
      expect(Math.max(...curves.proposedDb)).toBeLessThan(6.4 * amountRatio + 0.2);
      expect(Math.max(...curves.proposedDb)).toBeGreaterThan(5 * amountRatio);
      expect(Math.min(...curves.proposedDb)).toBeGreaterThan(-4.4 * amountRatio - 0.2);
    }
  });

  it('an amount of nothing does nothing', () => {
    expect(matchReference(own, withEq([{ type: 'bell', frequencyHz: 1000, gainDb: 6, q: 1 }]), { amountRatio: 0 }).processing).toEqual([]);
  });

  it('a reference that ends at 9 kHz does not take the treble of the mix', () => {
    const steep: EqBand = { type: 'lowPass', frequencyHz: 9000, slopeDbPerOct: 48 };
    const { curves } = matchReference(own, withEq([steep, steep, steep]), WHOLE);
    expect(curves.differenceDb.slice(28).every((value) => value === null)).toBe(true);
    THIRD_OCTAVES_HZ.forEach((hz, k) => {
      if (hz > 45 && hz < 6000) {
        expect(Math.abs(curves.proposedDb[k]!)).toBeLessThan(0.5);
      }
    });
  });

  it('does not lift the deepest octave', () => {
    const { curves } = matchReference(own, withEq([{ type: 'lowShelf', frequencyHz: 45, gainDb: 9, q: 0.7 }]), WHOLE);
    expect(curves.wantedDb[1]!).toBeCloseTo(0, 6);
    expect(curves.proposedDb[1]!).toBeLessThan(4);
  });
});

describe('matchReference: width and dynamics', () => {
  const wider = (gain: number): MixProfile => profileOf(pairOf(mid, scaled(side, gain)));

  it.each([
    [2, 1.3],
    [1.25, 1.12],
    [0.5, 0.8],
  ])('a side of %f times asks for a width of about %f', (gain, ratio) => {
    const settings = settingsOf(matchReference(own, wider(gain), { amountRatio: 0.5 }), 'image');
    expect(settings?.kind === 'image' ? settings.widthRatio! : 1).toBeCloseTo(ratio, 1);
  });

  it('leaves mono mixes, and mono references, alone', () => {
    const mono = profileOf(dual(mid));
    expect(settingsOf(matchReference(mono, own), 'image')).toBeNull();
    expect(settingsOf(matchReference(own, mono), 'image')).toBeNull();
  });

  it('compresses towards a pressed reference, and never expands', () => {
    const hits = mix.map((channel) => channel.map((x, k) => x * (0.5 + 4 * Math.exp(-(k % 24000) / 1500))));
    const lively = profileOf(hits);
    const proposal = matchReference(lively, own);
    const settings = settingsOf(proposal, 'dynamics');
    expect(settings).toMatchObject({ kind: 'compressor', ratio: 1.5 });
    expect(settingsOf(matchReference(own, lively), 'dynamics')).toBeNull();
  });
});

describe('matchReference: refusals', () => {
  it('says that a mix is silent, or too short', () => {
    const silent = profileOf(dual(new Float32Array(RATE)));
    expect(() => matchReference(silent, own)).toThrow(InputError);
    expect(() => matchReference(silent, own)).toThrow(/the mix has nothing above −70 LUFS/);
    expect(() => matchReference(own, profileOf(dual(white(0.2, 1))))).toThrow(/the reference is 0\.2 s long/);
  });

  it.each([{ amountRatio: 1.5 }, { amountRatio: NaN }, { maxBoostDb: -1 }])('refuses %o', (options) => {
    expect(() => matchReference(own, own, options)).toThrow(UsageError);
  });
});

describe('scaleProposal', () => {
  const proposal = matchReference(own, withEq([{ type: 'bell', frequencyHz: 2500, gainDb: 5, q: 0.8 }]), { amountRatio: 0.8 });

  it('half of a proposal is what half of the amount proposes, within 0.35 dB', () => {
    const half = scaleProposal(proposal, 0.5);
    const again = matchReference(own, withEq([{ type: 'bell', frequencyHz: 2500, gainDb: 5, q: 0.8 }]), { amountRatio: 0.4 });
    half.curves.proposedDb.forEach((db, k) => expect(Math.abs(db - again.curves.proposedDb[k]!)).toBeLessThan(0.35));
    expect(half.amountRatio).toBeCloseTo(0.4, 10);
  });

  it('1 changes nothing, 0 leaves nothing', () => {
    expect(scaleProposal(proposal, 1).processing).toEqual(proposal.processing);
    expect(scaleProposal(proposal, 0).processing).toEqual([]);
  });
});

describe('fitEq', () => {
  it('finds the bands that made a curve', () => {
    const bands: readonly EqBand[] = [
      { type: 'lowShelf', frequencyHz: 120, gainDb: 4, q: 0.7 },
      { type: 'bell', frequencyHz: 400, gainDb: -3, q: 1.2 },
      { type: 'highShelf', frequencyHz: 8000, gainDb: 3, q: 0.7 },
    ];
    const fit = fitEq(THIRD_OCTAVES_HZ.map(createEqResponse({ kind: 'eq', bands }, RATE)), RATE);
    expect(fit.residualDb.max).toBeLessThan(0.3);
    expect(fit.bands.length).toBeLessThanOrEqual(4);
  });

  it('never has more than its bands, nor gains beyond the curve', () => {
    const wild = THIRD_OCTAVES_HZ.map((_, k) => 5 * Math.sin(k * k));
    const fit = fitEq(wild, RATE);
    expect(fit.bands.length).toBeLessThanOrEqual(8);
    fit.bands.forEach((band) => expect(Math.abs(band.gainDb!)).toBeLessThanOrEqual(6.8));
    expect(fitEq(wild, RATE)).toEqual(fit);
  });

  it('of nothing is nothing', () => {
    expect(
      fitEq(
        THIRD_OCTAVES_HZ.map(() => null),
        RATE,
      ),
    ).toMatchObject({ bands: [], residualDb: { rms: 0, max: 0 } });
  });
});
