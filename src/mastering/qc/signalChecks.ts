import { dbToGain, dbToPower, gainToDb, powerToDb } from '../../base/index.ts';
import { THIRD_OCTAVES_HZ, type Spectra } from '../../metering/index.ts';
import { describePlaces, result, show, skip, statusOf } from './judge.ts';
import type { QcCheckFunction } from './loudnessChecks.ts';
import { emptyObjects, otherLength } from './objectChecks.ts';
import type { ChannelFacts, EventList, QcContext, QcPlace, SignalAnalysis } from './types.ts';

const LONG_CLIP_FRAMES = 8;
const LONG_DROPOUT_SEC = 0.005;
const NOISE_BELOW_PROGRAMME_LU = 25;
/** Geometric over arithmetic mean of the third octaves' densities: noise has few peaks. */
const LEAST_FLATNESS = 0.2;
const HUM_ABOVE_DB = 12;
/** Of a whole-number format's own dither: nothing to hear. */
const HUM_FLOOR_DB = -100;

export const checkClipping: QcCheckFunction = (limits, { analysis, context }) => {
  const count = total(analysis, (channel) => channel.clips);
  const longest = Math.max(0, ...analysis.channels.map((channel) => channel.longestClipFrames));
  if (count === 0) {
    return result(limits, 'pass', 'no flat tops');
  }
  const where = places(analysis, context, (channel) => channel.clips);
  return result(
    limits,
    count >= limits.fail! || longest >= LONG_CLIP_FRAMES ? 'fail' : 'warn',
    `${count} flat tops, the longest of ${longest} samples: ${describePlaces(where, count)}`,
    where,
  );
};

export const checkDc: QcCheckFunction = (limits, { analysis, context }) => {
  let worst = 0;
  let where: QcPlace[] = [];
  analysis.channels.forEach((channel, c) => {
    const label = context.speakers[c]!.label;
    const value = Math.max(Math.abs(channel.mean), channel.lastingMean);
    if (value > worst) {
      worst = value;
      const lasts = channel.lastingMean > Math.abs(channel.mean);
      where = [
        lasts
          ? { fromSec: channel.lastingMeanAtSec, toSec: channel.lastingMeanAtSec + 5, channel: label }
          : { fromSec: 0, toSec: analysis.lengthFrames / analysis.sampleRateHz, channel: label },
      ];
    }
  });
  return result(
    limits,
    statusOf(limits, worst),
    `${show(worst * 100, 3)} % of full scale (${show(gainToDb(worst), 0)} dBFS)${worst > limits.warn! ? ` in ${where[0]!.channel ?? ''}` : ''}, at most ${show(limits.warn! * 100, 2)} %`,
    where,
  );
};

export const checkHead: QcCheckFunction = (limits, { analysis }) => {
  const { headSec } = analysis.silence;
  if (isSilent(analysis)) {
    return skip(limits, 'is silent');
  }
  return result(limits, statusOf(limits, headSec), `${show(headSec, 2)} s, usual under ${show(limits.warn!)}`, [
    { fromSec: 0, toSec: headSec },
  ]);
};

export const checkTail: QcCheckFunction = (limits, { analysis, context }) => {
  const lengthSec = analysis.lengthFrames / analysis.sampleRateHz;
  const { tailSec } = analysis.silence;
  const differs = otherLength(limits, lengthSec, context.stereoLengthSec);
  if (differs !== undefined) {
    return differs;
  }
  if (isSilent(analysis)) {
    return skip(limits, 'is silent');
  }
  return result(limits, statusOf(limits, tailSec), `${show(tailSec, 2)} s of silence at the end, usual under ${show(limits.warn!)}`, [
    { fromSec: lengthSec - tailSec, toSec: lengthSec },
  ]);
};

export const checkGaps: QcCheckFunction = (limits, { analysis }) => {
  const { gaps, longestGapSec } = analysis.silence;
  if (gaps.count === 0) {
    return result(limits, 'pass', 'no mute of a second or more');
  }
  return result(
    limits,
    longestGapSec >= limits.fail! ? 'fail' : 'warn',
    `${gaps.count} mutes, the longest ${show(longestGapSec)} s: ${describePlaces(gaps.places, gaps.count)}`,
    gaps.places,
  );
};

export const checkDropouts: QcCheckFunction = (limits, { analysis, context }) => {
  const count = total(analysis, (channel) => channel.dropouts);
  if (count === 0) {
    return result(limits, 'pass', 'none');
  }
  const longest = Math.max(...analysis.channels.map((channel) => channel.longestDropoutSec));
  const where = places(analysis, context, (channel) => channel.dropouts);
  return result(
    limits,
    longest >= LONG_DROPOUT_SEC ? 'fail' : 'warn',
    `${count}, the longest ${show(longest * 1000)} ms: ${describePlaces(where, count)}`,
    where,
  );
};

export const checkClicks: QcCheckFunction = (limits, { analysis, context }) => {
  const count = Math.max(...analysis.channels.map((channel) => channel.clicks.count));
  if (count === 0) {
    return result(limits, 'pass', 'none');
  }
  const where = places(analysis, context, (channel) => channel.clicks);
  const perMinute = count / Math.max(1, analysis.lengthFrames / analysis.sampleRateHz / 60);
  return result(
    limits,
    perMinute >= limits.fail! ? 'fail' : 'warn',
    `${count} in one channel: ${describePlaces(where, where.length)}`,
    where,
  );
};

export const checkNoiseFloor: QcCheckFunction = (limits, { analysis }) => {
  const heard = Array.from(analysis.history.momentaryLufs)
    .filter((lufs) => lufs > -120)
    .sort((a, b) => a - b);
  const floorLufs = heard[Math.floor(heard.length * 0.1)];
  const below = analysis.measured.integratedLufs - (floorLufs ?? 0);
  if (floorLufs === undefined || !(below >= NOISE_BELOW_PROGRAMME_LU) || analysis.spectra.quiet.frames === 0) {
    return skip(limits, 'no pause in which a floor could be heard');
  }
  if (flatness(analysis.spectra) < LEAST_FLATNESS) {
    return result(limits, 'pass', `the quietest tenth, ${show(floorLufs)} LUFS, is no noise`);
  }
  return result(limits, statusOf(limits, floorLufs), `${show(floorLufs)} LUFS, clean below ${show(limits.warn!, 0)}`);
};

/** Of the quietest tenth, from 200 Hz to 8 kHz, by density: 1 is white noise, a chord is near 0. */
function flatness({ quiet }: Spectra): number {
  let logs = 0;
  let sum = 0;
  let count = 0;
  for (let band = 0; band < THIRD_OCTAVES_HZ.length; band++) {
    const centreHz = THIRD_OCTAVES_HZ[band]!;
    const density = quiet.thirdOctaves[band]! / centreHz;
    if (centreHz > 190 && centreHz < 8500 && density > 0) {
      logs += powerToDb(density);
      sum += density;
      count += 1;
    }
  }
  return count < 10 ? 0 : dbToPower(logs / count - powerToDb(sum / count));
}

export const checkHum: QcCheckFunction = (limits, { analysis }) => {
  const { quiet, binHz } = analysis.spectra;
  if (quiet.frames === 0) {
    return skip(limits, 'is silent');
  }
  for (const mainsHz of [50, 60]) {
    const lines = [1, 2, 3, 4, 5, 6].map((harmonic) => lineAt(quiet.powers, mainsHz * harmonic, binHz));
    const present = lines.filter((line) => line.aboveDb > HUM_ABOVE_DB && line.isThere);
    if (lines[0]!.aboveDb > HUM_ABOVE_DB && lines[0]!.isThere && present.length >= 3) {
      const levelDb = powerToDb(present.reduce((sum, line) => sum + line.power, 0));
      if (levelDb > HUM_FLOOR_DB) {
        return result(
          limits,
          levelDb > limits.fail! ? 'fail' : 'warn',
          `${mainsHz} Hz with ${present.length - 1} harmonics at ${show(levelDb)} dBFS in the quietest passages`,
        );
      }
    }
  }
  return result(limits, 'pass', 'none in the quietest passages');
};

/** A spectral line: its power, how far it stands out of the bins around it, and whether it is where it should be. */
function lineAt(
  powers: Float64Array,
  hz: number,
  binHz: number,
): { readonly power: number; readonly aboveDb: number; readonly isThere: boolean } {
  const at = Math.round(hz / binHz);
  let power = 0;
  let moment = 0;
  for (let k = at - 2; k <= at + 2; k++) {
    const bin = powers[k] ?? 0;
    power += bin;
    moment += bin * k;
  }
  const around: number[] = [];
  for (let d = 4; d <= 8; d++) {
    for (const k of [at - d, at + d]) {
      if (k >= 1 && k < powers.length) {
        around.push(powers[k]!);
      }
    }
  }
  around.sort((a, b) => a - b);
  const median = around[Math.floor(around.length / 2)] ?? 0;
  const foundHz = power === 0 ? 0 : (moment / power) * binHz;
  return { power, aboveDb: powerToDb(power) - powerToDb(5 * median), isThere: Math.abs(foundHz - hz) < Math.max(0.8, 0.006 * hz) };
}

export const checkEmpty: QcCheckFunction = (limits, { analysis, context }) => {
  const floor = dbToGain(limits.warn!);
  const objects = emptyObjects(limits, context.objectPeaks ?? []);
  if (objects !== undefined) {
    return objects;
  }
  if (isSilent(analysis)) {
    return result(limits, 'warn', 'the whole file is empty');
  }
  const empty = context.speakers.filter(
    (speaker, c) =>
      analysis.channels[c]!.peak < floor && !speaker.isLfe && !(speaker.nominalAzimuthDeg === 0 && speaker.nominalElevationDeg === 0),
  );
  const lengthSec = analysis.lengthFrames / analysis.sampleRateHz;
  return empty.length === 0
    ? result(limits, 'pass', 'every channel plays')
    : result(
        limits,
        'warn',
        `nothing in ${empty.map((speaker) => speaker.label).join(' ')}`,
        empty.map((speaker) => ({ fromSec: 0, toSec: lengthSec, channel: speaker.label })),
      );
};

export function isSilent(analysis: SignalAnalysis): boolean {
  return analysis.measured.samplePeakDbfs < -90;
}

function total(analysis: SignalAnalysis, list: (channel: ChannelFacts) => EventList): number {
  return analysis.channels.reduce((sum, channel) => sum + list(channel).count, 0);
}

function places(analysis: SignalAnalysis, context: QcContext, list: (channel: ChannelFacts) => EventList): QcPlace[] {
  return analysis.channels
    .flatMap((channel, c) => list(channel).places.map((place) => ({ ...place, channel: context.speakers[c]!.label })))
    .sort((a, b) => a.fromSec - b.fromSec);
}
