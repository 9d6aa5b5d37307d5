import { dbToGain } from '../../base/index.ts';
import { isPassed, result, show, skip } from './judge.ts';
import type { Preset } from '../presets.ts';
import { qcLimits, type QcLimits } from './rules.ts';
import type { QcCheck, QcContext, QcReport } from './types.ts';

/** What is known of an object master beside the renders of it. */
export interface ObjectFacts extends Pick<QcContext, 'objectPeaks' | 'binauralModes' | 'stereoLengthSec'> {
  readonly lengthSec: number;
  readonly sampleRateHz?: number;
}

/**
 * The checks that a file of objects answers for itself: what is declared and empty, headphone modes, its rate, and its length against the stereo
 * master's.
 * @param preset of the delivery; absent: nothing is asked
 */
export function judgeObjects(facts: ObjectFacts, preset?: Pick<Preset, 'title' | 'qc' | 'sampleRatesHz'>): QcReport {
  const { objectPeaks = [], binauralModes, lengthSec, stereoLengthSec } = facts;
  const overrides = preset?.qc;
  const empty = qcLimits('EMPTY', overrides);
  const length = qcLimits('SIL-TAIL', overrides);
  const checks = [
    emptyObjects(empty, objectPeaks) ?? result(empty, 'pass', `${objectPeaks.length} objects and beds, and every one plays`),
    modesCheck(qcLimits('BINMODE', overrides), binauralModes),
    rateCheck(facts.sampleRateHz, preset),
    otherLength(length, lengthSec, stereoLengthSec) ??
      (stereoLengthSec === undefined
        ? skip(length, 'no stereo master to compare with')
        : result(length, 'pass', 'as long as the stereo master')),
  ];
  return { passed: isPassed(checks), checks };
}

/** The objects are what is delivered: at another rate they are not taken, whatever the renders are judged by. */
function rateCheck(sampleRateHz: number | undefined, preset: Pick<Preset, 'title' | 'qc' | 'sampleRatesHz'> | undefined): QcCheck {
  const limits = { ...qcLimits('FMT', preset?.qc), isBinding: true };
  const taken = preset?.sampleRatesHz;
  if (sampleRateHz === undefined || taken === undefined) {
    return skip(limits, 'any rate is taken');
  }
  return taken.includes(sampleRateHz)
    ? result(limits, 'pass', `${sampleRateHz} Hz`)
    : result(limits, 'fail', `${sampleRateHz} Hz; ${preset!.title} takes ${taken.join(', ')}`);
}

/** Undefined where every object plays. */
export function emptyObjects(limits: QcLimits, objectPeaks: QcContext['objectPeaks'] & {}): QcCheck | undefined {
  const names = objectPeaks.filter((object) => object.peak < dbToGain(limits.fail!)).map((object) => object.name);
  return names.length === 0
    ? undefined
    : result(limits, 'fail', `${names.length} empty objects: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`);
}

export function modesCheck(limits: QcLimits, modes: QcContext['binauralModes']): QcCheck {
  if (modes === undefined || modes.length === 0) {
    return skip(limits, 'carries no binaural metadata');
  }
  const missing = modes.filter((mode) => mode === undefined).length;
  if (missing > 0) {
    return result(limits, 'fail', `${missing} of ${modes.length} elements have no mode`);
  }
  if (modes.every((mode) => mode === 'off')) {
    return result(limits, 'fail', 'every element is off');
  }
  return modes.every((mode) => mode === 'mid')
    ? result(limits, 'warn', 'every element is mid, the default')
    : result(limits, 'pass', `${modes.length} elements with modes of their own`);
}

/** A film frame: what the labels allow. */
const MAX_LENGTH_DIFFERENCE_SEC = 1 / 24;

/** Undefined where the length is the stereo master's, or that is not known. */
export function otherLength(limits: QcLimits, lengthSec: number, stereoLengthSec: number | undefined): QcCheck | undefined {
  const differenceSec = stereoLengthSec === undefined ? 0 : lengthSec - stereoLengthSec;
  if (Math.abs(differenceSec) <= MAX_LENGTH_DIFFERENCE_SEC) {
    return undefined;
  }
  const side = differenceSec > 0 ? 'longer' : 'shorter';
  return result(limits, 'fail', `${show(Math.abs(differenceSec), 3)} s ${side} than the stereo master`, [
    { fromSec: Math.min(lengthSec, stereoLengthSec!), toSec: Math.max(lengthSec, stereoLengthSec!) },
  ]);
}
