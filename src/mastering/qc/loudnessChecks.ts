import type { Preset } from '../presets.ts';
import { describePlaces, result, show, skip, statusOf } from './judge.ts';
import type { QcLimits } from './rules.ts';
import type { QcCheck, QcContext, QcPlace, SignalAnalysis } from './types.ts';

/** What a check is given. */
export interface QcInput {
  readonly analysis: SignalAnalysis;
  readonly context: QcContext;
  /** Absent: nothing is delivered to anybody; the checks of the signal remain. */
  readonly preset: Preset | undefined;
}

export type QcCheckFunction = (limits: QcLimits, input: QcInput) => QcCheck;

/** Rounding of a figure to a meter's last digit. */
const METER_TOLERANCE_LU = 0.05;
/** Tech 3342's figure is unsteady before. */
const LRA_LEAST_SEC = 60;
const LEAST_LRA_LU = 3;
/** Below this much speech there is no dialogue to speak of. */
const LEAST_SPEECH_RATIO = 0.15;

export const checkLoudness: QcCheckFunction = (limits, input) => {
  const { preset } = input;
  const lufs = input.analysis.measured.integratedLufs;
  if (preset === undefined) {
    return skip(limits, 'no preset names a loudness');
  }
  if (input.context.isAnchored === true) {
    return skip(limits, `${show(lufs, 2)} LUFS; ${preset.title} measures its ${preset.measuredOn ?? 'anchor'}`);
  }
  if (countsDialogue(input)) {
    return skip(limits, `${show(lufs, 2)} LUFS; ${preset.title} measures the dialogue`);
  }
  const { targetLufs, maxLufs, toleranceLu } = preset.integratedLufs;
  if (targetLufs === undefined && maxLufs === undefined) {
    return skip(limits, `${show(lufs, 2)} LUFS; ${preset.title} names no loudness`);
  }
  if (lufs === -Infinity) {
    return result(limits, 'fail', 'is silent');
  }
  if (maxLufs !== undefined && lufs > maxLufs + METER_TOLERANCE_LU) {
    return result(limits, 'fail', `${show(lufs, 2)} LUFS, at most ${show(maxLufs)}`, loudestPlace(input.analysis));
  }
  if (targetLufs === undefined) {
    return result(limits, 'pass', `${show(lufs, 2)} LUFS, at most ${show(maxLufs!)}`);
  }
  const missLu = Math.abs(lufs - targetLufs);
  const status = missLu > toleranceLu + METER_TOLERANCE_LU ? 'fail' : missLu > Math.min(limits.warn!, toleranceLu) ? 'warn' : 'pass';
  return result(limits, status, `${show(lufs, 2)} LUFS, target ${show(targetLufs)} ± ${show(toleranceLu)}`);
};

export const checkTooQuiet: QcCheckFunction = (limits, { analysis, context, preset }) => {
  const lufs = analysis.measured.integratedLufs;
  const least = preset?.integratedLufs.minLufs;
  if (preset === undefined || context.isAnchored === true) {
    return skip(limits, 'judged where a preset’s loudness counts');
  }
  if (least !== undefined && lufs < least) {
    return result(limits, 'fail', `${show(lufs, 2)} LUFS, at least ${show(least)}`);
  }
  // Broadcast targets lie at −23 and −24 themselves.
  const floor = Math.min(limits.warn!, (preset.dialogue?.targetLufs ?? preset.integratedLufs.targetLufs ?? 0) - 2);
  return result(limits, lufs < floor ? 'warn' : 'pass', `${show(lufs, 2)} LUFS, weak below ${show(floor)}`);
};

export const checkTruePeak: QcCheckFunction = (limits, { analysis, context, preset }) => {
  if (preset === undefined) {
    return skip(limits, 'no preset names a ceiling');
  }
  const { truePeakDbtp, itu4xDbtp, channels } = analysis.measured;
  const overDb = Math.max(truePeakDbtp, itu4xDbtp) - preset.truePeakDbtp;
  const places: QcPlace[] = channels.flatMap((channel, c) =>
    channel.truePeakDbtp > preset.truePeakDbtp
      ? [{ fromSec: 0, toSec: analysis.lengthFrames / analysis.sampleRateHz, channel: context.speakers[c]!.label }]
      : [],
  );
  const which = places.length === 0 ? '' : ` in ${places.map((place) => place.channel).join(' ')}`;
  return result(
    limits,
    overDb > limits.fail! + 1e-9 ? 'fail' : overDb > limits.warn! ? 'warn' : 'pass',
    `${show(truePeakDbtp, 2)} dBTP (ITU filter ${show(itu4xDbtp, 2)}), ceiling ${show(preset.truePeakDbtp)}${which}`,
    places,
  );
};

export const checkShortTerm: QcCheckFunction = (limits, { analysis, preset }) =>
  checkMaximum(limits, analysis, analysis.measured.maxShortTermLufs, analysis.history.shortTermLufs, 3, preset, preset?.maxShortTermLufs);

export const checkMomentary: QcCheckFunction = (limits, { analysis, preset }) =>
  checkMaximum(limits, analysis, analysis.measured.maxMomentaryLufs, analysis.history.momentaryLufs, 0.4, preset, preset?.maxMomentaryLufs);

function checkMaximum(
  limits: QcLimits,
  analysis: SignalAnalysis,
  largestLufs: number,
  history: Float32Array,
  windowSec: number,
  preset: Preset | undefined,
  ruleLufs: number | undefined,
): QcCheck {
  const target = preset?.integratedLufs.targetLufs ?? analysis.measured.integratedLufs;
  if (largestLufs === -Infinity || target === -Infinity) {
    return skip(limits, 'never filled its window');
  }
  const endSec = (indexOfLargest(history) + 1) * analysis.history.hopSec;
  const where = [{ fromSec: Math.max(0, endSec - windowSec), toSec: endSec }];
  if (ruleLufs !== undefined && largestLufs > ruleLufs + METER_TOLERANCE_LU) {
    return result(limits, 'fail', `${show(largestLufs)} LUFS at ${describePlaces(where)}, at most ${show(ruleLufs)}`, where);
  }
  const aboveLu = largestLufs - target;
  return result(
    limits,
    aboveLu > limits.warn! ? 'warn' : 'pass',
    `${show(largestLufs)} LUFS at ${describePlaces(where)}, ${show(aboveLu)} LU above ${preset?.integratedLufs.targetLufs === undefined ? 'the programme' : 'the target'}`,
    where,
  );
}

export const checkRange: QcCheckFunction = (limits, { analysis, preset }) => {
  const { lraLu, integratedLufs } = analysis.measured;
  const lengthSec = analysis.lengthFrames / analysis.sampleRateHz;
  if (lengthSec < LRA_LEAST_SEC || integratedLufs === -Infinity) {
    return skip(limits, `${show(lraLu)} LU; steady from 60 s of programme on`);
  }
  const least = preset?.lraLu?.min ?? LEAST_LRA_LU;
  const most = preset?.lraLu?.max ?? limits.warn!;
  const status = lraLu > limits.fail! ? 'fail' : lraLu > most || lraLu < least ? 'warn' : 'pass';
  return result(limits, status, `${show(lraLu)} LU, usual ${show(least, 0)} to ${show(most, 0)}`);
};

/** Dialogue as marked, else as detected; undefined where there is too little to judge a programme by. */
export function dialogueOf({
  analysis,
  context,
  preset,
}: QcInput): { readonly lufs: number; readonly ratio: number; readonly how: string } | undefined {
  const least = preset?.dialogue?.minSpeechRatio ?? LEAST_SPEECH_RATIO;
  const found = context.dialogue ?? analysis.speech;
  const how = context.dialogue === undefined ? 'detected' : 'by the elements marked as dialogue';
  return found.ratio >= least && found.lufs !== -Infinity ? { ...found, how } : undefined;
}

/** True where the preset measures dialogue and there is enough of it. */
export function countsDialogue(input: QcInput): boolean {
  return input.preset?.dialogue !== undefined && dialogueOf(input) !== undefined;
}

export const checkDialogue: QcCheckFunction = (limits, input) => {
  const { preset, context } = input;
  if (preset?.dialogue === undefined || context.isAnchored === true) {
    return skip(limits, 'judged where a preset measures dialogue');
  }
  const dialogue = dialogueOf(input);
  if (dialogue === undefined) {
    const percent = show(100 * (context.dialogue ?? input.analysis.speech).ratio, 0);
    return skip(limits, `${percent} % speech: too little; the programme’s loudness counts instead`);
  }
  const { targetLufs, toleranceLu } = preset.dialogue;
  const missLu = Math.abs(dialogue.lufs - targetLufs);
  const status = missLu > toleranceLu + METER_TOLERANCE_LU ? 'fail' : missLu > limits.warn! ? 'warn' : 'pass';
  return result(
    limits,
    status,
    `${show(dialogue.lufs)} LUFS over ${show(100 * dialogue.ratio, 0)} % speech (${dialogue.how}), target ${show(targetLufs)} ± ${show(toleranceLu)}`,
  );
};

export const checkAboveDialogue: QcCheckFunction = (limits, input) => {
  const dialogue = dialogueOf(input);
  const isAskedFor = input.preset?.dialogue !== undefined || input.preset?.maxLdrLu !== undefined || input.context.dialogue !== undefined;
  if (dialogue === undefined || !isAskedFor) {
    return skip(limits, dialogue === undefined ? 'no dialogue to measure' : 'judged where a preset measures dialogue');
  }
  const ldrLu = input.analysis.measured.integratedLufs - dialogue.lufs;
  return result(limits, statusOf(limits, ldrLu), `${show(ldrLu)} LU above the dialogue (${dialogue.how}), at most ${show(limits.warn!)}`);
};

export const checkPeakToLoudness: QcCheckFunction = (limits, { analysis }) => {
  const { truePeakDbtp, integratedLufs } = analysis.measured;
  if (integratedLufs === -Infinity) {
    return skip(limits, 'is silent');
  }
  const plrLu = truePeakDbtp - integratedLufs;
  const dr = analysis.dynamics.drDb === undefined ? '' : `; DR${show(analysis.dynamics.drDb, 0)}`;
  return result(limits, statusOf(limits, plrLu, 'below'), `${show(plrLu)} LU, flat below ${show(limits.fail!, 0)}${dr}`);
};

export const checkLocalPeakToLoudness: QcCheckFunction = (limits, { analysis }) => {
  const { minPsrLu, minPsrAtSec } = analysis.dynamics;
  if (minPsrLu === Infinity) {
    return skip(limits, 'shorter than 3 s, or silent');
  }
  const where = [{ fromSec: Math.max(0, minPsrAtSec - 3), toSec: minPsrAtSec }];
  return result(
    limits,
    statusOf(limits, minPsrLu, 'below'),
    `least ${show(minPsrLu)} LU, at ${describePlaces(where)}; flat below ${show(limits.fail!, 0)}`,
    where,
  );
};

export const checkHeadroom: QcCheckFunction = (limits, { context }) => {
  const peak = context.premasterPeakDbfs;
  if (peak === undefined) {
    return skip(limits, 'the mix before mastering is not at hand');
  }
  return result(limits, statusOf(limits, peak), `the mix peaks at ${show(peak)} dBFS before mastering, aim for −6`);
};

export const checkCodec: QcCheckFunction = (limits, { analysis }) => {
  if (analysis.codecPeakDbtp === undefined || analysis.codecPeakDbtp === -Infinity) {
    return skip(limits, 'judged on sound in two channels');
  }
  const expectedDbtp = Math.max(analysis.measured.truePeakDbtp, analysis.codecPeakDbtp) + CODING_NOISE_DB;
  return result(limits, statusOf(limits, expectedDbtp), `${show(expectedDbtp)} dBTP expected after AAC at 256 kb/s, clips above 0`);
};

/** What coding noise adds: AAC at 256 kb/s lifted four clips by 0.16 to 0.67 dB, at 128 kb/s by 0.6 to 1.2. */
const CODING_NOISE_DB = 0.3;

function loudestPlace({ history }: SignalAnalysis): readonly QcPlace[] {
  const endSec = (indexOfLargest(history.shortTermLufs) + 1) * history.hopSec;
  return [{ fromSec: Math.max(0, endSec - 3), toSec: endSec }];
}

function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) {
    if (values[k]! > values[best]!) {
      best = k;
    }
  }
  return best;
}
