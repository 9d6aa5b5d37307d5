import type { Warning } from '../base/index.ts';
import type { OpenedAudio } from '../formats/index.ts';
import type { Speaker } from '../layouts/index.ts';
import { describePlaces, type QcCheck, type QcContext, type SignalAnalysis } from '../mastering/index.ts';
import { thirdOctaveLevelsDb } from '../metering/index.ts';
import type { RenderCheck, RenderCurves } from './report.ts';

/** What an open file says of itself to the quality checks. @param readerWarnings what its reader collected */
export function qcContextOf(opened: OpenedAudio, speakers: readonly Speaker[], readerWarnings: readonly Warning[] = []): QcContext {
  return {
    speakers,
    sampleRateHz: opened.sampleRateHz,
    bitsPerSample: opened.wave?.format.validBits ?? opened.bitsPerSample,
    isFloat: opened.encoding === 'float',
    statedLabels: opened.channelLabels,
    readerWarnings: readerWarnings.map((warning) => warning.message),
  };
}

/** Rules that a render's own checks already state in the report. */
const STATED_BY_RENDER: readonly string[] = ['LOUD-I', 'TP-MAX'];

/**
 * Quality checks as the report lists them. A check that advises passes, whatever it found; its severity says what that was. Checks that had
 * nothing to judge are left out.
 */
export function renderChecksOf(checks: readonly QcCheck[]): readonly RenderCheck[] {
  return checks
    .filter((check) => check.status !== 'skip' && !STATED_BY_RENDER.includes(check.rule))
    .map((check) => ({
      rule: check.rule,
      passed: check.status !== 'fail' || !check.isBinding,
      message: check.mend === '' ? check.message : `${check.message}; ${check.mend}`,
      ...(check.status === 'pass'
        ? {}
        : {
            severity: check.status === 'fail' && check.isBinding ? ('failure' as const) : ('warning' as const),
            why: check.why,
            ...(check.where.length === 0 ? {} : { where: describePlaces(check.where) }),
          }),
    }));
}

const MAX_CURVE_POINTS = 600;

/** The curves of a report: short-term loudness at no more than 600 points, and the long-term spectrum. */
export function curvesOf(analysis: SignalAnalysis): RenderCurves {
  const { hopSec, shortTermLufs } = analysis.history;
  const every = Math.max(1, Math.ceil(shortTermLufs.length / MAX_CURVE_POINTS));
  const points = Math.floor(shortTermLufs.length / every);
  return {
    stepSec: hopSec * every,
    shortTermLufs: Array.from({ length: points }, (_, k) => tenth(shortTermLufs[(k + 1) * every - 1]!)),
    thirdOctavesDb: thirdOctaveLevelsDb(analysis.spectra).map(tenth),
  };
}

function tenth(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value * 10) / 10 : null;
}
