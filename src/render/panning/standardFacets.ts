// The patches of the standard layouts, in the order in which the reference asks them and with the vertex it starts from.
// Nominal layouts do not depend on the order. Displaced loudspeakers can bend a wide patch so far that its equations also hold for directions
// elsewhere; then the first patch that answers counts, and only the reference's order gives the reference's gains.
// Where BS.2127-1 (6.1) leaves the order open these rows follow the EBU ADM Renderer 2.1, and a test holds them against our own hull.

/** Rings around the lower and, where there is one, the upper pole; then patches of three or four. */
export interface FacetTable {
  readonly rings: readonly (readonly number[])[];
  readonly facets: readonly (readonly number[])[];
}

/**
 * The patches of a standard layout, or undefined. Vertices: loudspeakers without LFE in channel order, then the virtual ones of the lower and
 * of the upper layer.
 * @param screenSpeakersDeg nominal azimuth of M±SC, 15 or 45; only 4+9+0 has them
 */
export function standardFacets(layoutId: string, screenSpeakersDeg: number): FacetTable | undefined {
  const rows = PATCHES[layoutId === '4+9+0' ? `4+9+0 ${screenSpeakersDeg}` : layoutId];
  if (rows === undefined) {
    return undefined;
  }
  const lists = rows.map((row) => row.split(' | ').map((facet) => facet.split(' ').map(Number)));
  return { rings: lists[0]!, facets: lists.slice(1).flat() };
}

/** First row: rings. Second: triangles and quadrilaterals. */
const PATCHES: Readonly<Record<string, readonly [string, string]>> = {
  '0+5+0': [
    '5 6 7 8 9 | 10 11 12 13 14',
    '8 9 3 4 | 3 4 13 14 | 1 4 9 6 | 1 11 4 14 | 1 2 6 7 | 1 2 11 12 | 0 8 3 5 | 0 10 3 13 | 0 2 5 7 | 0 2 10 12',
  ],
  '2+5+0': [
    '7 8 9 10 11 | 13 12 5 6',
    '2 5 6 | 1 2 6 | 0 2 5 | 3 10 11 4 | 12 3 4 13 | 8 1 11 4 | 1 4 13 6 | 8 9 2 1 | 0 10 3 7 | 0 3 12 5 | 0 9 2 7',
  ],
  '4+5+0': [
    '9 10 11 12 13 | 8 5 6 7',
    '2 5 6 | 1 2 6 | 0 2 5 | 4 3 12 13 | 8 3 4 7 | 1 10 4 13 | 8 1 4 6 | 2 1 10 11 | 0 9 3 12 | 0 3 5 7 | 0 9 2 11',
  ],
  '4+5+1': [
    '9 10 11 | 8 5 6 7',
    '1 11 4 | 9 2 1 | 9 11 1 | 1 2 6 | 2 5 6 | 0 9 2 | 0 2 5 | 0 9 10 | 0 10 3 | 3 10 11 4 | 8 3 4 7 | 8 1 4 6 | 0 3 5 7',
  ],
  '3+7+0': [
    '10 11 12 13 14 15 16',
    '9 5 7 | 8 9 7 | 8 9 6 | 0 1 3 | 1 3 5 | 9 3 5 | 0 2 4 | 0 3 4 | 9 3 4 | 2 4 6 | 9 4 6 | 1 5 11 13 | 0 1 10 11 | 0 10 2 12 | 5 7 13 15 | 2 12 14 6 | 8 16 7 15 | 8 16 14 6',
  ],
  '4+9+0 15': [
    '13 14 15 16 17 18 19 20 21 | 8 9 10 7',
    '8 2 7 | 0 3 7 | 8 1 4 | 8 10 4 | 9 3 5 | 9 3 7 | 2 11 7 | 0 11 7 | 8 2 12 | 8 1 12 | 10 4 6 | 0 16 3 13 | 1 4 17 14 | 16 18 3 5 | 0 11 20 13 | 2 11 20 15 | 1 12 21 14 | 2 12 21 15 | 9 10 5 6 | 18 19 5 6 | 17 19 4 6',
  ],
  '4+9+0 45': [
    '13 14 15 16 17 18 19 20 21 | 8 9 10 7',
    '8 2 7 | 3 11 7 | 8 12 4 | 8 10 4 | 9 3 5 | 9 3 7 | 0 2 7 | 0 11 7 | 8 1 2 | 8 1 12 | 10 4 6 | 16 3 11 20 | 17 4 12 21 | 16 18 3 5 | 0 11 20 13 | 0 2 13 15 | 1 12 21 14 | 1 2 14 15 | 9 10 5 6 | 18 19 5 6 | 17 19 4 6',
  ],
  '9+10+3': [
    '19 20 21 22 23 24 25 26',
    '16 13 14 | 17 13 15 | 18 13 14 | 18 13 15 | 16 10 13 | 17 11 13 | 2 19 5 | 19 20 5 | 0 16 8 | 0 16 10 | 0 10 5 | 0 20 5 | 0 25 8 | 0 25 20 | 2 12 5 | 10 12 5 | 10 12 13 | 11 12 13 | 2 19 6 | 19 21 6 | 2 12 6 | 11 12 6 | 1 17 9 | 1 11 17 | 1 11 6 | 1 21 6 | 1 26 9 | 1 26 21 | 8 25 3 22 | 16 8 3 14 | 24 3 22 7 | 9 26 4 23 | 17 4 9 15 | 24 4 23 7 | 18 3 14 7 | 18 4 7 15',
  ],
  '0+7+0': [
    '7 8 9 10 11 12 13 | 14 15 16 17 18 19 20',
    '0 10 3 7 | 0 17 3 14 | 0 9 2 7 | 8 1 11 4 | 1 18 4 15 | 8 1 2 9 | 16 0 2 14 | 16 1 2 15 | 10 3 12 5 | 3 17 19 5 | 13 12 5 6 | 19 20 5 6 | 11 4 13 6 | 18 4 20 6',
  ],
  '4+7+0': [
    '11 12 13 14 15 16 17 | 8 9 10 7',
    '8 2 7 | 0 3 7 | 0 2 7 | 8 1 4 | 8 1 2 | 8 10 4 | 9 3 5 | 9 3 7 | 10 4 6 | 0 3 11 14 | 0 2 11 13 | 1 12 4 15 | 1 2 12 13 | 16 3 5 14 | 9 10 5 6 | 16 17 5 6 | 17 4 6 15',
  ],
};
