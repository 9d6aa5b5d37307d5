import { clamp, dbToGain, InputError, UsageError } from '../../base/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import type { CompressorSettings, EqSettings, ImageSettings } from '../../scene/index.ts';
import { differenceCurve, limitedCurve, withoutBassBoost, type BandCurve } from './differenceCurve.ts';
import { fitEq } from './fitEq.ts';
import { meanReductionDb, thresholdFor } from './levelShares.ts';
import { MATCH_DEFAULTS, type MatchCurves, type MatchItem, type MatchOptions, type MatchProposal } from './matchTypes.ts';
import { DETECTOR_HIGH_PASS_HZ, type MixProfile } from './types.ts';
import { bandInWords, figure, inDb, inHz } from './words.ts';

/** Curves that stay within this are the same curve. */
const SAME_DB = 0.5;
/** Mixes this different ask for another reference. */
const APART_DB = 12;
const SAME_WIDTH_DB = 1;
const WIDTH_RANGE = { low: 0.8, high: 1.3 } as const;
/** A side this far below is mono with some noise. */
const MONO_DB = -30;
/** A reference less dynamic by less than this is no reason to compress. */
const SAME_PSR_LU = 1;
const MAX_REDUCTION_DB = 2;
/** A share of the heights that differs by less is the same. */
const SAME_HEIGHT_DB = 1;
const MAX_HEIGHT_DB = 3;

/** Slow enough to let attacks through; bass does not lead it. */
export const GLUE: CompressorSettings = {
  kind: 'compressor',
  ratio: 1.5,
  kneeDb: 8,
  attackMs: 30,
  releaseMs: 200,
  detector: 'rms',
  sideChainHighPassHz: DETECTOR_HIGH_PASS_HZ,
};

/**
 * What would bring a mix nearer to a reference: a gentle equalizer, width, dynamics and the difference in level, each with its reason.
 * Both are compared at equal loudness, so that level alone changes nothing.
 * @throws InputError `profile.silent`, UsageError for an amount or limit out of range
 */
export function matchReference(own: MixProfile, reference: MixProfile, options: MatchOptions = {}): MatchProposal {
  const { amountRatio, maxBoostDb, maxCutDb } = checkedOptions(options);
  const ownLufs = audibleLufs(own, 'the mix');
  const referenceLufs = audibleLufs(reference, 'the reference');
  const differenceDb = differenceCurve(own.spectrum.levelsDb, reference.spectrum.levelsDb);
  const largest = Math.max(0, ...differenceDb.map((value) => Math.abs(value ?? 0)));
  const limited = limitedCurve(differenceDb, { amountRatio, maxBoostDb, maxCutDb });
  const hasOwnLfe = own.lfe !== null && reference.lfe === null;
  const wantedDb = hasOwnLfe ? withoutBassBoost(limited) : limited;
  const fit = fitEq(largest < SAME_DB ? differenceDb.map(() => null) : wantedDb, own.sampleRateHz);
  const curves: MatchCurves = {
    ownDb: atMean(own.spectrum.levelsDb, differenceDb),
    referenceDb: atMean(reference.spectrum.levelsDb, differenceDb),
    differenceDb,
    wantedDb,
    proposedDb: fit.responseDb,
  };
  const eq: EqSettings | null = fit.bands.length === 0 ? null : { kind: 'eq', phase: 'linear', bands: fit.bands };
  const items: readonly MatchItem[] = [
    eqItem(eq, differenceDb, largest, fit.residualDb.rms, hasOwnLfe),
    imageItem(own, reference, amountRatio),
    dynamicsItem(own, reference, amountRatio),
    {
      id: 'loudness',
      what: 'leave the level to the preset',
      why: `the reference is ${figure(Math.abs(referenceLufs - ownLufs))} LU ${referenceLufs < ownLufs ? 'quieter' : 'louder'} (${figure(referenceLufs)} against ${figure(ownLufs)} LUFS); compare them at equal loudness`,
      settings: null,
    },
  ];
  return {
    amountRatio,
    maxBoostDb,
    maxCutDb,
    sampleRateHz: own.sampleRateHz,
    curves,
    residualDb: fit.residualDb,
    loudnessDifferenceLu: referenceLufs - ownLufs,
    items,
    processing: items.flatMap(({ settings }) => (settings === null ? [] : [settings])),
  };
}

/** Integrated loudness. @throws InputError `profile.silent` where there is none */
export function audibleLufs(profile: MixProfile, what: string): number {
  if (profile.integratedLufs === null) {
    throw new InputError(
      'profile.silent',
      profile.lengthSec < 0.4 ? `${what} is ${profile.lengthSec} s long, too short to be measured` : `${what} has nothing above −70 LUFS`,
      'use one that can be heard',
    );
  }
  return profile.integratedLufs;
}

function checkedOptions(options: MatchOptions): Required<MatchOptions> {
  const all = { ...MATCH_DEFAULTS, ...options };
  const check = (name: keyof MatchOptions, high: number): void => {
    if (!(all[name] >= 0 && all[name] <= high)) {
      throw new UsageError('match.range', `${name} is ${all[name]}`, `use a number from 0 to ${high}`);
    }
  };
  check('amountRatio', 1);
  check('maxBoostDb', 12);
  check('maxCutDb', 12);
  return all;
}

function atMean(levelsDb: BandCurve, compared: BandCurve): BandCurve {
  let sum = 0;
  let count = 0;
  levelsDb.forEach((level, k) => {
    if (level !== null && compared[k] !== null) {
      sum += level;
      count += 1;
    }
  });
  return levelsDb.map((level) => (level === null ? null : Math.round((level - sum / Math.max(1, count)) * 1000) / 1000));
}

function eqItem(eq: EqSettings | null, differenceDb: BandCurve, largest: number, residualRmsDb: number, hasOwnLfe: boolean): MatchItem {
  const compared = differenceDb.filter((value) => value !== null).length;
  const at = differenceDb.findIndex((value) => value !== null && Math.abs(value) === largest);
  const hz = at < 0 ? '' : inHz(THIRD_OCTAVES_HZ[at]!);
  if (eq !== null) {
    return {
      id: 'eq',
      what: (eq.bands ?? []).map(bandInWords).join(', '),
      why: `against the reference it lacks up to ${spanOf(differenceDb)}${largest > APART_DB ? ' (so far apart that they are hardly of a kind)' : ''}; the bands follow what is wanted of that within ${residualRmsDb.toFixed(1)} dB${hasOwnLfe ? '; no bass is lifted, for only the mix has an LFE' : ''}`,
      settings: eq,
    };
  }
  const why =
    compared === 0
      ? 'the two have no band in common'
      : `over ${compared} bands the loud parts differ by at most ${largest.toFixed(1)} dB, at ${hz}${largest < SAME_DB ? '' : ', and of that nothing is to be taken'}`;
  return { id: 'eq', what: 'leave the tone', why, settings: null };
}

/** `3.1 dB at 80 Hz, and has up to 2.0 dB too much at 4 kHz`. */
function spanOf(differenceDb: BandCurve): string {
  let low = 0;
  let high = 0;
  differenceDb.forEach((value, k) => {
    low = value !== null && value < (differenceDb[low] ?? 0) ? k : low;
    high = value !== null && value > (differenceDb[high] ?? 0) ? k : high;
  });
  const lack = Math.max(0, differenceDb[high] ?? 0).toFixed(1);
  const excess = Math.max(0, -(differenceDb[low] ?? 0)).toFixed(1);
  return `${lack} dB at ${inHz(THIRD_OCTAVES_HZ[high]!)}, and has up to ${excess} dB too much at ${inHz(THIRD_OCTAVES_HZ[low]!)}`;
}

function imageItem(own: MixProfile, reference: MixProfile, amountRatio: number): MatchItem {
  const leave = (why: string): MatchItem => ({ id: 'image', what: 'leave the width', why, settings: null });
  const { sideToMidDb } = own;
  const heights = heightSettings(own, reference, amountRatio);
  if (sideToMidDb === null || sideToMidDb < MONO_DB) {
    return leave('the mix is mono: there are no sides that a width could turn up');
  }
  if (reference.sideToMidDb === null || reference.sideToMidDb < MONO_DB) {
    return leave(`the reference is mono, which is hardly meant: the sides of the mix stay at ${figure(sideToMidDb)} dB of its middle`);
  }
  const differenceDb = reference.sideToMidDb - sideToMidDb;
  const figures = `side against mid is ${figure(sideToMidDb)} dB, in the reference ${figure(reference.sideToMidDb)} dB (250 Hz to 8 kHz)`;
  const width = Math.round(clamp(dbToGain(differenceDb * amountRatio), WIDTH_RANGE.low, WIDTH_RANGE.high) * 100) / 100;
  const isSame = Math.abs(differenceDb) < SAME_WIDTH_DB || width === 1;
  if (isSame && heights === null) {
    return leave(figures);
  }
  const settings: ImageSettings = { kind: 'image', ...(isSame ? {} : { widthRatio: width }), ...heights?.settings };
  return {
    id: 'image',
    what: [isSame ? '' : `width ${width.toFixed(2)}`, heights?.what ?? ''].filter((text) => text !== '').join(', '),
    why: [figures, heights?.why ?? ''].filter((text) => text !== '').join('; '),
    settings,
  };
}

function heightSettings(
  own: MixProfile,
  reference: MixProfile,
  amountRatio: number,
): { readonly settings: { readonly heightDb: number }; readonly what: string; readonly why: string } | null {
  if (own.heightShareDb === null || reference.heightShareDb === null) {
    return null;
  }
  const differenceDb = reference.heightShareDb - own.heightShareDb;
  const heightDb = Math.round(clamp(differenceDb * amountRatio, -MAX_HEIGHT_DB, MAX_HEIGHT_DB) * 10) / 10;
  return Math.abs(differenceDb) < SAME_HEIGHT_DB || heightDb === 0
    ? null
    : {
        settings: { heightDb },
        what: `heights ${inDb(heightDb)}`,
        why: `the heights are ${figure(own.heightShareDb)} dB of the whole, in the reference ${figure(reference.heightShareDb)} dB`,
      };
}

function dynamicsItem(own: MixProfile, reference: MixProfile, amountRatio: number): MatchItem {
  const leave = (why: string): MatchItem => ({ id: 'dynamics', what: 'leave the dynamics', why, settings: null });
  if (own.psrLu === null || reference.psrLu === null) {
    return leave('one of the two is shorter than 3 s: nothing can be said of its dynamics');
  }
  const differenceLu = own.psrLu.median - reference.psrLu.median;
  const figures = `peaks lie ${figure(own.psrLu.median)} LU above the short-term loudness, in the reference ${figure(reference.psrLu.median)} LU`;
  if (differenceLu < SAME_PSR_LU) {
    return leave(differenceLu < -SAME_PSR_LU ? `${figures}; what is pressed already cannot be undone` : figures);
  }
  const wantedDb = Math.min(MAX_REDUCTION_DB, differenceLu * 0.5 * amountRatio);
  const thresholdDb = thresholdFor(own.levels.detector, GLUE, wantedDb);
  const settings = { ...GLUE, thresholdDb };
  const reductionDb = meanReductionDb(own.levels.detector, settings);
  return wantedDb < 0.3
    ? leave(`${figures}; at this amount that is too little to compress`)
    : {
        id: 'dynamics',
        what: `compressor ${GLUE.ratio}:1 from ${figure(thresholdDb)} dB`,
        why: `${figures}; on the loud parts it takes off about ${reductionDb.toFixed(1)} dB, the rest is the limiter's`,
        settings,
      };
}
