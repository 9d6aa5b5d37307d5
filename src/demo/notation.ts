// Two small notations, so that the score reads as music: a line of notes for whoever plays pitches, a row of steps for whoever plays drums.
import { PeriphonyError } from '../base/index.ts';
import { BEATS_PER_BAR } from './timing.ts';

/** What is written, before anybody plays it. */
export interface ScoreNote {
  /** From the beginning of the piece, four to a bar. */
  readonly beat: number;
  readonly lengthBeats: number;
  /** 60 is middle C. For drums, which of the player's sounds. */
  readonly midi: number;
  /** 0 … 1. */
  readonly velocity: number;
  /** The instrument's own word: `mute`, `slide`, `open`. */
  readonly style: string;
}

/**
 * Notes of one bar: `beat pitch[+pitch…] length velocity [style]`, divided by `;`. Velocity is in percent.
 * `notes(2, '0 D3+A3 1.5 70; 2.5 C4 0.5 60 slide')`
 */
export function notes(bar: number, line: string): ScoreNote[] {
  return line.split(';').flatMap((entry) => {
    const [beat, pitches, length, velocity, style = ''] = entry.trim().split(/\s+/);
    return (pitches ?? '').split('+').map((pitch) => ({
      beat: bar * BEATS_PER_BAR + numberIn(beat, entry),
      lengthBeats: numberIn(length, entry),
      midi: midiOf(pitch),
      velocity: numberIn(velocity, entry) / 100,
      style,
    }));
  });
}

/** Velocity of each letter in a row of steps; a space or a `|` only groups, anything else rests. */
const STEP_VELOCITY: Readonly<Record<string, number>> = { X: 1, x: 0.78, h: 0.56, g: 0.34, o: 0.8, d: 0.66 };
const STEP_STYLE: Readonly<Record<string, string>> = { o: 'open', d: 'drag', g: 'ghost' };

/** One bar of sixteenths: `X..g x... X..g x.o.` */
export function steps(bar: number, row: string, sound = 0): ScoreNote[] {
  const letters = row.replaceAll(/[ |]/g, '').split('');
  return letters.flatMap((letter, step) => {
    const velocity = STEP_VELOCITY[letter];
    return velocity === undefined
      ? []
      : [{ beat: bar * BEATS_PER_BAR + step / 4, lengthBeats: 0.25, midi: sound, velocity, style: STEP_STYLE[letter] ?? '' }];
  });
}

const SEMITONE_OF: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** `C4` is 60, `Bb3` 58, `F#5` 78. */
export function midiOf(pitch: string): number {
  const match = /^([A-G])([#b]?)(-?\d)$/.exec(pitch);
  if (match === null) {
    throw new PeriphonyError('demo.score', `the score has no pitch "${pitch}"`);
  }
  const accidental = match[2] === '#' ? 1 : match[2] === 'b' ? -1 : 0;
  return SEMITONE_OF[match[1]!]! + accidental + 12 * (Number(match[3]) + 1);
}

function numberIn(text: string | undefined, entry: string): number {
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value)) {
    throw new PeriphonyError('demo.score', `the score cannot read "${entry.trim()}"`);
  }
  return value;
}
