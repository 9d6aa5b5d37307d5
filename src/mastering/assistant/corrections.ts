import type { ImageSettings } from '../../scene/index.ts';
import type { MixProfile } from '../reference/index.ts';
import { figure } from '../reference/words.ts';
import type { MasterChoice } from './types.ts';

/** A mean beyond this costs headroom and clicks at edits. */
const DC_DBFS = -60;
/** Rumble beyond this, against the whole, works woofers for nothing. */
const SUBSONIC_DB = -30;
/** Bass this wide cancels in mono and on one subwoofer. */
const WIDE_BASS_DB = -8;
const VERY_WIDE_BASS_DB = -6;
const MONO_BELOW_HZ = 100;
const LFE_ABOVE_DB = -20;
/** An LFE that is this quiet does no harm. */
const LFE_HEARD_DBFS = -60;

/** What is below hearing, and in the way. */
export function lowCutChoice(profile: MixProfile): MasterChoice {
  const dc = profile.dcDbfs ?? -Infinity;
  const rumble = profile.subsonicDb ?? -Infinity;
  const figures = `mean of the wave ${shown(dc, 'dBFS')}, 6 to 18 Hz ${shown(rumble, 'dB')} against the whole`;
  const isNeeded = dc > DC_DBFS || rumble > SUBSONIC_DB;
  return {
    id: 'lowCut',
    title: isNeeded ? 'High-pass at 20 Hz' : 'No high-pass needed',
    settings: isNeeded
      ? { kind: 'eq', phase: 'minimum', bands: [{ type: 'highPass', frequencyHz: 20, slopeDbPerOct: rumble > SUBSONIC_DB ? 24 : 12 }] }
      : null,
    why: isNeeded ? `${figures}: nobody hears it, and it takes headroom` : figures,
    confidence: 'high',
    enabled: isNeeded,
  };
}

/** The LFE cannot be filtered alone by an insert of the master: this is advice. Undefined where there is none, or it is silent. */
export function lfeChoice(profile: MixProfile): MasterChoice | undefined {
  const { lfe } = profile;
  if (lfe === null || lfe.levelDb < LFE_HEARD_DBFS) {
    return undefined;
  }
  const isHigh = lfe.aboveDb > LFE_ABOVE_DB;
  return {
    id: 'lfe',
    title: isHigh ? 'Low-pass the LFE in the mix' : 'The LFE is low',
    settings: null,
    why: `${figure(lfe.aboveDb)} dB of the LFE lies above 150 Hz${isHigh ? ': most players drop it, and deliveries ask for a low-pass at 100 to 150 Hz; set one on what feeds it' : ', which is none to speak of'}`,
    confidence: 'high',
    enabled: false,
  };
}

/** Mono bass, where it is wide, beside whatever else was found about the width. */
export function withMonoBass(profile: MixProfile, image: MasterChoice): MasterChoice {
  const low = profile.lowSideToMidDb;
  if (low === null || low < WIDE_BASS_DB) {
    return { ...image, why: `${image.why}; below 120 Hz side against mid is ${low === null ? 'nothing' : `${figure(low)} dB`}` };
  }
  // Wide bass in a wide recording may be the room; bass wider than the rest is hardly meant.
  const isOdd = low > VERY_WIDE_BASS_DB && low > (profile.sideToMidDb ?? -Infinity);
  if (!isOdd && image.settings !== null) {
    return { ...image, why: `${image.why}; below 120 Hz side against mid is ${figure(low)} dB, which is wide: think of mono bass` };
  }
  const settings: ImageSettings = {
    kind: 'image',
    ...(image.enabled && image.settings?.kind === 'image' ? image.settings : {}),
    monoBelowHz: MONO_BELOW_HZ,
  };
  return {
    id: 'image',
    title: `${image.enabled ? `${image.title}, mono` : 'Mono'} below ${MONO_BELOW_HZ} Hz${isOdd ? '' : ', if wanted'}`,
    settings,
    why: `below 120 Hz side against mid is ${figure(low)} dB: that bass is lost in mono and hard to cut to vinyl; ${image.why}`,
    confidence: isOdd ? 'medium' : 'low',
    enabled: isOdd,
  };
}

function shown(value: number, unit: string): string {
  return value < -120 ? `below −120 ${unit}` : `${figure(value)} ${unit}`;
}
