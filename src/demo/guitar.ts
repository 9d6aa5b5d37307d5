// Clean electric guitar, fingers and flesh: sliding double stops in the verse, chopped triads in the chorus, a small amplifier.
import { play } from './groove.ts';
import { guitarPart } from './score.ts';
import { createStem, filterInPlace, finishStem, highPass, lowPass, midiToHz, peak } from './signal.ts';
import { pluckString } from './waveguide.ts';

export function renderGuitar(): Float32Array[] {
  const [out] = createStem(1) as [Float32Array];
  const events = play(guitarPart(), {
    stream: 7,
    behindMs: 10,
    wanderMs: 5,
    jitterMs: 3,
    swingRatio: 0.575,
    velocityJitter: 0.06,
    spreadMs: 7,
  });
  for (const event of events) {
    const isMuted = event.style === 'mute';
    const force = event.velocity;
    pluckString(out, event.startFrame, {
      hz: midiToHz(event.midi) * (1 + (event.variation - 0.5) * 0.0016),
      gain: 0.3 * (0.15 + 0.85 * force) * (isMuted ? 0.8 : 1),
      holdFrames: event.lengthFrames,
      releaseT60Sec: 0.16,
      t60Sec: isMuted ? 0.07 : 3.2,
      highT60Sec: isMuted ? 0.05 : 0.7 + 0.5 * force,
      pluckRatio: 0.2 + 0.05 * event.variation,
      pickupRatio: 0.31,
      brightHz: 1500 + 4200 * force * force,
      noiseRatio: isMuted ? 0.6 : 0.22,
      slideSemitones: event.style === 'slide' ? 2 : 0.06 * force,
      slideSec: event.style === 'slide' ? 0.12 : 0.03,
      vibratoCents: event.lengthFrames > 20000 ? 7 : 0,
      seed: event.seed,
    });
  }
  // The amplifier: no deep lows, a presence, and a ten-inch cone that ends at 5 kHz.
  filterInPlace(out, highPass(110));
  filterInPlace(out, peak(420, -2, 1));
  filterInPlace(out, peak(2300, 3.5, 0.9));
  filterInPlace(out, lowPass(5200, 0.8));
  finishStem([out], { drive: 2.1, highPassHz: 80, lowPassHz: 9500, gain: 0.5 });
  return [out];
}
