import { dbToPower, powerToDb } from '../../base/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import { isPassed, result, show, skip, statusOf, worse } from './judge.ts';
import { qcLimits, type QcOverrides } from './rules.ts';
import type { QcCheck, QcReport } from './types.ts';

/** One render of a mix, as the comparison needs it. */
export interface RenderFacts {
  readonly render: string;
  /** The gain that it was mastered with, taken off again. */
  readonly gainDb: number;
  readonly integratedLufs: number;
  readonly maxShortTermLufs: number;
  readonly lraLu: number;
  readonly truePeakDbtp: number;
  /** Third-octave levels as thirdOctaveLevelsDb gives them, LFE included. */
  readonly thirdOctavesDb: readonly number[];
  /** Loudness of single elements through this render. */
  readonly elements?: readonly { readonly name: string; readonly lufs: number }[];
}

/** A render against the anchor, both at the gain of the mix. */
export interface TranslationRow {
  readonly render: string;
  readonly integratedLufs: number;
  readonly deltaLu: number;
  readonly maxShortTermDeltaLu: number;
  readonly lraLu: number;
  readonly plrLu: number;
  /** Level against the anchor's, loudness-matched, by `TRANSLATION_BANDS`, dB. */
  readonly bandsDb: readonly number[];
}

/** Bands of the translation matrix. */
export const TRANSLATION_BANDS = [
  { name: 'low', fromHz: 20, toHz: 120 },
  { name: 'low mid', fromHz: 120, toHz: 1000 },
  { name: 'high mid', fromHz: 1000, toHz: 5000 },
  { name: 'high', fromHz: 5000, toHz: 20000 },
] as const;

const MAX_BAND_DELTA_DB = 3;
const MAX_ELEMENT_LOSS_DB = 6;

/**
 * Compares the renders of one mix: loudness spread, bands, elements that a downmix loses, and bass that only the LFE has.
 * @param anchor the render that the others are held against; without it the first
 */
export function checkRenderSet(
  renders: readonly RenderFacts[],
  options: { readonly anchor?: string; readonly overrides?: QcOverrides } = {},
): QcReport & { readonly matrix: readonly TranslationRow[] } {
  const audible = renders.filter((render) => render.integratedLufs !== -Infinity);
  const anchor = audible.find((render) => render.render === options.anchor) ?? audible[0];
  const matrix = anchor === undefined ? [] : audible.map((render) => rowOf(render, anchor));
  const checks = [checkTranslation(audible, anchor, matrix, options.overrides), checkLfeUse(audible, options.overrides)];
  return { passed: isPassed(checks), checks, matrix };
}

function rowOf(render: RenderFacts, anchor: RenderFacts): TranslationRow {
  const lufs = render.integratedLufs - render.gainDb;
  const anchorLufs = anchor.integratedLufs - anchor.gainDb;
  const shift = anchor.integratedLufs - render.integratedLufs;
  return {
    render: render.render,
    integratedLufs: lufs,
    deltaLu: lufs - anchorLufs,
    maxShortTermDeltaLu: render.maxShortTermLufs - render.gainDb - (anchor.maxShortTermLufs - anchor.gainDb),
    lraLu: render.lraLu,
    plrLu: render.truePeakDbtp - render.integratedLufs,
    bandsDb: TRANSLATION_BANDS.map(({ fromHz, toHz }) => {
      const own = bandDb(render, fromHz, toHz);
      const other = bandDb(anchor, fromHz, toHz);
      return own === -Infinity || other === -Infinity ? 0 : own + shift - other;
    }),
  };
}

function checkTranslation(
  renders: readonly RenderFacts[],
  anchor: RenderFacts | undefined,
  matrix: readonly TranslationRow[],
  overrides: QcOverrides | undefined,
): QcCheck {
  const limits = qcLimits('XLATE', overrides);
  if (anchor === undefined || renders.length < 2) {
    return skip(limits, 'there is one render only');
  }
  const deltas = matrix.map((row) => row.deltaLu);
  const spreadLu = Math.max(...deltas) - Math.min(...deltas);
  const lost = renders.flatMap((render) =>
    (render.elements ?? []).flatMap((element) => {
      const before = anchor.elements?.find((one) => one.name === element.name);
      const lossDb = before === undefined ? 0 : before.lufs - anchor.gainDb - (element.lufs - render.gainDb);
      return lossDb > MAX_ELEMENT_LOSS_DB ? [`${element.name} loses ${show(lossDb)} dB in ${render.render}`] : [];
    }),
  );
  const bands = matrix.flatMap((row) =>
    row.bandsDb.flatMap((delta, k) =>
      Math.abs(delta) > MAX_BAND_DELTA_DB ? [`${row.render} ${TRANSLATION_BANDS[k]!.name} ${delta > 0 ? '+' : ''}${show(delta)} dB`] : [],
    ),
  );
  let status = statusOf(limits, spreadLu);
  status = worse(status, lost.length > 0 ? 'fail' : bands.length > 0 ? 'warn' : 'pass');
  const details = [...lost, ...bands].slice(0, 4);
  return result(
    limits,
    status,
    `${show(spreadLu)} LU between renders, usual under ${show(limits.warn!, 0)}${details.length > 0 ? `; against ${anchor.render}: ${details.join(', ')}` : ''}`,
  );
}

function checkLfeUse(renders: readonly RenderFacts[], overrides: QcOverrides | undefined): QcCheck {
  const limits = qcLimits('LFE-USE', overrides);
  const stereo = renders.find((render) => render.render === 'stereo' || render.render === '2.0' || render.render === '0+2+0');
  const widest = renders.find((render) => render.render === '7.1.4') ?? renders.find((render) => /\.1(\.|$)/.test(render.render));
  if (stereo === undefined || widest === undefined) {
    return skip(limits, 'needs a stereo render and one with an LFE');
  }
  const bass = (render: RenderFacts): number => bandDb(render, 20, 120) - bandDb(render, 250, 4000);
  const dropDb = bass(widest) - bass(stereo);
  if (!Number.isFinite(dropDb)) {
    return skip(limits, 'has no bass');
  }
  return result(
    limits,
    statusOf(limits, dropDb),
    `${show(dropDb)} dB of bass lost from ${widest.render} to stereo, at most ${show(limits.warn!, 0)}`,
  );
}

function bandDb(render: RenderFacts, fromHz: number, toHz: number): number {
  return powerToDb(
    render.thirdOctavesDb.reduce((sum, level, k) => {
      const centre = THIRD_OCTAVES_HZ[k]!;
      return centre >= fromHz && centre < toHz ? sum + dbToPower(level) : sum;
    }, 0),
  );
}
