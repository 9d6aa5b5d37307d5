// "Night Train, Rain": what the pitched players have in front of them. D minor, and at the very end, D major.
//
//   intro 0–1       Dm9 | B♭maj9♯11                          rain, electric piano, harp
//   verse 2–5       Dm9 | B♭maj9♯11 | Gm9 | A7sus♭9 A7alt     the band enters, the flute has the theme
//   chorus 6–9      Gm9 | C13sus C13♭9 | Fmaj9 Cm9 F13 | B♭maj9 A7alt
//   breakdown 10–11 E♭maj9♯11 | B♭maj9/D D7alt               the train passes
//   out 12–13       Gm9 Am11 | B♭maj9 C13sus                 the bass climbs G A B♭ C …
//   ring 14         Dmaj9                                    … D
import { BEATS_PER_BAR, SECTIONS } from './timing.ts';
import { midiOf, notes } from './notation.ts';
import type { ScoreNote } from './notation.ts';

/** One harmony: the pad's voicing, and the pitches that the harp may touch. */
interface Chord {
  readonly beat: number;
  readonly lengthBeats: number;
  readonly pad: readonly number[];
  readonly harp: readonly number[];
}

/** Every voice moves by a step or stays wherever it can. */
const CHORDS: readonly Chord[] = [
  chord(0, 0, 4, 'D3 A3 C4 E4', 'D4 F4 A4 C5 E5 A5'),
  chord(1, 0, 4, 'Bb2 D3 A3 C4 E4', 'D4 F4 A4 C5 E5 A5'),
  chord(2, 0, 4, 'D3 A3 C4 F4', 'D4 F4 A4 C5 E5 G5'),
  chord(3, 0, 4, 'Bb2 F3 A3 D4', 'D4 F4 A4 C5 E5 A5'),
  chord(4, 0, 4, 'Bb2 F3 A3 D4', 'D4 F4 G4 Bb4 D5 A5'),
  chord(5, 0, 2, 'A2 G3 Bb3 D4', 'E4 G4 Bb4 D5 E5 A5'),
  chord(5, 2, 2, 'A2 G3 C#4 F4', 'C#4 F4 G4 Bb4 C#5 F5'),
  chord(6, 0, 4, 'G2 D3 Bb3 F4 A4', 'D4 F4 A4 Bb4 D5 F5 A5'),
  chord(7, 0, 2, 'C3 Bb3 D4 F4 A4', 'D4 F4 A4 Bb4 D5 G5 A5'),
  chord(7, 2, 2, 'C3 Bb3 C#4 E4 A4', 'E4 G4 A4 Bb4 C#5 E5 A5'),
  chord(8, 0, 2, 'C3 A3 E4 G4', 'E4 G4 A4 C5 E5 G5 C6'),
  chord(8, 2, 1, 'C3 Bb3 Eb4 G4', 'Eb4 G4 Bb4 C5 D5 G5 Bb5'),
  chord(8, 3, 1, 'C3 A3 Eb4 G4', 'Eb4 G4 A4 C5 D5 G5 A5'),
  chord(9, 0, 2, 'Bb2 F3 D4 A4', 'D4 F4 A4 C5 D5 F5 A5'),
  chord(9, 2, 2, 'A2 G3 C#4 F4', 'C#4 F4 G4 Bb4 C#5 F5 G5'),
  chord(10, 0, 4, 'Eb3 Bb3 D4 G4 A4', 'G4 A4 D5 F5 A5 D6'),
  chord(11, 0, 2, 'D3 Bb3 C4 F4 A4', 'F4 A4 C5 D5 F5 C6'),
  chord(11, 2, 2, 'D3 F#3 C4 Eb4 Bb4', 'F#4 Bb4 C5 Eb5 F#5 Bb5'),
  chord(12, 0, 2, 'G2 D3 Bb3 F4 A4', 'D4 F4 A4 Bb4 D5 F5 A5'),
  chord(12, 2, 2, 'A2 G3 C4 E4 D5', 'E4 G4 A4 C5 D5 E5 G5'),
  chord(13, 0, 2, 'Bb2 A3 D4 F4 C5', 'D4 F4 A4 C5 D5 F5 C6'),
  chord(13, 2, 2, 'C3 Bb3 D4 F4 A4', 'D4 F4 G4 Bb4 D5 F5 Bb5'),
  chord(14, 0, 5, 'D3 A3 C#4 E4 F#4', 'D4 F#4 A4 C#5 E5 F#5 A5'),
];

export function bassPart(): ScoreNote[] {
  return [
    ...notes(1, '2.5 A1 0.2 40 mute; 3 A1 0.45 62; 3.5 C2 0.5 66 slide'),
    ...notes(2, '0 D2 1.4 84; 1.5 D2 0.2 38 mute; 1.75 D2 0.5 62; 2.5 A2 0.4 64; 3 C3 0.45 70; 3.5 A2 0.25 58; 3.75 F2 0.25 56'),
    ...notes(3, '0 Bb1 1.4 84; 1.5 Bb1 0.2 36 mute; 1.75 Bb1 0.6 64; 2.5 D2 0.5 62; 3 F2 0.5 68; 3.5 A1 0.5 66 slide'),
    ...notes(4, '0 G1 1.2 86; 1.25 G1 0.2 36 mute; 1.75 G2 0.5 70; 2.5 F2 0.5 64; 3 D2 0.5 66; 3.5 Bb1 0.25 60; 3.75 G#1 0.25 62'),
    ...notes(5, '0 A1 1.6 86; 1.75 A1 0.25 60; 2.25 G2 0.2 42 mute; 2.5 E2 0.5 64; 3 C#2 0.5 72; 3.5 A1 0.25 66; 3.75 G#1 0.25 70'),
    ...notes(
      6,
      '0 G1 0.7 92; 0.75 G1 0.25 50; 1.5 D2 0.45 72; 2 F2 0.4 70; 2.5 G2 0.6 80; 3.25 F2 0.25 60; 3.5 D2 0.25 66; 3.75 B1 0.25 68',
    ),
    ...notes(7, '0 C2 0.9 92; 1 C2 0.2 40 mute; 1.5 G2 0.45 72; 2 C2 0.4 78; 2.5 Bb2 0.45 74; 3 G2 0.45 68; 3.5 E2 0.5 72'),
    ...notes(8, '0 F2 0.9 90; 1.25 C2 0.25 56; 1.5 A1 0.5 68; 2 C2 0.7 84; 2.75 Eb2 0.25 60; 3 F1 0.7 86; 3.75 A1 0.25 66'),
    ...notes(9, '0 Bb1 0.9 92; 1 Bb1 0.2 38 mute; 1.5 F2 0.25 70; 1.75 D2 0.25 60; 2 A1 0.7 84; 2.75 A2 0.25 60; 3 C#2 0.45 74'),
    ...notes(9, '3.5 E2 0.5 76 slide'),
    ...notes(10, '0 Eb2 3.4 76; 3.5 Bb1 0.5 48'),
    ...notes(11, '0 D2 1.9 66; 2 D2 1.2 70; 3.25 D3 0.25 60; 3.5 C3 0.25 68; 3.75 A2 0.25 74'),
    ...notes(12, '0 G1 0.9 94; 1 G2 0.25 60; 1.5 D2 0.25 72; 1.75 G1 0.25 60; 2 A1 0.7 90; 2.75 E2 0.25 64; 3 G2 0.4 74'),
    ...notes(12, '3.5 E2 0.25 66; 3.75 A1 0.25 70'),
    ...notes(13, '0 Bb1 0.9 92; 1 F2 0.4 70; 1.5 Bb1 0.4 72; 2 C2 0.9 90; 3 G2 0.4 72; 3.5 C2 0.5 74'),
    ...notes(14, '0 D2 7.5 90'),
  ];
}

/** Electric piano. The pianist holds a chord into the next and touches it again in between. */
export function keysPart(): ScoreNote[] {
  return [
    ...notes(0, '0 F3+A3+C4+E4 3.4 66; 1.5 A4 0.9 58; 2.5 G4 0.9 52; 3.5 F3+A3+C4+D4 0.5 48'),
    ...notes(1, '0 D3+A3+C4+E4 2.4 64; 1.75 G4 0.7 54; 2.5 D3+A3+C4+F4 1.4 56'),
    ...notes(2, '0 F3+A3+C4+E4 1.6 64; 1.75 F3+A3+C4+E4 0.4 46; 2.5 F3+A3+C4+G4 1.3 60'),
    ...notes(3, '0 D3+A3+C4+E4 1.6 64; 1.75 D3+A3+C4+E4 0.4 46; 2.5 D3+A3+C4+F4 0.7 58; 3.25 D3+A3+C4+E4 0.7 50'),
    ...notes(4, '0 F3+A3+Bb3+D4 1.6 66; 1.75 F3+A3+Bb3+D4 0.4 48; 2.5 F3+Bb3+D4+A4 1.3 62'),
    ...notes(5, '0 G3+Bb3+D4+E4 1.6 64; 1.75 G3+Bb3+D4+E4 0.2 46; 2 G3+Bb3+C#4+F4 1.2 68; 3.5 G3+C#4+F4+Bb4 0.5 62'),
    ...notes(6, '0 F3+Bb3+D4+F4+A4 1.4 80; 1.5 F3+Bb3+D4+A4 0.4 60; 2.25 F3+Bb3+D4+F4+A4 1 74; 3.5 F3+Bb3+D4+A4 0.5 64'),
    ...notes(7, '0 F3+Bb3+D4+F4+A4 1.4 78; 1.75 F3+Bb3+D4+A4 0.2 58; 2 E3+Bb3+C#4+E4+A4 1.3 80; 3.5 E3+Bb3+C#4+A4 0.5 62'),
    ...notes(8, '0 E3+A3+C4+G4 1.4 80; 1.5 E3+A3+C4+G4 0.4 58; 2 Eb3+Bb3+D4+G4 0.9 78; 3 Eb3+A3+D4+G4 0.9 74'),
    ...notes(9, '0 D3+A3+C4+F4+A4 1.4 80; 1.75 D3+A3+C4+F4 0.2 58; 2 C#3+G3+Bb3+F4 1.3 78; 3.5 C#3+G3+C4+F4 0.5 66'),
    ...notes(10, '0 G3+D4+F4+A4 3.8 58; 1.5 D5 2 42; 2.5 C5 0.9 40; 3 A4 0.9 38'),
    ...notes(11, '0 F3+Bb3+C4+A4 1.9 54; 2 F#3+C4+Eb4+Bb4 1.9 66'),
    ...notes(12, '0 F3+Bb3+D4+F4+A4 1.4 84; 1.5 F3+Bb3+D4+A4 0.4 62; 2 G3+C4+D4+E4+A4 1.3 82; 3.5 G3+C4+E4 0.4 62'),
    ...notes(13, '0 A3+C4+D4+F4+A4 1.4 82; 1.5 A3+C4+F4+A4 0.4 62; 2 Bb3+D4+F4+A4 2 74'),
    ...notes(14, '0 D3 8 64; 0.07 A3 8 58; 0.16 C#4 8 60; 0.26 E4 8 62; 0.38 F#4 8 66; 1.5 A4 6.5 46; 2.5 C#5 5.5 42; 3.75 E5 4 38'),
  ];
}

export function guitarPart(): ScoreNote[] {
  return [
    ...notes(1, '2.5 A4+D5 0.6 44 slide; 3.25 E5 0.9 42'),
    ...notes(3, '2.75 G4+C5 0.25 54 slide; 3 A4+D5 0.5 62 slide; 3.5 F4+A4 0.25 50; 3.75 D4+G4 0.6 54'),
    ...notes(4, '1.25 D4 0.15 34 mute; 1.5 F4+Bb4 0.25 52; 1.75 G4+D5 0.9 56 slide; 3.25 F4 0.15 36 mute; 3.5 A4 0.5 50'),
    ...notes(5, '1.5 D4+G4 0.25 50; 1.75 E4+A4 0.75 58 slide; 3 C#4+F4 0.25 54; 3.25 Bb3 0.15 36 mute; 3.5 G4+C#5 0.5 60 slide'),
    ...notes(6, '0.75 Bb4+D5 0.15 36 mute; 1 Bb4+D5+F5 0.3 62; 1.75 Bb4+D5 0.15 38 mute; 2.5 Bb4+D5+F5 0.7 58; 3.75 A4+D5 0.25 48 slide'),
    ...notes(7, '0.75 Bb4+D5 0.15 36 mute; 1 Bb4+D5+F5 0.3 62; 1.5 A4+D5 0.15 38 mute; 2.5 A4+C#5+E5 0.6 60; 3.25 A4+C#5 0.15 40 mute'),
    ...notes(8, '0.5 A4+C5 0.15 38 mute; 1 A4+C5+E5 0.4 62; 1.75 G4+C5 0.15 36 mute; 2.5 Bb4+D5+G5 0.4 60; 3.5 A4+Eb5+G5 0.4 60'),
    ...notes(9, '0.75 A4+D5 0.15 36 mute; 1 A4+D5+F5 0.3 62; 1.75 A4+D5 0.15 38 mute; 2.5 G4+Bb4+C#5 0.5 60; 3.25 G4+C#5 0.7 56 slide'),
    ...notes(11, '2 F#4+C5 0.9 40; 3 Bb4+Eb5 0.9 46 slide'),
    ...notes(12, '0.75 Bb4+D5 0.15 38 mute; 1 Bb4+D5+F5 0.3 66; 1.75 Bb4+D5 0.15 40 mute; 2.5 C5+E5+G5 0.5 64; 3.25 A4+C5 0.15 40 mute'),
    ...notes(13, '0.75 A4+D5 0.15 38 mute; 1 A4+D5+F5 0.4 66; 2.5 Bb4+D5+F5 1 58'),
    ...notes(14, '0.75 D4 5 44; 0.9 A4 5 42; 1.05 C#5 5 46; 1.2 F#5 5 50'),
  ];
}

/** Alto flute. A length that reaches the next note is a slur. */
export function leadPart(): ScoreNote[] {
  return [
    ...notes(2, '0.5 A4 0.5 58; 1 C5 0.5 64; 1.5 E5 1.5 74; 3 D5 0.5 66; 3.5 C5 0.25 60; 3.75 D5 0.25 56'),
    ...notes(3, '0 A4 1.9 66; 2.5 G4 0.5 56; 3 A4 0.5 60; 3.5 C5 0.5 64'),
    ...notes(4, '0 D5 1.5 74; 1.5 F5 0.5 72; 2 E5 0.75 76; 2.75 D5 0.25 66; 3 C5 0.5 66; 3.5 Bb4 0.5 62'),
    ...notes(5, '0 A4 1 70; 1 Bb4 0.5 64; 1.5 A4 0.4 60; 2 C#5 0.9 70; 3 F5 0.5 76; 3.5 G5 0.5 82'),
    ...notes(6, '0 A5 1.5 92; 1.5 G5 0.5 82; 2 F5 0.5 80; 2.5 D5 1.3 78'),
    ...notes(7, '0.5 D5 0.5 74; 1 F5 0.5 80; 1.5 A5 1.25 90; 2.75 Bb5 0.25 84; 3 A5 0.5 86; 3.5 E5 0.5 76'),
    ...notes(8, '0 G5 1.75 90; 1.75 F5 0.25 76; 2 Eb5 0.75 82; 2.75 D5 0.25 74; 3 C5 0.5 76; 3.5 Eb5 0.4 78'),
    ...notes(9, '0 D5 1.5 84; 1.5 C5 0.5 74; 2 Bb4 0.5 74; 2.5 C#5 0.5 78; 3 E5 1 84'),
    ...notes(10, '0 F5 3.4 76'),
    ...notes(11, '3 Eb5 0.5 64; 3.5 F#5 0.5 78'),
    ...notes(12, '0 A5 1.5 94; 1.5 Bb5 0.5 86; 2 C6 1.5 96; 3.5 A5 0.5 84'),
    ...notes(13, '0 D6 1 100; 1 C6 0.5 88; 1.5 A5 0.5 84; 2 G5 1 86; 3 A5 0.5 80; 3.5 G5 0.5 76'),
    ...notes(14, '0 F#5 4.6 78'),
  ];
}

/** Bass, tenor, alto, soprano; the style is the vowel that a note moves to. */
export function choirPart(voice: 0 | 1 | 2 | 3): ScoreNote[] {
  return CHOIR_LINES.flatMap(([bar, ...lines]) => notes(bar, lines[voice]!));
}

const CHOIR_LINES: readonly (readonly [bar: number, bass: string, tenor: string, alto: string, soprano: string])[] = [
  [6, '0 D3 4 66 a', '0 Bb3 4 66 a', '0 F4 4 66 a', '0 A4 4 70 a'],
  [7, '0 C3 4 66 a', '0 Bb3 4 66 a', '0 F4 2 68 a; 2 E4 2 66 a', '0 A4 4 70 a'],
  [8, '0 C3 4 66 o', '0 A3 2 66 o; 2 Bb3 1 66 o; 3 A3 1 64 o', '0 E4 2 66 o; 2 Eb4 2 68 o', '0 G4 4 70 a'],
  [9, '0 Bb2 2 66 a; 2 A2 2 66 a', '0 A3 2 66 a; 2 G3 2 68 a', '0 D4 2 66 a; 2 C#4 2 70 a', '0 F4 2 68 a; 2 F4 1.9 72 a'],
  [10, '0 Eb3 3.9 54 u', '0 G3 3.9 52 u', '0 D4 3.9 54 u', '0 A4 3.9 56 u'],
  [11, '0 D3 2 52 o; 2 D3 1.8 70 a', '0 Bb3 2 52 o; 2 F#3 1.8 70 a', '0 F4 2 54 o; 2 Eb4 1.8 72 a', '0 A4 2 58 o; 2 Bb4 1.8 76 a'],
  [12, '0 D3 2 72 a; 2 E3 2 72 a', '0 Bb3 2 72 a; 2 C4 2 72 a', '0 F4 2 72 a; 2 G4 2 72 a', '0 A4 2 76 a; 2 C5 2 78 a'],
  [13, '0 F3 2 74 a; 2 G3 2 68 o', '0 D4 2 74 a; 2 D4 2 68 o', '0 A4 2 74 a; 2 G4 2 68 o', '0 D5 2 80 a; 2 C5 2 72 o'],
  [14, '0 D3 4.8 66 u', '0 A3 4.8 64 u', '0 F#4 4.8 64 u', '0 C#5 4.8 66 u'],
];

/** How full the pads are in each bar, 0 … 1. */
const PAD_LEVEL = [0.5, 0.55, 0.5, 0.5, 0.55, 0.65, 0.9, 0.9, 0.9, 0.9, 0.62, 0.8, 0.95, 0.95, 0.8] as const;

export function padPart(): ScoreNote[] {
  return CHORDS.flatMap((c) =>
    c.pad.map((midi) => ({
      beat: c.beat,
      lengthBeats: c.lengthBeats,
      midi,
      velocity: PAD_LEVEL[Math.floor(c.beat / BEATS_PER_BAR)]!,
      style: '',
    })),
  );
}

/** Sixteenths of each bar in which the harp plays, and how loud: a digit is tenths, a point rests. */
const HARP_ROWS: readonly string[] = [
  '........ 6.4.4.5.',
  '6.4.5.5. 5.6.45.6',
  '6..4..5. 5..4..5.',
  '6..4..5. 5..4.45.',
  '6..45.5. 5..4..5.',
  '5..34.4. 5.345656',
  '74535463 74536454',
  '74535463 74535464',
  '74535463 74536454',
  '74535463 74556667',
  '5.....4. ...4....',
  '4...3... 3.4.4.56',
  '75535463 75536454',
  '75545463 65544433',
];
/** Which of the chord's harp pitches each sixteenth takes: two rising waves that never fall on the same beat twice. */
const HARP_ORDER = [0, 2, 4, 3, 5, 1, 4, 2, 3, 6, 5, 4, 1, 3, 5, 2] as const;

export function harpPart(): ScoreNote[] {
  const part: ScoreNote[] = [];
  HARP_ROWS.forEach((row, bar) => {
    row
      .replaceAll(' ', '')
      .split('')
      .forEach((digit, step) => {
        const beat = bar * BEATS_PER_BAR + step / 4;
        const harmony = CHORDS.findLast((c) => c.beat <= beat)!;
        if (digit !== '.') {
          const midi = harmony.harp[HARP_ORDER[(step + 5 * (bar % 3)) % 16]! % harmony.harp.length]!;
          part.push({ beat, lengthBeats: 1.5, midi, velocity: Number(digit) / 9, style: '' });
        }
      });
  });
  return [...part, ...glissando()];
}

/** The last chord, swept upwards and left to ring, with a few late drops from the top. */
function glissando(): ScoreNote[] {
  const pitches = ['D4', 'F#4', 'A4', 'C#5', 'E5', 'F#5', 'A5', 'C#6', 'E6', 'F#6'];
  const start = SECTIONS.ring * BEATS_PER_BAR;
  const sweep = pitches.map((pitch, k) => ({
    beat: start + 0.1 + k * 0.085 + k * k * 0.004,
    lengthBeats: 7,
    midi: midiOf(pitch),
    velocity: 0.5 - 0.012 * k,
    style: '',
  }));
  return [...sweep, ...notes(SECTIONS.ring, '2 A5 5 36; 2.75 E5 5 30; 3.5 C#6 4 26; 4.5 F#5 3 22; 5.25 A6 2 16')];
}

function chord(bar: number, beat: number, lengthBeats: number, pad: string, harp: string): Chord {
  return { beat: bar * BEATS_PER_BAR + beat, lengthBeats, pad: pad.split(' ').map(midiOf), harp: harp.split(' ').map(midiOf) };
}
