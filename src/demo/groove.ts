// From what is written to what is played. A player is never on the grid and never randomly off it either: each has a habit (how far behind
// the beat, how much swing), a slow wander around it that all nearby notes share, and a small error of every single note.
import { createPrng } from '../base/index.ts';
import type { ScoreNote } from './notation.ts';
import { beatToSec, DEMO_LENGTH_FRAMES, secToFrame } from './timing.ts';

/** One seed for the whole session; every player and every noise has a stream of its own. */
export const DEMO_SEED = 0x5eed86;

export interface Player {
  /** The stream of the seed that this player's chances come from. */
  readonly stream: number;
  /** Habit: positive is behind the beat. */
  readonly behindMs: number;
  /** How far the habit drifts over a few beats. */
  readonly wanderMs: number;
  /** Error of a single note. */
  readonly jitterMs: number;
  /** Where the second sixteenth of a pair falls: 0.5 straight, 0.667 triplets. */
  readonly swingRatio: number;
  /** Error of a single velocity, 0 … 1. */
  readonly velocityJitter: number;
  /** From one note of a chord to the next above it. */
  readonly spreadMs?: number;
}

export interface NoteEvent {
  readonly startFrame: number;
  readonly lengthFrames: number;
  readonly midi: number;
  /** 0 … 1. */
  readonly velocity: number;
  readonly style: string;
  /** Chance of this note alone, uniform in [0, 1): which round robin, how much detuning. */
  readonly variation: number;
  /** A seed for the note's noise. */
  readonly seed: number;
}

/** Plays a part. Events come in the order of their starts. */
export function play(part: readonly ScoreNote[], player: Player): NoteEvent[] {
  const chance = createPrng(DEMO_SEED, player.stream);
  const centred = (): number => chance.next() + chance.next() + chance.next() - 1.5;
  const written = part.toSorted((a, b) => a.beat - b.beat || a.midi - b.midi);
  let wander = 0;
  let previousBeat = -1;
  let chordIndex = 0;
  const events = written.map((note) => {
    const memory = Math.max(0, 1 - (note.beat - previousBeat) / 6);
    wander = wander * memory + centred() * Math.sqrt(1 - memory * memory);
    chordIndex = note.beat === previousBeat ? chordIndex + 1 : 0;
    previousBeat = note.beat;
    const offMs = player.behindMs + wander * player.wanderMs + centred() * player.jitterMs + chordIndex * (player.spreadMs ?? 0);
    const startSec = beatToSec(swung(note.beat, player.swingRatio)) + offMs / 1000;
    const endSec = beatToSec(note.beat + note.lengthBeats) + (offMs + centred() * 12) / 1000;
    const startFrame = Math.max(0, secToFrame(startSec));
    return {
      startFrame,
      lengthFrames: Math.max(240, Math.min(secToFrame(endSec), DEMO_LENGTH_FRAMES) - startFrame),
      midi: note.midi,
      velocity: Math.min(1, Math.max(0.05, note.velocity + centred() * player.velocityJitter)),
      style: note.style,
      variation: chance.next(),
      seed: chance.nextUint32() | 1,
    };
  });
  return events.toSorted((a, b) => a.startFrame - b.startFrame);
}

/** Pairs of sixteenths are bent so that the second comes at `swingRatio` of the pair. */
function swung(beat: number, swingRatio: number): number {
  const pair = Math.floor(beat * 2) / 2;
  const within = (beat - pair) * 2;
  const bent = within < 0.5 ? within * 2 * swingRatio : swingRatio + (within - 0.5) * 2 * (1 - swingRatio);
  return pair + bent / 2;
}
