import { powerToDb } from '../../base/index.ts';
import type { Spectra } from '../../metering/index.ts';
import { describePlaces, result, show, skip, statusOf, worse } from './judge.ts';
import type { QcCheckFunction } from './loudnessChecks.ts';
import type { PairFacts } from './types.ts';

const MAX_OCTAVE_LOSS_DB = 10;
/** Octaves this far below the loudest are not missed. */
const HEARD_OCTAVE_DB = -40;
const OCTAVES_HZ: readonly number[] = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000];
/** More than this is all of it. */
const MOST_LOSS_DB = 60;
const BASS_TOP_HZ = 150;
const BASS_LEAST_HZ = 20;
const LFE_TOP_HZ = 300;

export const checkPhase: QcCheckFunction = (limits, { analysis, context }) => {
  const judged = analysis.pairs.filter((pair) => pair.judgedSec > 0);
  if (judged.length === 0) {
    return skip(limits, 'no pair of channels with signal in both');
  }
  const nameOf = (pair: PairFacts): string => `${context.speakers[pair.left]!.label}/${context.speakers[pair.right]!.label}`;
  let status: ReturnType<typeof statusOf> = 'pass';
  const bad: PairFacts[] = [];
  for (const pair of judged) {
    const fails = pair.meanCorrelation < 0 || pair.opposedSec > limits.fail!;
    const warns = pair.negativeRatio > limits.warn!;
    if (fails || warns) {
      bad.push(pair);
      status = worse(status, fails ? 'fail' : 'warn');
    }
  }
  const where = bad.flatMap((pair) => pair.places.map((place) => ({ ...place, channel: nameOf(pair) })));
  const shown = (bad.length > 0 ? bad : judged)
    .slice(0, 5)
    .map(
      (pair) =>
        `${nameOf(pair)} ${show(pair.meanCorrelation, 2)}${pair.negativeRatio > 0 ? ` (below 0 for ${show(100 * pair.negativeRatio, 0)} %)` : ''}`,
    );
  return result(limits, status, `${shown.join(', ')}${where.length > 0 ? `: ${describePlaces(where)}` : ''}`, where);
};

export const checkMono: QcCheckFunction = (limits, { analysis, context }) => {
  const { monoLufs, measured, spectra } = analysis;
  if (monoLufs === undefined || measured.integratedLufs === -Infinity || context.speakers.length !== 2) {
    return skip(limits, 'judged on sound in two channels');
  }
  const lossLu = measured.integratedLufs - monoLufs;
  const octaves = octaveLosses(spectra);
  const worst = octaves.reduce((a, b) => (b.lossDb > a.lossDb ? b : a), { centreHz: 0, lossDb: 0 });
  const octaveFails = worst.lossDb > MAX_OCTAVE_LOSS_DB;
  return result(
    limits,
    octaveFails ? 'fail' : statusOf(limits, lossLu),
    `${show(lossLu)} LU lost in mono${octaveFails ? `, ${show(worst.lossDb)} dB in the octave at ${show(worst.centreHz, 0)} Hz` : ''}, at most ${show(limits.warn!, 0)}`,
  );
};

/** What each octave loses when the front pair is summed, where it is heard at all. */
function octaveLosses(spectra: Spectra): readonly { readonly centreHz: number; readonly lossDb: number }[] {
  const octaves = OCTAVES_HZ.map((centreHz) => {
    const { sum, side } = pairPowers(spectra, centreHz / Math.SQRT2, centreHz * Math.SQRT2);
    const both = sum + side;
    return { centreHz, both, lossDb: both === 0 ? 0 : Math.min(MOST_LOSS_DB, powerToDb(both) - powerToDb(sum)) };
  });
  const loudest = Math.max(...octaves.map((octave) => octave.both));
  return octaves.filter((octave) => powerToDb(octave.both) > powerToDb(loudest) + HEARD_OCTAVE_DB);
}

/** Power of (L + R)/√2 and of (L − R)/√2 in a band of the first two channels. */
function pairPowers(spectra: Spectra, fromHz: number, toHz: number): { readonly sum: number; readonly side: number } {
  const [left, right] = [spectra.powers[0]!, spectra.powers[1]!];
  const first = Math.max(1, Math.ceil(fromHz / spectra.binHz));
  const end = Math.min(spectra.bins, Math.ceil(toHz / spectra.binHz));
  let both = 0;
  let cross = 0;
  for (let k = first; k < end; k++) {
    both += left[k]! + right[k]!;
    cross += 2 * spectra.crossPowers[k]!;
  }
  return { sum: Math.max(0, (both + cross) / 2), side: Math.max(0, (both - cross) / 2) };
}

export const checkMonoBass: QcCheckFunction = (limits, { analysis, context, preset }) => {
  if (context.speakers.length !== 2 || context.isBinaural === true || (preset?.qc?.['LF-MONO'] === undefined && preset !== undefined)) {
    return skip(limits, 'judged on stereo for vinyl');
  }
  const { sum, side } = pairPowers(analysis.spectra, BASS_LEAST_HZ, BASS_TOP_HZ);
  if (sum + side < 1e-9) {
    return skip(limits, 'has no bass');
  }
  const sideDb = powerToDb(side) - powerToDb(sum);
  return result(limits, statusOf(limits, sideDb), `side ${show(sideDb)} dB against mid below 150 Hz, at most ${show(limits.warn!, 0)}`);
};

export const checkPolarity: QcCheckFunction = (limits, { analysis, context }) => {
  const alike = analysis.alike.filter(({ correlation }) => Math.abs(correlation) > limits.warn!);
  if (alike.length === 0) {
    return result(limits, 'pass', 'no two channels are copies');
  }
  const nameOf = (index: number): string => context.speakers[index]!.label;
  const inverted = alike.filter(({ correlation }) => correlation < 0);
  const words = (inverted.length > 0 ? inverted : alike)
    .slice(0, 5)
    .map(({ a, b, correlation }) => `${nameOf(b)} is ${correlation < 0 ? 'the inverse of ' : ''}${nameOf(a)} (${show(correlation, 3)})`);
  const lengthSec = analysis.lengthFrames / analysis.sampleRateHz;
  return result(
    limits,
    inverted.some(({ correlation }) => correlation < -limits.fail!) ? 'fail' : 'warn',
    words.join(', '),
    alike.map(({ b }) => ({ fromSec: 0, toSec: lengthSec, channel: nameOf(b) })),
  );
};

export const checkChannels: QcCheckFunction = (limits, { analysis, context }) => {
  const { speakers, statedLabels } = context;
  if (analysis.channels.length !== speakers.length) {
    return { ...result(limits, 'fail', `${analysis.channels.length} channels for ${speakers.length} loudspeakers`), isBinding: true };
  }
  const expected = speakers.map((speaker) => speaker.label);
  if (statedLabels !== undefined && context.isBinaural !== true && statedLabels.some((label, k) => label !== expected[k])) {
    return { ...result(limits, 'fail', `the file says ${statedLabels.join(' ')}, the layout ${expected.join(' ')}`), isBinding: true };
  }
  let status: ReturnType<typeof statusOf> = 'pass';
  const words: string[] = [];
  const where: { fromSec: number; toSec: number; channel: string }[] = [];
  speakers.forEach((speaker, c) => {
    const all = speaker.isLfe ? analysis.spectra.bandPower(0, Infinity, c) : 0;
    if (all > 1e-9) {
      const highDb = powerToDb(analysis.spectra.bandPower(LFE_TOP_HZ, Infinity, c)) - powerToDb(all);
      status = worse(status, statusOf(limits, highDb));
      if (statusOf(limits, highDb) !== 'pass') {
        words.push(`${speaker.label} above 300 Hz ${show(highDb, 0)} dB, at most ${show(limits.warn!, 0)}`);
        where.push({ fromSec: 0, toSec: analysis.lengthFrames / analysis.sampleRateHz, channel: speaker.label });
      }
    }
  });
  return result(limits, status, words.length === 0 ? expected.join(' ') : words.join(', '), where);
};
