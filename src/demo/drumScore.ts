// What the drummer and the percussionist have in front of them: one row of sixteenths a bar (see notation.ts), plus the fills.
import { steps } from './notation.ts';
import type { ScoreNote } from './notation.ts';
import { BEATS_PER_BAR } from './timing.ts';

export const SNARE = { centre: 0, crossStick: 1, clap: 2 } as const;
export const CYMBAL = { crashLeft: 0, crashRight: 1, ride: 2, bell: 3, swell: 4 } as const;
export const PERCUSSION = {
  shaker: 0,
  tambourine: 1,
  congaOpen: 2,
  congaSlap: 3,
  congaTouch: 4,
  tumbaOpen: 5,
  highTom: 6,
  floorTom: 7,
} as const;

export function kickPart(): ScoreNote[] {
  return [
    ...steps(2, 'X... ...h ..x. ....'),
    ...steps(3, 'X... ..h. .gx. ...g'),
    ...steps(4, 'X... ...h ..x. ....'),
    ...steps(5, 'X... ..h. ..x. h.x.'),
    ...steps(6, 'X..g ..h. ..X. .h..'),
    ...steps(7, 'X... ..hx ..X. ....'),
    ...steps(8, 'X..g ..h. x... x..h'),
    ...steps(9, 'X... ..hx X... ....'),
    ...steps(10, 'h... .... .... ....'),
    ...steps(11, 'h... .... h... ..h.'),
    ...steps(12, 'X..g ..h. X... .hh.'),
    ...steps(13, 'X... ..h. X... ....'),
    ...steps(14, 'X... .... .... ....'),
  ];
}

export function snarePart(): ScoreNote[] {
  const backbeat = [6, 7, 8, 9, 12, 13];
  return [
    ...[2, 3, 4, 5].flatMap((bar) => steps(bar, bar === 5 ? '.... x... .... ....' : '.... x... .... x...', SNARE.crossStick)),
    ...backbeat.flatMap((bar) => steps(bar, '.... h... .... h...', SNARE.clap)),
    ...steps(1, '.... .... .... ..gg'),
    ...steps(2, '.... ..g. .g.. ...g'),
    ...steps(3, '.... ...g .g.. ..g.'),
    ...steps(4, '.... ..g. .g.. .g.g'),
    ...steps(5, '.... ...g .g.g xghx'),
    ...steps(6, '.... X..g .g.. X..g'),
    ...steps(7, '.... X..g .g.. X.g.'),
    ...steps(8, '.... X..g .g.. X..g'),
    ...steps(9, '.... X..g .g.. Xgxh'),
    ...crescendo(11, 2, 3.9, 8, 0.12, 0.6),
    ...steps(12, '.... X..g .g.. X..g'),
    ...steps(13, '.... X.gg .d.. X...'),
  ];
}

export function hatPart(): ScoreNote[] {
  return [
    ...steps(1, '.... .... ..h. h.xo'),
    ...steps(2, 'x.h. X.hg x.h. X.hg'),
    ...steps(3, 'x.h. X.hg x.hg X.ho'),
    ...steps(4, 'x.hg X.h. x.h. X.hg'),
    ...steps(5, 'x.h. X.hg x.hg x..o'),
    ...steps(6, 'xghg Xghg xghg Xgoh'),
    ...steps(7, 'xghg Xghg xghg Xghg'),
    ...steps(8, 'xghg Xghg xghg Xgog'),
    ...steps(9, 'xghg Xghg xghg xg.o'),
    ...steps(11, '.... .... g.g. h.hx'),
    ...steps(12, 'xghg Xghg xghg Xgoh'),
    ...steps(13, 'xghg Xghg xghg x...'),
  ];
}

export function cymbalPart(): ScoreNote[] {
  const chorus = [6, 7, 8, 9, 12, 13];
  return [
    swell(1.25, 2, 0.34),
    swell(5, 6, 0.62),
    hit(6, 0, CYMBAL.crashLeft, 0.86),
    hit(8, 0, CYMBAL.crashRight, 0.5),
    swell(9.5, 10, 0.3),
    hit(10, 0, CYMBAL.crashRight, 0.55),
    swell(11, 12, 0.8),
    hit(12, 0, CYMBAL.crashLeft, 0.95),
    hit(13, 0, CYMBAL.crashRight, 0.62),
    hit(14, 0, CYMBAL.crashLeft, 0.7),
    hit(14, 0.02, CYMBAL.crashRight, 0.6),
    ...chorus.flatMap((bar) => steps(bar, 'h.g. h.g. h.g. h.gg', CYMBAL.ride)),
    ...[7, 9, 13].flatMap((bar) => steps(bar, '.... .... .... ..h.', CYMBAL.bell)),
  ];
}

export function percussionPart(): ScoreNote[] {
  const shaken = [3, 4, 5, 6, 7, 8, 9, 12, 13];
  return [
    ...shaken.flatMap((bar) => steps(bar, 'xghg xghg xghg xghg', PERCUSSION.shaker)),
    ...[6, 7, 8, 9, 12, 13].flatMap((bar) => steps(bar, '.... x... .... x..g', PERCUSSION.tambourine)),
    ...[4, 5, 6, 7, 8, 9, 12, 13].flatMap((bar) => conga(bar)),
    ...steps(5, '.... .... .... ..h.', PERCUSSION.highTom),
    ...steps(5, '.... .... .... ...x', PERCUSSION.floorTom),
    ...steps(9, '.... .... .... ...h', PERCUSSION.floorTom),
    ...steps(10, '.... .... ..g. ....', PERCUSSION.floorTom),
    ...steps(11, '.... .... ..g. h..h', PERCUSSION.floorTom),
    ...steps(11, '.... .... .... .hh.', PERCUSSION.highTom),
    ...steps(13, '.... .... .... .hh.', PERCUSSION.highTom),
    ...steps(13, '.... .... .... ..hx', PERCUSSION.floorTom),
  ];
}

/** A tumbao that answers itself every second bar. */
function conga(bar: number): ScoreNote[] {
  const isAnswer = bar % 2 === 1;
  return [
    ...steps(bar, isAnswer ? 'g.g. .gg. g.g. .g..' : 'g.g. .gg. g.g. .gg.', PERCUSSION.congaTouch),
    ...steps(bar, '.... h... .... ....', PERCUSSION.congaSlap),
    ...steps(bar, isAnswer ? '.... .... .... h.hh' : '.... .... .... ..hh', PERCUSSION.congaOpen),
    ...steps(bar, isAnswer ? '.... ...h h... ....' : '.... .... ...h ....', PERCUSSION.tumbaOpen),
  ];
}

/** Strokes evenly spaced and ever louder. */
function crescendo(bar: number, fromBeat: number, toBeat: number, perBeat: number, from: number, to: number): ScoreNote[] {
  const count = Math.floor((toBeat - fromBeat) * perBeat);
  return Array.from({ length: count }, (_, k) => ({
    beat: bar * BEATS_PER_BAR + fromBeat + k / perBeat,
    lengthBeats: 1 / perBeat,
    midi: SNARE.centre,
    velocity: from + (to - from) * (k / count) * (k / count),
    style: 'ghost',
  }));
}

function hit(bar: number, beat: number, sound: number, velocity: number): ScoreNote {
  return { beat: bar * BEATS_PER_BAR + beat, lengthBeats: 4, midi: sound, velocity, style: '' };
}

/** A mallet roll on the cymbal from one bar to another. */
function swell(fromBar: number, toBar: number, velocity: number): ScoreNote {
  return {
    beat: fromBar * BEATS_PER_BAR,
    lengthBeats: (toBar - fromBar) * BEATS_PER_BAR,
    midi: CYMBAL.swell,
    velocity,
    style: 'swell',
  };
}
