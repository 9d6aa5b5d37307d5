import type { AudioSource } from '../../audio/index.ts';
import type { Kernels } from '../../dsp/index.ts';
import type { Preset } from '../presets.ts';
import { analyseSource } from './analyseSource.ts';
import { checkBandLimit, checkBinauralModes, checkBits, checkFormat, checkTonalBalance } from './fileChecks.ts';
import {
  checkAboveDialogue,
  checkCodec,
  checkDialogue,
  checkHeadroom,
  checkLocalPeakToLoudness,
  checkLoudness,
  checkMomentary,
  checkPeakToLoudness,
  checkRange,
  checkShortTerm,
  checkTooQuiet,
  checkTruePeak,
} from './loudnessChecks.ts';
import { isPassed } from './judge.ts';
import type { QcCheckFunction, QcInput } from './loudnessChecks.ts';
import { qcLimits, type QcRuleId } from './rules.ts';
import {
  checkClicks,
  checkClipping,
  checkDc,
  checkDropouts,
  checkEmpty,
  checkGaps,
  checkHead,
  checkHum,
  checkNoiseFloor,
  checkTail,
} from './signalChecks.ts';
import { checkChannels, checkMono, checkMonoBass, checkPhase, checkPolarity } from './spaceChecks.ts';
import type { QcCheck, QcContext, QcReport } from './types.ts';

/** The checks that one file answers for itself, in the order of a report; the others compare files: see checkRenderSet and checkStems. */
const FILE_CHECKS = {
  FMT: checkFormat,
  'CH-ORDER': checkChannels,
  'LOUD-I': checkLoudness,
  'LOUD-LOW': checkTooQuiet,
  DIAL: checkDialogue,
  LDR: checkAboveDialogue,
  'TP-MAX': checkTruePeak,
  'MAX-S': checkShortTerm,
  'MAX-M': checkMomentary,
  LRA: checkRange,
  PLR: checkPeakToLoudness,
  PSR: checkLocalPeakToLoudness,
  CODEC: checkCodec,
  HEADROOM: checkHeadroom,
  'CLIP-FLAT': checkClipping,
  DROPOUT: checkDropouts,
  CLICK: checkClicks,
  'SIL-HEAD': checkHead,
  'SIL-MID': checkGaps,
  'SIL-TAIL': checkTail,
  EMPTY: checkEmpty,
  DC: checkDc,
  HUM: checkHum,
  'NOISE-FLOOR': checkNoiseFloor,
  PHASE: checkPhase,
  MONO: checkMono,
  'LF-MONO': checkMonoBass,
  POLARITY: checkPolarity,
  TONAL: checkTonalBalance,
  BANDLIM: checkBandLimit,
  BITS: checkBits,
  BINMODE: checkBinauralModes,
} as const satisfies Partial<Record<QcRuleId, QcCheckFunction>>;

/** Judges what one pass found. */
export function judgeQc(input: QcInput): QcReport {
  const checks: QcCheck[] = [];
  for (const [id, check] of Object.entries(FILE_CHECKS) as [QcRuleId, QcCheckFunction][]) {
    const limits = qcLimits(id, input.preset?.qc);
    if (!limits.isOff) {
      checks.push(check(limits, input));
    }
  }
  return { passed: isPassed(checks), checks };
}

/** One pass over a source, then every check that it can answer. */
export function runQc(
  kernels: Kernels,
  source: AudioSource,
  context: QcContext,
  preset?: Preset,
  onProgress?: (ratio: number) => void,
): QcReport {
  return judgeQc({ analysis: analyseSource(kernels, source, context.speakers, onProgress), context, preset });
}
