import { clamp } from '../../base/index.ts';
import { MULTIBAND_BANDS, type CompressorSettings, type MultibandBand } from '../../scene/index.ts';
import { GLUE, meanReductionDb, MIX_BANDS, thresholdFor, type LevelShares, type MixProfile } from '../reference/index.ts';
import { figure, inHz } from '../reference/words.ts';
import type { MasterChoice } from './types.ts';

/** What the peaks of a band usually are above its level, by MIX_BANDS: of the few mixes that this was tried on, and no more. */
const USUAL_CREST_DB = [11, 13, 15, 20] as const;
/** Beyond the usual, or a reference, by this more than the other bands are: it stands out. */
const STANDS_OUT_DB = { usual: 5, reference: 3 } as const;
const BAND_REDUCTION_DB = { least: 1, most: 2.5 } as const;
const GLUE_REDUCTION_DB = { least: 1, most: 2 } as const;
const GLUE_FROM_LU = 0.5;
const RELEASE_MS = [180, 140, 110, 80] as const;
const ATTACK_MS = [30, 20, 12, 6] as const;

/** Glue: little, slow, on the loud parts; its threshold is where the measured levels give the wanted reduction. */
export function glueChoice(profile: MixProfile, psrLu: readonly [number, number], from: string): MasterChoice {
  const { psrLu: own } = profile;
  if (own === null || profile.levels.detector.shares.length === 0) {
    return none('glue', 'No glue compression', 'shorter than 3 s: nothing can be said of its dynamics');
  }
  const excessLu = own.median - psrLu[1];
  const wantedDb = clamp(1 + excessLu / 4, GLUE_REDUCTION_DB.least, GLUE_REDUCTION_DB.most);
  const { settings, reductionDb } = settled(profile.levels.detector, GLUE, wantedDb);
  const figures = `peaks lie ${figure(own.median)} LU above the short-term loudness; ${from} ${figure(psrLu[0])} to ${figure(psrLu[1])}`;
  const isNeeded = excessLu > GLUE_FROM_LU;
  return {
    id: 'glue',
    title: `${isNeeded ? 'Glue' : 'Glue, if wanted'}: ${GLUE.ratio}:1 from ${figure(settings.thresholdDb ?? 0)} dB, about ${reductionDb.toFixed(1)} dB`,
    settings,
    why: `${figures}; the threshold is set so that the loud parts are reduced by about ${reductionDb.toFixed(1)} dB${isNeeded ? ', so the limiter has less to do' : ''}`,
    confidence: 'low',
    enabled: isNeeded,
  };
}

/** Only where a band moves far more than usual, or than in the reference. */
export function multibandChoice(profile: MixProfile, reference?: MixProfile): MasterChoice {
  const found = profile.bands.map((band, k) => {
    const crestDb = band.crestDb ?? -Infinity;
    const other = reference === undefined ? USUAL_CREST_DB[k]! : (reference.bands[k]?.crestDb ?? Infinity);
    return { band, k, crestDb, other, excessDb: crestDb - other };
  });
  const loud = found.flatMap((one) => {
    const others = found.filter(({ k, excessDb }) => k !== one.k && Number.isFinite(excessDb)).map(({ excessDb }) => excessDb);
    // All bands moving more than usual is what the glue is for.
    const beyondDb = one.excessDb - others.reduce((sum, value) => sum + value, 0) / Math.max(1, others.length) - limitFor(reference);
    return others.length > 0 && beyondDb > 0 && one.excessDb > 0 && isHeard(profile, one.k) ? [{ ...one, beyondDb }] : [];
  });
  const figures = found
    .filter(({ crestDb }) => crestDb > -Infinity)
    .map(({ band, crestDb, other }) => `${inHz(band.fromHz)} to ${inHz(band.toHz)} ${figure(crestDb)} dB (${figure(other)})`)
    .join(', ');
  const against = reference === undefined ? 'usual figures' : 'the reference';
  const why = `peaks above the level, by band, and those of ${against} in brackets: ${figures}`;
  if (loud.length === 0) {
    return none('multiband', 'No multiband compression', `${why}; no band stands out`);
  }
  const bands = Array.from({ length: MULTIBAND_BANDS }, (_, k): MultibandBand => {
    const one = loud.find((other) => other.k === k);
    if (one === undefined) {
      return { enabled: false };
    }
    const times = { ratio: 2, kneeDb: 6, attackMs: ATTACK_MS[k]!, releaseMs: RELEASE_MS[k]! };
    const wantedDb = clamp(one.beyondDb / 2, BAND_REDUCTION_DB.least, BAND_REDUCTION_DB.most);
    const { settings } = settled(one.band.peaks, { kind: 'compressor', ...times }, wantedDb);
    return { ...times, thresholdDb: settings.thresholdDb! };
  });
  return {
    id: 'multiband',
    title: `Multiband on ${loud.map(({ band }) => `${inHz(band.fromHz)} to ${inHz(band.toHz)}`).join(', ')}`,
    settings: {
      kind: 'multiband',
      lowHz: MIX_BANDS[0].toHz,
      midHz: MIX_BANDS[1].toHz,
      highHz: MIX_BANDS[2].toHz,
      bands,
    },
    why,
    confidence: reference === undefined ? 'low' : 'medium',
    enabled: true,
  };
}

/** Colour is taste: shown, and never switched on. */
export function saturationChoice(): MasterChoice {
  return {
    id: 'saturation',
    title: 'Tape saturation, if wanted',
    settings: { kind: 'saturation', character: 'tape', driveDb: 2, mix: 0.5, linked: true },
    why: 'nothing that was measured asks for it: it adds colour and a little density, and is off until you want it',
    confidence: 'low',
    enabled: false,
  };
}

function limitFor(reference: MixProfile | undefined): number {
  return reference === undefined ? STANDS_OUT_DB.usual : STANDS_OUT_DB.reference;
}

/** A band far below the others is not worth a compressor. */
function isHeard(profile: MixProfile, k: number): boolean {
  const strongest = Math.max(...profile.bands.map((band) => band.levelDb ?? -Infinity));
  return (profile.bands[k]?.levelDb ?? -Infinity) > strongest - 30;
}

function settled(
  levels: LevelShares,
  settings: CompressorSettings,
  wantedDb: number,
): { readonly settings: CompressorSettings; readonly reductionDb: number } {
  const whole = { ...settings, thresholdDb: thresholdFor(levels, settings, wantedDb) };
  return { settings: whole, reductionDb: meanReductionDb(levels, whole) };
}

function none(id: MasterChoice['id'], title: string, why: string): MasterChoice {
  return { id, title, settings: null, why, confidence: 'medium', enabled: false };
}
