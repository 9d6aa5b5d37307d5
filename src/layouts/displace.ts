import { InputError } from '../base/index.ts';
import type { Layout, Speaker } from './types.ts';

/** Where a loudspeaker really stands. */
export interface SpeakerPlace {
  /** BS.2051 name (`M+110`) or label (`Ls`). */
  readonly name: string;
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** The layout with its loudspeakers where they stand; places of loudspeakers that it does not have mean nothing to it. */
export function displaceLayout(layout: Layout, places: readonly SpeakerPlace[]): Layout {
  return {
    ...layout,
    speakers: layout.speakers.map((speaker) => {
      const place = places.find(({ name }) => isCalled(speaker, name));
      return place === undefined ? speaker : { ...speaker, azimuthDeg: place.azimuthDeg, elevationDeg: place.elevationDeg };
    }),
  };
}

/**
 * Checks places for layouts: each is of a loudspeaker that one of them has, once, and inside its range.
 * @param at what says so, for messages
 * @throws InputError `positions.name`, `positions.range`, `positions.twice`
 * @source ITU-R BS.2051-3, ranges of azimuth and elevation
 */
export function checkPlaces(places: readonly SpeakerPlace[], layouts: readonly Layout[], at: string): void {
  for (const place of places) {
    const owners = layouts.filter(({ speakers }) => speakers.some((speaker) => isCalled(speaker, place.name)));
    if (owners.length === 0) {
      const known = [...new Set(layouts.flatMap(({ speakers }) => speakers.map(({ name }) => name)))];
      throw new InputError('positions.name', `${place.name} is no loudspeaker of what is rendered`, `use one of ${known.join(', ')}`, at);
    }
    for (const layout of owners) {
      checkPlace(place, layout, at);
    }
  }
  for (const layout of layouts) {
    for (const speaker of layout.speakers) {
      if (places.filter(({ name }) => isCalled(speaker, name)).length > 1) {
        throw new InputError('positions.twice', `${speaker.name} (${speaker.label}) stands in two places`, 'give each once', at);
      }
    }
  }
}

function checkPlace({ name, azimuthDeg, elevationDeg }: SpeakerPlace, layout: Layout, at: string): void {
  const { azimuthRangeDeg, elevationRangeDeg } = layout.speakers.find((one) => isCalled(one, name))!;
  const isInside =
    isWithin(azimuthDeg, azimuthRangeDeg) || isWithin(azimuthDeg + 360, azimuthRangeDeg) || isWithin(azimuthDeg - 360, azimuthRangeDeg);
  if (!isInside || !isWithin(elevationDeg, elevationRangeDeg)) {
    throw new InputError(
      'positions.range',
      `${name} stands at azimuth ${azimuthDeg}°, elevation ${elevationDeg}°`,
      `in ${layout.title} it may stand at azimuth ${shown(azimuthRangeDeg)}, elevation ${shown(elevationRangeDeg)}`,
      at,
    );
  }
}

function isCalled(speaker: Speaker, name: string): boolean {
  return speaker.name === name || speaker.label === name;
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

function shown([low, high]: readonly [number, number]): string {
  return low === high ? `${low}°` : `${low}° to ${high}°`;
}
