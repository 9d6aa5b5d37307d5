import { describe, expect, it } from 'vitest';
import { getLayout, LAYOUTS } from '../../../src/layouts/index.ts';
import { bedGains, createDirectSpeakersPanner } from '../../../src/render/panning/index.ts';

const BED = getLayout('7.1.2');

function gains(render: string, k: number): number[] {
  const layout = getLayout(render);
  const { name, allocentric } = BED.speakers[k]!;
  const [x, y, z] = allocentric;
  const out = new Float64Array(layout.speakers.length);
  const position = { kind: 'cartesian', x, y, z } as const;
  createDirectSpeakersPanner(layout).calculate(out, { speakerLabels: ['RC', name], bedLabel: name, position, packFormatId: 'AP_00011001' });
  return [...out];
}

describe('a room-centric bed', () => {
  it('follows BS.2127-1 section 8: the side surround of 7.1.2 on 0+5+0 is M+030 and M+110 at −3 dB', () => {
    const side = BED.speakers.findIndex((speaker) => speaker.name === 'M+090');
    expect(gains('0+5+0', side)).toEqual([Math.SQRT1_2, 0, 0, 0, Math.SQRT1_2, 0]);
  });

  it.each(LAYOUTS.map(({ title }) => title))('sounds on %s as the same bed of a project', (render) => {
    BED.speakers.forEach((_, k) => {
      const expected = new Float64Array(getLayout(render).speakers.length);
      bedGains(expected, BED, k, getLayout(render));
      gains(render, k).forEach((gain, c) => expect(gain).toBeCloseTo(expected[c]!, 9));
    });
  });
});
