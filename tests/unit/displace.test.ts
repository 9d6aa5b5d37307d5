import { describe, expect, it } from 'vitest';
import { checkPlaces, displaceLayout, getLayout } from '../../src/layouts/index.ts';

const surround = getLayout('5.1');
const place = (name: string, azimuthDeg: number, elevationDeg = 0) => ({ name, azimuthDeg, elevationDeg });

describe('loudspeakers where they really stand', () => {
  it('go by BS.2051 name or label; the others stay', () => {
    const moved = displaceLayout(surround, [place('M+110', 117), place('Rs', -103, 5), place('U+045', 40, 35)]);
    expect(moved.speakers.map(({ azimuthDeg }) => azimuthDeg)).toEqual([30, -30, 0, 45, 117, -103]);
    expect(moved.speakers[5]).toMatchObject({ elevationDeg: 5, nominalAzimuthDeg: -110, nominalElevationDeg: 0 });
  });

  it.each([
    ['positions.name', [place('U+045', 45, 30)]],
    ['positions.range', [place('M+110', 121)]],
    ['positions.range', [place('M+110', 110, 16)]],
    ['positions.twice', [place('M+110', 110), place('Ls', 111)]],
  ])('%s', (code, places) => {
    expect(() => checkPlaces(places, [surround], 'room.json')).toThrow(expect.objectContaining({ code, at: 'room.json' }));
  });

  it('ranges go around the back: BS.2051 system F\u2019s UH+180 at −180 is at 180', () => {
    expect(() => checkPlaces([place('UH+180', -180, 60)], [getLayout('3+7+0')], '')).not.toThrow();
  });
});
