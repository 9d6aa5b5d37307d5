import { describe, expect, it } from 'vitest';
import { createMemoryByteSource } from '../../../src/audio/index.ts';
import { createWarningList } from '../../../src/base/index.ts';
import { DBMD_VERSION, NEUTRAL_TRIM, writeDbmd, type DbmdBinauralMode } from '../../../src/formats/dbmd/index.ts';
import { openWave } from '../../../src/formats/index.ts';
import { openAdm } from '../../../src/interchange/index.ts';
import type { SelectItemsOptions } from '../../../src/interchange/index.ts';
import { axml, chnaBytes, chnaOf, movingObject, programme } from '../../fixtures/adm/admXml.ts';
import { buildRiff, data, fmt } from '../../fixtures/wave/buildWave.ts';
import type { ChunkSpec } from '../../fixtures/wave/buildWave.ts';

function open(chunks: readonly ChunkSpec[], options: SelectItemsOptions = {}) {
  const bytes = createMemoryByteSource(buildRiff([fmt({ channels: 2 }), data([0, 0, 0, 0]), ...chunks]), 'a.wav');
  const { warn, list } = createWarningList();
  return { adm: openAdm(bytes, openWave(bytes, warn), warn, options), list };
}

const twoProgrammes = [
  {
    id: 'axml',
    bytes: axml(`${programme(['AO_1001'], 'APR_1001')}${programme(['AO_1002'], 'APR_1002')}${movingObject(1)}${movingObject(2)}`),
  },
  { id: 'chna', bytes: chnaBytes(chnaOf('ATU_00000001', 'ATU_00000002')) },
];

describe('openAdm', () => {
  it('gives the items of one programme and the names of all', () => {
    const { adm, list } = open(twoProgrammes);
    expect(adm!.items.map(({ objectName }) => objectName)).toEqual(['AO_1001']);
    expect(adm!.programmes.map(({ id }) => id)).toEqual(['APR_1001', 'APR_1002']);
    expect(adm!.programme).toMatchObject({ id: 'APR_1001', name: 'programme APR_1001' });
    expect(list).toMatchObject([{ code: 'adm.programme' }]);
    expect(open(twoProgrammes, { programmeId: 'APR_1002' }).adm!.programme!.id).toBe('APR_1002');
  });

  it('a chna chunk alone is enough; without one a file is plain audio', () => {
    const rows = [1, 2].map((k) => ({
      trackIndex: k,
      uid: `ATU_0000000${k}`,
      trackOrChannelRef: `AT_0001000${k}_01`,
      packRef: 'AP_00010002',
    }));
    const { adm } = open([{ id: 'chna', bytes: chnaBytes(rows) }]);
    expect(adm).toMatchObject({ hasAxml: false, programme: undefined, items: [{ id: 'AC_00010001' }, { id: 'AC_00010002' }] });
    expect(open([]).adm).toBeUndefined();
  });

  it('tracks that the file does not have are refused', () => {
    const rows = chnaOf('ATU_00000001', 'ATU_00000002', 'ATU_00000003');
    expect(() => open([twoProgrammes[0]!, { id: 'chna', bytes: chnaBytes(rows) }])).toThrow(
      expect.objectContaining({ code: 'adm.track', at: 'ATU_00000003' }),
    );
  });

  describe('with Dolby\u2019s dbmd chunk', () => {
    const modes = (...binauralModes: readonly DbmdBinauralMode[]): Uint8Array =>
      writeDbmd({
        version: DBMD_VERSION,
        supplement: {
          trims: Array.from({ length: 9 }, () => NEUTRAL_TRIM),
          tracks: binauralModes.map((binauralMode) => ({ binauralMode, headTrackMode: 2, trimBypass: 0 })),
        },
      });
    const both = [
      { id: 'axml', bytes: axml(`${programme(['AO_1001', 'AO_1002'])}${movingObject(1)}${movingObject(2)}`) },
      { id: 'chna', bytes: chnaBytes(chnaOf('ATU_00000001', 'ATU_00000002')) },
    ];

    it('headphone modes come by track; what it leaves open stays open', () => {
      const { adm, list } = open([...both, { id: 'dbmd', bytes: modes('off', 'notIndicated') }]);
      expect(adm!.items.map(({ binaural }) => binaural)).toEqual(['off', undefined]);
      expect(list).toEqual([]);
    });

    it('one that cannot be read is a warning, and under strict an error', () => {
      const broken = modes('off', 'far');
      broken[broken.length - 2] = broken[broken.length - 2]! ^ 1;
      for (const [chunk, code] of [
        [broken, 'dbmd.checksum'],
        [Uint8Array.of(1, 2), 'dbmd.short'],
      ] as const) {
        const chunks = [...both, { id: 'dbmd', bytes: chunk }];
        const { adm, list } = open(chunks);
        expect(adm!.items.map(({ binaural }) => binaural)).toEqual([undefined, undefined]);
        expect(list).toMatchObject([{ code }]);
        expect(() => open(chunks, { strict: true })).toThrow(expect.objectContaining({ code }));
      }
    });
  });

  it('a chna chunk that claims more than it has is a warning, and under strict an error', () => {
    const chunks = [twoProgrammes[0]!, { id: 'chna', bytes: chnaBytes(chnaOf('ATU_00000001', 'ATU_00000002'), 3) }];
    expect(open(chunks).list).toMatchObject([{ code: 'chna.short' }, { code: 'adm.programme' }]);
    expect(() => open(chunks, { strict: true })).toThrow(expect.objectContaining({ code: 'chna.short' }));
    expect(open(twoProgrammes, { strict: true }).list).toMatchObject([{ code: 'adm.programme' }]);
  });
});
