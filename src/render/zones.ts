import type { ObjectElement } from '../scene/index.ts';
import type { CartesianZone } from './panning/index.ts';

function zone(minX: number, maxX: number, minY: number, maxY: number, minZ: number, maxZ: number): CartesianZone {
  return { kind: 'cartesian', minX, maxX, minY, maxY, minZ, maxZ };
}

const BACK = [zone(-1, 1, -1, -0.41934, -0.499, 0.499)];
const SIDES = [zone(-1, -0.75806, -0.41934, 0.83871, -0.499, 0.499), zone(0.75806, 1, -0.41934, 0.83871, -0.499, 0.499)];
const CENTRE_BACK_ONLY = [
  zone(-1, -0.16129, 0.5, 1, -0.499, 0.499),
  zone(0.16129, 1, 0.5, 1, -0.499, 0.499),
  zone(-1, -0.51611, -0.707, 0.49999, -0.499, 0.499),
  zone(0.51611, 1, -0.707, 0.49999, -0.499, 0.499),
];
const NOT_SCREEN = [zone(-1, 1, -1, 0.83871, -1, 1)];
const SCREEN = [zone(-1, 1, 0.5, 1, -1, 1)];

/**
 * The loudspeakers that a zone preset shuts out, as ADM zone exclusions.
 * @source the zone vocabulary of the Dolby Atmos Master ADM Profile v1.1
 */
export function zoneExclusionOf(zones: ObjectElement['zones']): readonly CartesianZone[] | undefined {
  switch (zones) {
    case 'all':
      return undefined;
    case 'noBack':
      return BACK;
    case 'noSides':
      return SIDES;
    case 'centreBack':
      return CENTRE_BACK_ONLY;
    case 'screenOnly':
      return NOT_SCREEN;
    case 'surroundOnly':
      return SCREEN;
  }
}
