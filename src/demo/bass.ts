// Electric bass, played with two fingers: flat-wound string, fretboard, one pickup, a little amplifier.
import { play } from './groove.ts';
import { bassPart } from './score.ts';
import { createStem, filterInPlace, finishStem, lowPass, midiToHz, peak } from './signal.ts';
import { DEMO_SAMPLE_RATE_HZ } from './timing.ts';
import { pluckString } from './waveguide.ts';

export function renderBass(): Float32Array[] {
  const [out] = createStem(1) as [Float32Array];
  const events = play(bassPart(), { stream: 6, behindMs: 8, wanderMs: 4, jitterMs: 3, swingRatio: 0.57, velocityJitter: 0.05 });
  const fret = Math.round(0.012 * DEMO_SAMPLE_RATE_HZ);
  events.forEach((event, k) => {
    const isMuted = event.style === 'mute';
    const next = events[k + 1]?.startFrame ?? Infinity;
    const force = event.velocity;
    pluckString(out, event.startFrame, {
      hz: midiToHz(event.midi),
      gain: (isMuted ? 0.3 : 0.4) * (0.25 + 0.75 * force),
      // The same hand stops one note and frets the next.
      holdFrames: Math.min(event.lengthFrames, next - event.startFrame + fret),
      releaseT60Sec: 0.11,
      t60Sec: isMuted ? 0.09 : 7.5,
      highT60Sec: isMuted ? 0.05 : 0.55 + 0.5 * force,
      // The two fingers do not pluck at the same place.
      pluckRatio: (k % 2 === 0 ? 0.17 : 0.185) + 0.02 * event.variation,
      pickupRatio: 0.23,
      brightHz: 500 + 1900 * force * force + 250 * event.variation,
      noiseRatio: isMuted ? 0.5 : 0.1,
      slideSemitones: event.style === 'slide' ? 2 : 0.12 * force,
      slideSec: event.style === 'slide' ? 0.11 : 0.05,
      vibratoCents: event.lengthFrames > DEMO_SAMPLE_RATE_HZ ? 4 : 0,
      seed: event.seed,
    });
  });
  filterInPlace(out, peak(85, 3, 0.8));
  filterInPlace(out, peak(270, -2.5, 1));
  filterInPlace(out, peak(900, 3, 0.9));
  filterInPlace(out, lowPass(4200, 0.6));
  finishStem([out], { drive: 1.7, highPassHz: 28, lowPassHz: 6500, gain: 0.42 });
  return [out];
}
