// Tonal and dynamic ranges of kinds of programmes, as data. None of it is a standard: a curve says what is common, and a tolerance how far from
// it is still ordinary; the assistant only ever touches what lies beyond the tolerance.
import { log2, UsageError } from '../../base/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';

/**
 * `published`: the curve itself is from a published measurement. `practice`: drawn by us along a published slope, bent where the genre is known
 * to differ; to be trusted like a colleague's opinion.
 */
export type TargetConfidence = 'published' | 'practice';

/** What a kind of programme is usually like. Ranges are [from, to]. */
export interface TargetProfile {
  readonly id: string;
  readonly title: string;
  /** By THIRD_OCTAVES_HZ, relative to 1 kHz; null where the curve says nothing. */
  readonly levelsDb: readonly (number | null)[];
  /** By THIRD_OCTAVES_HZ: this far either way is ordinary. */
  readonly toleranceDb: readonly number[];
  /** Peaks above the short-term loudness, on loud parts, before the final limiter. */
  readonly psrLu: readonly [number, number];
  readonly lraLu: readonly [number, number];
  /** Side against mid, 250 Hz to 8 kHz. */
  readonly sideToMidDb: readonly [number, number];
  readonly source: string;
  readonly confidence: TargetConfidence;
}

type Corner = readonly [hz: number, levelDb: number];

const LTAS =
  'slope of commercial recordings, about −5 dB/oct per Hz (−2 dB by third octaves) from 100 Hz to 4 kHz and steeper above: Pestana, Ma, Reiss, Barbosa, Black, AES 135 (2013), paper 8960; Elowsson and Friberg, AES 142 (2017), paper 9762; the genre’s bend is ours';
const SPEECH =
  'long-term average speech spectrum, both sexes, twelve languages: Byrne et al., J. Acoust. Soc. Am. 96 (1994), 2108–2120; ranges ours';

/** Levels at the corners, straight lines on a logarithmic frequency axis between them. */
const ROWS: readonly (Omit<TargetProfile, 'levelsDb' | 'toleranceDb'> & {
  readonly corners: readonly Corner[];
  readonly middleToleranceDb: number;
})[] = [
  {
    id: 'pop',
    title: 'Pop',
    corners: [
      [20, -8],
      [31.5, 1],
      [50, 6.5],
      [100, 6.5],
      [1000, 0],
      [4000, -4],
      [10000, -8.5],
      [16000, -15],
      [20000, -24],
    ],
    middleToleranceDb: 2.5,
    psrLu: [8, 13],
    lraLu: [3, 9],
    sideToMidDb: [-14, -5],
    source: LTAS,
    confidence: 'practice',
  },
  {
    id: 'rock',
    title: 'Rock',
    corners: [
      [20, -14],
      [31.5, -4],
      [50, 3.5],
      [100, 5.5],
      [1000, 0],
      [4000, -3.3],
      [8000, -6.5],
      [10000, -8.5],
      [16000, -15],
      [20000, -24],
    ],
    middleToleranceDb: 2.5,
    psrLu: [8, 13],
    lraLu: [3, 9],
    sideToMidDb: [-13, -4],
    source: LTAS,
    confidence: 'practice',
  },
  {
    id: 'electronic',
    title: 'Electronic',
    corners: [
      [20, -4],
      [31.5, 6],
      [50, 9.5],
      [100, 7.5],
      [1000, 0],
      [4000, -3.5],
      [10000, -7.5],
      [16000, -13],
      [20000, -21],
    ],
    middleToleranceDb: 3,
    psrLu: [7, 12],
    lraLu: [3, 10],
    sideToMidDb: [-14, -5],
    source: LTAS,
    confidence: 'practice',
  },
  {
    id: 'hip-hop',
    title: 'Hip-hop',
    corners: [
      [20, -2],
      [31.5, 8],
      [45, 11],
      [63, 10.5],
      [100, 8],
      [1000, 0],
      [4000, -4],
      [10000, -9],
      [16000, -16],
      [20000, -25],
    ],
    middleToleranceDb: 3,
    psrLu: [7, 12],
    lraLu: [3, 9],
    sideToMidDb: [-16, -6],
    source: LTAS,
    confidence: 'practice',
  },
  {
    id: 'acoustic',
    title: 'Acoustic and folk',
    corners: [
      [20, -22],
      [40, -8],
      [63, 0],
      [100, 4.5],
      [200, 4.5],
      [1000, 0],
      [4000, -5.5],
      [10000, -11.5],
      [16000, -18],
      [20000, -27],
    ],
    middleToleranceDb: 3.5,
    psrLu: [10, 17],
    lraLu: [4, 12],
    sideToMidDb: [-16, -5],
    source: LTAS,
    confidence: 'practice',
  },
  {
    id: 'jazz',
    title: 'Jazz',
    corners: [
      [20, -18],
      [40, -1],
      [63, 3.5],
      [100, 5],
      [200, 4.5],
      [1000, 0],
      [4000, -5.5],
      [10000, -11.5],
      [16000, -18],
      [20000, -27],
    ],
    middleToleranceDb: 3.5,
    psrLu: [10, 17],
    lraLu: [5, 14],
    sideToMidDb: [-14, -4],
    source: LTAS,
    confidence: 'practice',
  },
  {
    id: 'orchestral',
    title: 'Classical and orchestral',
    corners: [
      [20, -14],
      [40, -3],
      [63, 1],
      [100, 3],
      [200, 4.5],
      [500, 3],
      [1000, 0],
      [2000, -4],
      [4000, -9],
      [10000, -18],
      [16000, -27],
      [20000, -35],
    ],
    middleToleranceDb: 4,
    psrLu: [11, 22],
    lraLu: [8, 20],
    sideToMidDb: [-10, -1],
    source: LTAS,
    confidence: 'practice',
  },
  {
    id: 'film',
    title: 'Film and ambient',
    corners: [
      [20, -2],
      [31.5, 4],
      [50, 6],
      [100, 6],
      [200, 4.5],
      [1000, 0],
      [4000, -7],
      [10000, -14.5],
      [16000, -22],
      [20000, -30],
    ],
    middleToleranceDb: 4,
    psrLu: [9, 20],
    lraLu: [6, 20],
    sideToMidDb: [-12, 0],
    source: LTAS,
    confidence: 'practice',
  },
  {
    id: 'podcast',
    title: 'Podcast and speech',
    corners: [
      [100, 0.7],
      [125, 4],
      [160, 3.1],
      [200, 6.5],
      [250, 6.6],
      [315, 5.3],
      [400, 8.4],
      [500, 8.4],
      [630, 6.8],
      [800, 3.1],
      [1000, 0],
      [1250, -0.7],
      [1600, -1.7],
      [2000, -5],
      [2500, -5.6],
      [3150, -6.9],
      [4000, -8.1],
      [5000, -9.2],
      [6300, -9.4],
      [8000, -10],
      [10000, -10.3],
      [12500, -12.4],
      [16000, -13],
    ],
    middleToleranceDb: 4,
    psrLu: [9, 15],
    lraLu: [2, 8],
    sideToMidDb: [-60, -10],
    source: SPEECH,
    confidence: 'published',
  },
];

/** What a proposal may aim at. */
export const GENRE_CURVES: readonly TargetProfile[] = ROWS.map(({ corners, middleToleranceDb, ...row }) => ({
  ...row,
  levelsDb: THIRD_OCTAVES_HZ.map((hz) => levelAt(corners, hz)),
  toleranceDb: THIRD_OCTAVES_HZ.map((hz) => toleranceAt(middleToleranceDb, hz)),
}));

/** @throws UsageError `target.unknown` */
export function findTarget(id: string): TargetProfile {
  const found = GENRE_CURVES.find((target) => target.id === id);
  if (found === undefined) {
    throw new UsageError(
      'target.unknown',
      `no target is called "${id}"`,
      `use one of ${GENRE_CURVES.map((target) => target.id).join(', ')}, or a reference`,
    );
  }
  return found;
}

function levelAt(corners: readonly Corner[], hz: number): number | null {
  // Nominal centres lie up to a percent beside the exact ones.
  const after = corners.findIndex(([at]) => at >= hz * 0.985);
  if (after < 0) {
    return null;
  }
  const [toHz, toDb] = corners[after]!;
  if (after === 0) {
    return toHz > hz * 1.015 ? null : toDb;
  }
  const [fromHz, fromDb] = corners[after - 1]!;
  const levelDb = fromDb + (toDb - fromDb) * Math.min(1, log2(hz / fromHz) / log2(toHz / fromHz));
  return Math.round(levelDb * 10) / 10;
}

/** The ends differ most from one recording to the next: 1 dB more an octave beyond 80 Hz and 8 kHz. */
function toleranceAt(middleDb: number, hz: number): number {
  const octaves = hz < 80 ? log2(80 / hz) : hz > 8000 ? log2(hz / 8000) : 0;
  return Math.round((middleDb + octaves) * 10) / 10;
}
