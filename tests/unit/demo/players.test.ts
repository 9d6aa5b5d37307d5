// The parts that the session is made of, against theory: a string is in tune and decays as asked, a mode loses 60 dB in its decay time, the
// room's tail falls at the designed rate and is different in every loudspeaker, players are late by their habit.
import { describe, expect, it } from 'vitest';
import { play } from '../../../src/demo/groove.ts';
import type { Player } from '../../../src/demo/groove.ts';
import { ringModes } from '../../../src/demo/modal.ts';
import { midiOf, notes, steps } from '../../../src/demo/notation.ts';
import { createRoomSend, renderRoom } from '../../../src/demo/reverb.ts';
import * as score from '../../../src/demo/score.ts';
import { midiToHz } from '../../../src/demo/signal.ts';
import { barToSec, beatToSec, DEMO_LENGTH_SEC, DEMO_SAMPLE_RATE_HZ, SECTIONS } from '../../../src/demo/timing.ts';
import { pluckString } from '../../../src/demo/waveguide.ts';

describe('notation', () => {
  it('reads pitches: 60 is middle C', () => {
    expect(['C4', 'Bb3', 'F#5', 'A0'].map(midiOf)).toEqual([60, 58, 78, 21]);
    expect(() => midiOf('H4')).toThrow(/H4/);
  });

  it('reads a bar of notes, chords and styles', () => {
    expect(notes(2, '0 D3+A3 1.5 70; 2.5 C4 0.5 60 slide')).toEqual([
      { beat: 8, lengthBeats: 1.5, midi: 50, velocity: 0.7, style: '' },
      { beat: 8, lengthBeats: 1.5, midi: 57, velocity: 0.7, style: '' },
      { beat: 10.5, lengthBeats: 0.5, midi: 60, velocity: 0.6, style: 'slide' },
    ]);
    expect(() => notes(0, '0 C4 long 60')).toThrow(/long/);
  });

  it('reads a row of sixteenths', () => {
    expect(steps(1, 'X... ..g. .... ....', 3).map(({ beat, midi, style }) => [beat, midi, style])).toEqual([
      [4, 3, ''],
      [5.5, 3, 'ghost'],
    ]);
  });
});

describe('the score', () => {
  it('resolves: the flute’s last note is the third of D major over the bass’s D', () => {
    expect(score.leadPart().at(-1)!.midi % 12).toBe(6);
    expect(score.bassPart().at(-1)!.midi % 12).toBe(2);
  });

  it('leads the choir by small steps: no voice leaps by more than a fifth', () => {
    for (const voice of [0, 1, 2, 3] as const) {
      const line = score.choirPart(voice);
      line.slice(1).forEach((note, k) => expect(Math.abs(note.midi - line[k]!.midi), `bar ${note.beat / 4}`).toBeLessThanOrEqual(7));
    }
  });

  it('keeps the choir’s voices from crossing', () => {
    const at = (voice: 0 | 1 | 2 | 3, beat: number): number => score.choirPart(voice).findLast((note) => note.beat <= beat)!.midi;
    for (let beat = SECTIONS.chorus * 4; beat < SECTIONS.ring * 4 + 4; beat++) {
      const chord = ([0, 1, 2, 3] as const).map((voice) => at(voice, beat));
      expect(chord, `beat ${beat}`).toEqual(chord.toSorted((a, b) => a - b));
    }
  });
});

describe('time', () => {
  it('only goes forward, and every section fits', () => {
    for (let beat = 0.25; beat < 64; beat += 0.25) {
      expect(beatToSec(beat)).toBeGreaterThan(beatToSec(beat - 0.25));
    }
    expect(barToSec(SECTIONS.ring)).toBeLessThan(DEMO_LENGTH_SEC - 5);
  });

  it('slows down into the last chord', () => {
    const beatSec = (beat: number): number => beatToSec(beat + 1) - beatToSec(beat);
    expect(beatSec(55)).toBeGreaterThan(1.1 * beatSec(52));
  });
});

describe('players', () => {
  const player: Player = { stream: 99, behindMs: 12, wanderMs: 3, jitterMs: 2, swingRatio: 0.5, velocityJitter: 0.05 };
  const part = Array.from({ length: 400 }, (_, k) => ({ beat: k / 8, lengthBeats: 0.1, midi: 60, velocity: 0.6, style: '' }));
  const lateMs = (events: ReturnType<typeof play>): number[] =>
    events.map((event, k) => (event.startFrame / DEMO_SAMPLE_RATE_HZ - beatToSec(k / 8)) * 1000);

  it('are behind by their habit on average, and never the same twice in a row', () => {
    const late = lateMs(play(part, player));
    expect(late.reduce((sum, ms) => sum + ms, 0) / late.length).toBeGreaterThan(10);
    expect(late.reduce((sum, ms) => sum + ms, 0) / late.length).toBeLessThan(14);
    expect(new Set(late.map((ms) => ms.toFixed(3))).size).toBeGreaterThan(300);
    expect(Math.max(...late.map((ms) => Math.abs(ms - 12)))).toBeLessThan(12);
  });

  it('play the same again from the same seed, and differently from another stream', () => {
    expect(play(part, player)).toEqual(play(part, player));
    expect(play(part, { ...player, stream: 98 })).not.toEqual(play(part, player));
  });

  it('swing: the second sixteenth of a pair comes late by the ratio, the first does not', () => {
    const strict: Player = { ...player, behindMs: 0, wanderMs: 0, jitterMs: 0, swingRatio: 0.6 };
    const [first, second, third] = play(
      [0, 0.25, 0.5].map((beat) => ({ beat, lengthBeats: 0.1, midi: 60, velocity: 0.6, style: '' })),
      strict,
    );
    const pairFrames = third!.startFrame - first!.startFrame;
    expect((second!.startFrame - first!.startFrame) / pairFrames).toBeCloseTo(0.6, 2);
  });
});

describe('what rings', () => {
  it.each([55, 146.83, 440, 987.77])('a string of %f Hz is in tune within 2 cents and loses 60 dB in its decay time', (hz) => {
    const out = new Float32Array(3 * DEMO_SAMPLE_RATE_HZ);
    const t60Sec = 2;
    pluckString(out, 0, {
      hz,
      gain: 0.5,
      holdFrames: out.length,
      releaseT60Sec: 1,
      t60Sec,
      highT60Sec: 0.5,
      pluckRatio: 0.22,
      pickupRatio: 0,
      brightHz: 3000,
      noiseRatio: 0.1,
      slideSemitones: 0,
      slideSec: 0.01,
      vibratoCents: 0,
      seed: 5,
    });
    const found = strongestHz(out.slice(9600, 57600), hz);
    expect(Math.abs(1200 * Math.log2(found / hz))).toBeLessThan(2);
    const early = amplitudeAt(out.slice(9600, 19200), found);
    const late = amplitudeAt(out.slice(57600, 67200), found);
    // One second later: half the decay time, 30 dB.
    expect(20 * Math.log10(early / late)).toBeCloseTo(30, -0.5);
  });

  it('a mode is a sinusoid that has lost 60 dB after its decay time', () => {
    const out = new Float32Array(DEMO_SAMPLE_RATE_HZ);
    ringModes(out, 100, [{ hz: 480, gain: 0.8, t60Sec: 0.5 }], 1);
    const peakNear = (frame: number): number => Math.max(...out.slice(frame, frame + 100).map(Math.abs));
    expect(out.slice(0, 100).every((x) => x === 0)).toBe(true);
    expect(20 * Math.log10(peakNear(100) / peakNear(100 + 24000))).toBeCloseTo(60, 0);
    expect(midiToHz(69)).toBe(440);
  });
});

describe('the room', () => {
  const send = createRoomSend();
  send.left[480] = 1;
  send.right[480] = 1;
  const room = renderRoom(send, 1);
  const tailOf = (channel: number): Float32Array => room[channel]!.slice(12000, 60000);

  it('leaves the LFE alone and fills the nine others', () => {
    room.forEach((channel, k) => expect(channel.some((x) => x !== 0)).toBe(k !== 3));
  });

  it('decays by 60 dB in 2.3 s in the middle of the spectrum, within a fifth', () => {
    const channel = room[0]!;
    const power = (fromSec: number): number => {
      const part = bandOf(channel.slice(fromSec * 48000, (fromSec + 0.2) * 48000));
      return 10 * Math.log10(part.reduce((sum, x) => sum + x * x, 0));
    };
    const t60Sec = (60 * 1.0) / (power(0.4) - power(1.4));
    expect(t60Sec).toBeGreaterThan(2.3 * 0.8);
    expect(t60Sec).toBeLessThan(2.3 * 1.2);
  });

  it('is different in every loudspeaker: no two tails correlate', () => {
    const speakers = [0, 1, 2, 4, 5, 6, 7, 8, 9];
    for (const a of speakers) {
      for (const b of speakers.filter((each) => each > a)) {
        expect(Math.abs(correlation(tailOf(a), tailOf(b))), `${a} and ${b}`).toBeLessThan(0.4);
      }
    }
  });
});

/** 300 … 700 Hz by two one-pole filters. */
function bandOf(part: Float32Array): Float32Array {
  let low = 0;
  let high = 0;
  return part.map((x) => {
    low += 0.09 * (x - low);
    high += 0.04 * (low - high);
    return low - high;
  });
}

function correlation(a: Float32Array, b: Float32Array): number {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return ab / Math.sqrt(aa * bb);
}

/** The frequency near `hz` where the windowed transform is largest, to a tenth of a cent or so. */
function strongestHz(part: Float32Array, hz: number): number {
  let best = hz;
  let bestLevel = 0;
  for (let cents = -20; cents <= 20; cents += 0.5) {
    const candidate = hz * 2 ** (cents / 1200);
    const level = amplitudeAt(part, candidate);
    if (level > bestLevel) {
      best = candidate;
      bestLevel = level;
    }
  }
  return best;
}

function amplitudeAt(part: Float32Array, hz: number): number {
  let re = 0;
  let im = 0;
  part.forEach((x, i) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / part.length);
    const angle = (2 * Math.PI * hz * i) / DEMO_SAMPLE_RATE_HZ;
    re += x * window * Math.cos(angle);
    im += x * window * Math.sin(angle);
  });
  return Math.hypot(re, im) / part.length;
}
