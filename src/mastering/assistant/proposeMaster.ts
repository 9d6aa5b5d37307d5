import { log2 } from '../../base/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import type { EqSettings, ImageSettings } from '../../scene/index.ts';
import type { Preset } from '../presets.ts';
import {
  audibleLufs,
  beyondTolerance,
  differenceCurve,
  fitEq,
  limitedCurve,
  matchReference,
  meanReductionDb,
  withoutBassBoost,
  type BandCurve,
  type MatchCurves,
  type MatchOptions,
  type MatchProposal,
  type MixProfile,
} from '../reference/index.ts';
import { bandInWords, figure, inDb, inHz } from '../reference/words.ts';
import { lfeChoice, lowCutChoice, withMonoBass } from './corrections.ts';
import { glueChoice, multibandChoice, saturationChoice } from './dynamics.ts';
import { forecastLoudness, HEAVY_REDUCTION_DB, loudnessChangeLu } from './forecast.ts';
import type { TargetProfile } from './targets.ts';
import type { LoudnessForecast, MasterChoice, MasterGoal, MasterProposal } from './types.ts';

/** A genre is no reference: what lies beyond its tolerance is taken back by this much, and never by more. */
const CURVE_AMOUNT_RATIO = 0.7;
const CURVE_MAX_DB = 4;
/** Less is no reason to touch the tone. */
const WORTH_DB = 0.5;
const TILT_RMS_DB = 0.35;
/** √(20 · 20,000): a tilt about it gives and takes alike at both ends. */
const TILT_PIVOT_HZ = 632;
const WIDTH_STEP = { narrower: 0.85, wider: 1.15 } as const;

/** What is mastered, and for what. */
export interface MasterQuestion {
  readonly profile: MixProfile;
  readonly preset: Preset;
  readonly goal: MasterGoal;
  /** The layout's title, as a preset names the render that it measures. */
  readonly layout: string;
  /** How a reference is followed. */
  readonly match?: MatchOptions;
}

/**
 * Proposes a master chain, in the order that it runs: low cut, tone, multiband, glue, saturation, image; then says what the preset's loudness will
 * take. Every choice is listed with its figures, also the ones not to do anything.
 * @throws InputError `profile.silent`
 */
export function proposeMaster({ profile, preset, goal, layout, match }: MasterQuestion): MasterProposal {
  const integratedLufs = audibleLufs(profile, 'the mix');
  const matched = goal.kind === 'reference' ? matchReference(profile, goal.reference, match) : undefined;
  const tone = goal.kind === 'reference' ? toneOfMatch(profile, matched!) : toneOfCurve(profile, goal.target);
  const psrLu: readonly [number, number] =
    goal.kind === 'curve' ? goal.target.psrLu : [goal.reference.psrLu?.min ?? 0, (goal.reference.psrLu?.median ?? 30) + 1];
  const image = matched === undefined ? widthOfCurve(profile, (goal as MasterGoal & { kind: 'curve' }).target) : imageOfMatch(matched);
  const choices: MasterChoice[] = [
    lowCutChoice(profile),
    ...[lfeChoice(profile)].filter((choice) => choice !== undefined),
    tone.choice,
    multibandChoice(profile, goal.kind === 'reference' ? goal.reference : undefined),
    glueChoice(profile, psrLu, goal.kind === 'curve' ? `usual for ${goal.target.title.toLowerCase()} are` : 'the reference has'),
    saturationChoice(),
    withMonoBass(profile, image),
  ];
  const glue = choices.find((choice) => choice.id === 'glue');
  const glueDb =
    glue?.enabled === true && glue.settings?.kind === 'compressor' ? meanReductionDb(profile.levels.detector, glue.settings) : 0;
  const chainLu = loudnessChangeLu(profile.spectrum.levelsDb, tone.curves.proposedDb, profile.sampleRateHz) - glueDb;
  const forecast = forecastLoudness(profile, integratedLufs, preset, chainLu, layout);
  choices.push(loudnessChoice(forecast, preset));
  return {
    goal:
      goal.kind === 'curve'
        ? { kind: 'curve', title: goal.target.title, source: goal.target.source, confidence: goal.target.confidence }
        : { kind: 'reference', title: goal.title, source: 'measured', confidence: 'measured' },
    choices,
    processing: choices.flatMap(({ enabled, settings }) => (enabled && settings !== null ? [settings] : [])),
    curves: tone.curves,
    forecast,
    warnings: warningsOf(profile, forecast, preset, goal),
  };
}

interface Tone {
  readonly choice: MasterChoice;
  readonly curves: MatchCurves;
}

function toneOfMatch(profile: MixProfile, matched: MatchProposal): Tone {
  const item = matched.items.find(({ id }) => id === 'eq')!;
  return withTilt(profile, matched.curves, item.settings as EqSettings | null, item.what, item.why, 'medium');
}

function toneOfCurve(profile: MixProfile, target: TargetProfile): Tone {
  const differenceDb = differenceCurve(profile.spectrum.levelsDb, target.levelsDb);
  const beyond = beyondTolerance(differenceDb, target.toleranceDb);
  const limited = limitedCurve(beyond, { amountRatio: CURVE_AMOUNT_RATIO, maxBoostDb: CURVE_MAX_DB, maxCutDb: CURVE_MAX_DB });
  const wantedDb = profile.lfe === null ? limited : withoutBassBoost(limited);
  const largest = Math.max(0, ...wantedDb.map((value) => Math.abs(value ?? 0)));
  const fit = fitEq(largest < WORTH_DB ? wantedDb.map(() => null) : wantedDb, profile.sampleRateHz);
  const curves: MatchCurves = {
    ownDb: profile.spectrum.levelsDb,
    referenceDb: target.levelsDb,
    differenceDb,
    wantedDb,
    proposedDb: fit.responseDb,
  };
  const outside = beyond.flatMap((value, k) =>
    value === null || value === 0 ? [] : [`${inHz(THIRD_OCTAVES_HZ[k]!)} ${inDb(-differenceDb[k]!)}`],
  );
  const range = `the range of ${target.title.toLowerCase()} (${target.confidence})`;
  const why =
    outside.length === 0
      ? `every band lies within ${range}`
      : `against the curve these are outside ${range}: ${shortened(outside)}; ${CURVE_AMOUNT_RATIO * 100} % of what lies beyond is taken back${profile.lfe === null ? '' : ', but for bass that is missing: the LFE has some'}`;
  const eq: EqSettings | null = fit.bands.length === 0 ? null : { kind: 'eq', phase: 'linear', bands: fit.bands };
  return withTilt(profile, curves, eq, eq === null ? 'leave the tone' : fit.bands.map(bandInWords).join(', '), why, 'low');
}

/** Where the whole correction is a slope, a tilt says it in one number. */
function withTilt(
  profile: MixProfile,
  curves: MatchCurves,
  eq: EqSettings | null,
  what: string,
  why: string,
  confidence: MasterChoice['confidence'],
): Tone {
  const tilt = eq === null ? undefined : tiltOf(curves.wantedDb);
  if (tilt === undefined) {
    const title = eq === null ? 'Leave the tone' : `Equalizer: ${what}`;
    return { choice: { id: 'tone', title, settings: eq, why, confidence, enabled: eq !== null }, curves };
  }
  const proposedDb = THIRD_OCTAVES_HZ.map((hz) => (hz < 0.49 * profile.sampleRateHz ? tilt.slopeDb * log2(hz / TILT_PIVOT_HZ) : 0));
  return {
    choice: {
      id: 'tone',
      title: `Tilt: ${inDb(tilt.tiltDb)} at 20 kHz, ${inDb(-tilt.tiltDb)} at 20 Hz`,
      settings: { kind: 'tilt', tiltDb: tilt.tiltDb, pivotHz: TILT_PIVOT_HZ },
      why: `${why}; a straight slope says all of it`,
      confidence,
      enabled: true,
    },
    curves: { ...curves, proposedDb },
  };
}

function tiltOf(wantedDb: BandCurve): { readonly tiltDb: number; readonly slopeDb: number } | undefined {
  const points = wantedDb.flatMap((value, k) => (value === null ? [] : [{ x: log2(THIRD_OCTAVES_HZ[k]! / TILT_PIVOT_HZ), value }]));
  const xx = points.reduce((sum, { x }) => sum + x * x, 0);
  const slopeDb = points.reduce((sum, { x, value }) => sum + x * value, 0) / Math.max(1e-9, xx);
  const rms = Math.sqrt(
    points.reduce((sum, { x, value }) => sum + (value - slopeDb * x) * (value - slopeDb * x), 0) / Math.max(1, points.length),
  );
  const tiltDb = Math.round(slopeDb * log2(20000 / TILT_PIVOT_HZ) * 10) / 10;
  return points.length < 16 || rms > TILT_RMS_DB || Math.abs(tiltDb) < 2 * TILT_RMS_DB || Math.abs(tiltDb) > 6
    ? undefined
    : { tiltDb, slopeDb };
}

function imageOfMatch(matched: MatchProposal): MasterChoice {
  const item = matched.items.find(({ id }) => id === 'image')!;
  const settings = item.settings as ImageSettings | null;
  const title = `${item.what.slice(0, 1).toUpperCase()}${item.what.slice(1)}`;
  return { id: 'image', title, settings, why: item.why, confidence: 'medium', enabled: settings !== null };
}

function widthOfCurve(profile: MixProfile, { title, sideToMidDb: [low, high] }: TargetProfile): MasterChoice {
  const own = profile.sideToMidDb;
  const leave = (why: string): MasterChoice => ({
    id: 'image',
    title: 'Leave the width',
    settings: null,
    why,
    confidence: 'medium',
    enabled: false,
  });
  if (own === null || own < -40) {
    return leave('it is mono: there are no sides that a width could turn up');
  }
  const figures = `side against mid is ${figure(own)} dB; usual for ${title.toLowerCase()} are ${figure(low)} to ${figure(high)}`;
  if (own >= low && own <= high) {
    return leave(figures);
  }
  const isWide = own > high;
  const widthRatio = isWide ? WIDTH_STEP.narrower : WIDTH_STEP.wider;
  // How wide is taste, and a narrow mix may be meant: shown, and off unless the sides are louder than the middle.
  return {
    id: 'image',
    title: `Width ${widthRatio.toFixed(2)}${isWide && own > 0 ? '' : ', if wanted'}`,
    settings: { kind: 'image', widthRatio },
    why: figures,
    confidence: 'low',
    enabled: isWide && own > 0,
  };
}

function loudnessChoice(forecast: LoudnessForecast, preset: Preset): MasterChoice {
  const { targetLufs, chainLufs, gainDb, maxReductionDb, reducedRatio, measuredOn } = forecast;
  const about = measuredOn === null ? '' : ` (it is measured on the ${measuredOn}, which this is not: take the figures as near)`;
  const limiter =
    maxReductionDb < 0.1
      ? 'the limiter has nothing to do'
      : `the limiter takes off about ${maxReductionDb.toFixed(1)} dB at most, and more than 1 dB in ${Math.round(reducedRatio * 100)} % of the loud parts`;
  return {
    id: 'loudness',
    title:
      targetLufs === null
        ? `${preset.title}: the level stays`
        : `${preset.title}: ${figure(targetLufs)} LUFS, ${figure(preset.truePeakDbtp)} dBTP`,
    settings: null,
    why: `after the chain about ${figure(chainLufs)} LUFS; the preset asks for ${inDb(gainDb)}, and ${limiter}${about}`,
    confidence: measuredOn === null ? 'medium' : 'low',
    enabled: true,
  };
}

function warningsOf(profile: MixProfile, forecast: LoudnessForecast, preset: Preset, goal: MasterGoal): readonly string[] {
  const { maxReductionDb, isFeasible, targetLufs } = forecast;
  const warnings: string[] = [];
  if (!isFeasible) {
    const limit = preset.maxGainReductionDb;
    warnings.push(
      limit === undefined
        ? `${figure(targetLufs ?? 0)} LUFS is more than limiting can give this mix under ${figure(preset.truePeakDbtp)} dBTP: tame its peaks, or choose a quieter target`
        : `${preset.title} allows ${figure(limit)} dB of limiting, and this mix would need about ${maxReductionDb.toFixed(1)}: tame its peaks, or choose a quieter target`,
    );
  } else if (maxReductionDb > HEAVY_REDUCTION_DB) {
    warnings.push(
      `${figure(targetLufs ?? 0)} LUFS would take about ${maxReductionDb.toFixed(1)} dB of limiting at the peaks, which is heard: tame the peaks in the mix, or choose a quieter target`,
    );
  }
  if ((profile.truePeakDbtp ?? -Infinity) > 0) {
    warnings.push(
      `the mix peaks at ${figure(profile.truePeakDbtp!)} dBTP: if it was clipped before, no mastering brings that back; ask for one with headroom`,
    );
  } else if (profile.psrLu !== null && profile.psrLu.median < 8) {
    warnings.push(`its peaks lie only ${figure(profile.psrLu.median)} LU above its loudness: it has been limited before`);
  }
  if (goal.kind === 'curve') {
    const [low, high] = goal.target.lraLu;
    if (profile.lengthSec >= 60 && (profile.lraLu < low || profile.lraLu > high)) {
      warnings.push(
        `its loudness range is ${figure(profile.lraLu)} LU; usual for ${goal.target.title.toLowerCase()} are ${low} to ${high}: ride the faders if that is not meant`,
      );
    }
  }
  if (profile.lengthSec < 30) {
    warnings.push(`it is ${figure(profile.lengthSec)} s long: the figures are of that only`);
  }
  if (profile.invalidSamples > 0) {
    warnings.push(`${profile.invalidSamples} samples are not numbers, and count as silence`);
  }
  return warnings;
}

function shortened(list: readonly string[]): string {
  return list.length <= 8 ? list.join(', ') : `${list.slice(0, 8).join(', ')} and ${list.length - 8} more`;
}
