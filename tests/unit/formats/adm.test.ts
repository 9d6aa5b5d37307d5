import { describe, expect, it } from 'vitest';
import { createMemoryByteSource } from '../../../src/audio/index.ts';
import { createWarningList, ignoreWarnings, rational } from '../../../src/base/index.ts';
import { openWave, parseAdm, parseChna, readAdmChunks } from '../../../src/formats/index.ts';
import type { AdmDocument, AudioBlockFormat } from '../../../src/formats/index.ts';
import {
  axml,
  block,
  channel,
  chnaBytes,
  chnaOf,
  element,
  movingObject,
  object,
  pack,
  polar,
  programme,
  refs,
} from '../../fixtures/adm/admXml.ts';
import { buildRiff, data, fmt } from '../../fixtures/wave/buildWave.ts';

function parse(body: string, version?: string): AdmDocument {
  return parseAdm(axml(body, version), ignoreWarnings);
}

function warningsOf(body: string, version?: string) {
  const { warn, list } = createWarningList();
  parseAdm(axml(body, version), warn);
  return list;
}

function firstBlock(type: 'Objects' | 'DirectSpeakers' | 'HOA' | 'Matrix' | 'Binaural', inside: string, attributes = ''): AudioBlockFormat {
  return parse(channel('AC_00031001', type, block('AC_00031001', inside, attributes))).audioChannelFormats[0]!.audioBlockFormats[0]!;
}

describe('content', () => {
  it('audioProgramme', () => {
    const [read] =
      parse(`<audioProgramme audioProgrammeID="APR_1001" audioProgrammeName="Main" audioProgrammeLanguage="en" start="00:00:00.5" end="00:01:00">
      <audioProgrammeLabel language="en">Main mix</audioProgrammeLabel>
      <audioContentIDRef>ACO_1001</audioContentIDRef><audioContentIDRef>ACO_1002</audioContentIDRef>
      <alternativeValueSetIDRef>AVS_1001_0001</alternativeValueSetIDRef>
      <loudnessMetadata loudnessMethod="ITU-R BS.1770"><integratedLoudness>-23.5</integratedLoudness><maxTruePeak>-2.1</maxTruePeak></loudnessMetadata>
      <audioProgrammeReferenceScreen><aspectRatio>1.5</aspectRatio><screenCentrePosition azimuth="1" elevation="2" distance="3"/><screenWidth azimuth="40"/></audioProgrammeReferenceScreen>
      </audioProgramme>`).audioProgrammes;
    expect(read).toMatchObject({
      id: 'APR_1001',
      name: 'Main',
      language: 'en',
      start: rational(1n, 2n),
      end: rational(60n),
      labels: [{ text: 'Main mix', language: 'en' }],
      audioContentIDRef: ['ACO_1001', 'ACO_1002'],
      alternativeValueSetIDRef: ['AVS_1001_0001'],
      loudnessMetadata: [{ loudnessMethod: 'ITU-R BS.1770', integratedLoudness: -23.5, maxTruePeak: -2.1 }],
      referenceScreen: {
        aspectRatio: 1.5,
        screenCentrePosition: { kind: 'polar', azimuth: 1, elevation: 2, distance: 3 },
        screenWidth: { kind: 'polar', azimuth: 40 },
      },
    });
  });

  it('audioContent', () => {
    const body = element('audioContent', 'ACO_1001', `${refs('audioObjectIDRef', ['AO_1001'])}<dialogue mixedContentKind="2">2</dialogue>`);
    expect(parse(body).audioContents[0]).toMatchObject({ audioObjectIDRef: ['AO_1001'], dialogue: { dialogue: 2, contentKind: 2 } });
  });

  it('audioObject, whole', () => {
    const inside = `<gain gainUnit="dB">-6</gain><mute>1</mute><headLocked>1</headLocked>
      <positionOffset coordinate="azimuth">30</positionOffset><positionOffset coordinate="distance">0.5</positionOffset>
      <audioObjectIDRef>AO_1002</audioObjectIDRef><audioComplementaryObjectIDRef>AO_1003</audioComplementaryObjectIDRef>
      <alternativeValueSet alternativeValueSetID="AVS_1001_0001"><gain>2</gain><positionOffset coordinate="X">0.1</positionOffset></alternativeValueSet>
      <audioObjectInteraction onOffInteract="1" gainInteract="1"><gainInteractionRange bound="min" gainUnit="dB">-inf</gainInteractionRange></audioObjectInteraction>`;
    const attributes = 'start="00:00:01" duration="00:00:02" importance="3" interact="1" dialogue="1" disableDucking="0"';
    const [read] = parse(object('AO_1001', ['AP_00031001'], ['ATU_00000001', 'ATU_00000000'], inside, attributes)).audioObjects;
    expect(read).toMatchObject({
      start: rational(1n),
      duration: rational(2n),
      importance: 3,
      interact: true,
      dialogue: 1,
      disableDucking: false,
      gain: { value: -6, gainUnit: 'dB' },
      mute: true,
      headLocked: true,
      positionOffset: { kind: 'polar', azimuth: 30, distance: 0.5 },
      audioObjectIDRef: ['AO_1002'],
      audioComplementaryObjectIDRef: ['AO_1003'],
      audioPackFormatIDRef: ['AP_00031001'],
      audioTrackUIDRef: ['ATU_00000001', 'ATU_00000000'],
      alternativeValueSets: [{ id: 'AVS_1001_0001', gain: { value: 2 }, positionOffset: { kind: 'cartesian', X: 0.1 } }],
      interaction: { onOffInteract: true, gainInteract: true, ranges: [{ bound: 'min', value: -Infinity, gainUnit: 'dB' }] },
    });
  });

  it('what is not written stays undefined', () => {
    const [read] = parse(object('AO_1001', [], [])).audioObjects;
    expect(Object.entries(read!).filter(([, value]) => value !== undefined && !Array.isArray(value))).toEqual([
      ['id', 'AO_1001'],
      ['name', 'AO_1001'],
    ]);
  });
});

describe('blocks', () => {
  it('of type Objects, whole', () => {
    const read = firstBlock(
      'Objects',
      `<cartesian>1</cartesian><position coordinate="X">-1</position><position coordinate="Y" screenEdgeLock="top">0.5</position>
       <width>0.1</width><height>0.2</height><depth>0.3</depth><gain>0.5</gain><diffuse>0.25</diffuse><importance>4</importance>
       <channelLock maxDistance="0.7">1</channelLock><objectDivergence positionRange="0.2">0.5</objectDivergence>
       <jumpPosition interpolationLength="0.005208">1</jumpPosition><screenRef>1</screenRef><headLocked>0</headLocked>
       <zoneExclusion><zone minX="-1" maxX="1" minY="-1" maxY="0" minZ="0" maxZ="1">back</zone><zone minAzimuth="-10" maxAzimuth="10" minElevation="0" maxElevation="90"/></zoneExclusion>`,
      'rtime="00:00:01.00000" duration="00:00:02.50000"',
    );
    expect(read).toEqual({
      type: 'Objects',
      id: 'AB_00031001_00000001',
      rtime: rational(1n),
      duration: rational(5n, 2n),
      gain: 0.5,
      gainUnit: undefined,
      importance: 4,
      headLocked: false,
      cartesian: true,
      position: { kind: 'cartesian', X: -1, Y: 0.5, Z: undefined },
      screenEdgeLock: { horizontal: undefined, vertical: 'top' },
      width: 0.1,
      height: 0.2,
      depth: 0.3,
      diffuse: 0.25,
      channelLock: { flag: true, maxDistance: 0.7 },
      objectDivergence: { value: 0.5, azimuthRange: undefined, positionRange: 0.2 },
      jumpPosition: true,
      interpolationLength: rational(651n, 125000n),
      zoneExclusion: [
        { kind: 'cartesian', minX: -1, maxX: 1, minY: -1, maxY: 0, minZ: 0, maxZ: 1 },
        { kind: 'polar', minAzimuth: -10, maxAzimuth: 10, minElevation: 0, maxElevation: 90 },
      ],
      screenRef: true,
    });
  });

  it('of type DirectSpeakers: labels in order, bounds as written', () => {
    const read = firstBlock(
      'DirectSpeakers',
      `<speakerLabel>RC_L</speakerLabel><speakerLabel>M+030</speakerLabel>${polar(30)}<position coordinate="azimuth" bound="max">35</position>
       <position coordinate="distance" bound="min">0.5</position>`,
    );
    expect(read).toMatchObject({
      speakerLabel: ['RC_L', 'M+030'],
      position: { kind: 'polar', azimuth: 30, elevation: 0, distance: undefined },
      bounds: [
        { coordinate: 'azimuth', bound: 'max', value: 35 },
        { coordinate: 'distance', bound: 'min', value: 0.5 },
      ],
    });
  });

  it('of type HOA', () => {
    const read = firstBlock(
      'HOA',
      '<order>2</order><degree>-1</degree><normalization>N3D</normalization><nfcRefDist>2</nfcRefDist><screenRef>0</screenRef>',
    );
    expect(read).toMatchObject({ order: 2, degree: -1, normalization: 'N3D', nfcRefDist: 2, screenRef: false, equation: undefined });
  });

  it.each(['outputChannelFormatIDRef', 'outputChannelIDRef'])('of type Matrix, with %s', (name) => {
    const read = firstBlock(
      'Matrix',
      `<${name}>AC_00010001</${name}><matrix><coefficient gain="0.5" delay="10">AC_00010002</coefficient><coefficient gain="-3" gainUnit="dB" phase="90" gainVar="g">AC_00010003</coefficient></matrix>`,
    );
    expect(read).toMatchObject({
      outputChannelFormatIDRef: 'AC_00010001',
      matrix: [
        { audioChannelFormatID: 'AC_00010002', gain: 0.5, delay: 10 },
        { audioChannelFormatID: 'AC_00010003', gain: -3, gainUnit: 'dB', phase: 90, gainVar: 'g' },
      ],
    });
  });

  it('of a serial frame: lstart and lduration are its times', () => {
    expect(firstBlock('Objects', polar(0), 'lstart="00:00:01" lduration="00:00:02"')).toMatchObject({
      rtime: rational(1n),
      duration: rational(2n),
    });
  });

  it.each([
    ['<position coordinate="azimuth">30</position>', 'its position has no elevation'],
    ['<position coordinate="X">0</position>', 'its position has no Y'],
    ['<gain>1</gain>', 'its position has no azimuth'],
    [`${polar(30)}<position coordinate="X">0</position>`, 'its position mixes polar and Cartesian coordinates'],
    [`${polar(30)}<position coordinate="azimuth">31</position>`, 'azimuth is written twice'],
    [polar(NaN), 'azimuth is "NaN", which is not a number'],
    [`${polar(0)}<gain>0x10</gain>`, 'gain is "0x10", which is not a number'],
    [`${polar(0)}<gain>loud</gain>`, 'gain is "loud", which is not a number'],
    [`${polar(0)}<gain gainUnit="Np">1</gain>`, 'gainUnit is "Np", not linear or dB'],
    [`${polar(0)}<importance>11</importance>`, 'importance is 11, outside 0 to 10'],
    [`${polar(0)}<cartesian>2</cartesian>`, 'cartesian is "2", not 0 or 1'],
    ['<position coordinate="W">0</position>', 'a position has a coordinate "W"'],
    [`${polar(0)}<zoneExclusion><zone minX="0"/></zoneExclusion>`, 'a zone has no maxX'],
  ])('%s is refused by the id of the block', (inside, message) => {
    expect(() => firstBlock('Objects', inside)).toThrow(
      expect.objectContaining({ code: 'adm.value', at: 'AB_00031001_00000001', message }),
    );
  });
});

describe('formats and tracks', () => {
  it('a type is found by name, label or id, and contradictions are refused', () => {
    const types = (attributes: string, id = 'AP_00011001') =>
      parse(`<audioPackFormat audioPackFormatID="${id}" ${attributes}/>`).audioPackFormats[0]!.type;
    expect(types('typeDefinition="HOA"')).toBe('HOA');
    expect(types('typeLabel="0003"')).toBe('Objects');
    expect(types('', 'AP_00051001')).toBe('Binaural');
    expect(() => types('typeDefinition="HOA" typeLabel="0003"')).toThrow('typeDefinition is HOA, but typeLabel is "0003"');
    expect(() => types('typeDefinition="Smell"')).toThrow('typeDefinition is "Smell"');
    expect(() => types('', 'AP_one')).toThrow('has neither typeDefinition nor typeLabel');
  });

  it('packs, channels, streams, tracks', () => {
    const document = parse(`
      ${pack('AP_00021001', 'Matrix', ['AC_00021001'], `${refs('inputPackFormatIDRef', ['AP_00010002'])}${refs('outputPackFormatIDRef', ['AP_00010001'])}${refs('encodePackFormatIDRef', ['AP_00021002'])}`)}
      ${channel('AC_00011001', 'DirectSpeakers', '<frequency typeDefinition="lowPass">120</frequency><frequency typeDefinition="highPass">20</frequency>')}
      <audioStreamFormat audioStreamFormatID="AS_00011001" formatDefinition="PCM">${refs('audioChannelFormatIDRef', ['AC_00011001'])}${refs('audioTrackFormatIDRef', ['AT_00011001_01'])}</audioStreamFormat>
      ${element('audioTrackFormat', 'AT_00011001_01', refs('audioStreamFormatIDRef', ['AS_00011001']))}
      <audioTrackUID UID="ATU_00000001" sampleRate="48000" bitDepth="24">${refs('audioTrackFormatIDRef', ['AT_00011001_01'])}${refs('audioPackFormatIDRef', ['AP_00011001'])}</audioTrackUID>`);
    expect(document.audioPackFormats[0]).toMatchObject({
      type: 'Matrix',
      inputPackFormatIDRef: 'AP_00010002',
      outputPackFormatIDRef: 'AP_00010001',
      encodePackFormatIDRef: ['AP_00021002'],
    });
    expect(document.audioChannelFormats[0]).toMatchObject({ lowPassHz: 120, highPassHz: 20, audioBlockFormats: [] });
    expect(document.audioStreamFormats[0]).toMatchObject({
      audioChannelFormatIDRef: 'AC_00011001',
      audioTrackFormatIDRef: ['AT_00011001_01'],
    });
    expect(document.audioTrackFormats[0]).toMatchObject({ audioStreamFormatIDRef: 'AS_00011001' });
    expect(document.audioTrackUIDs[0]).toMatchObject({
      sampleRateHz: 48000,
      bitDepth: 24,
      audioTrackFormatIDRef: 'AT_00011001_01',
      audioPackFormatIDRef: 'AP_00011001',
    });
  });

  it('ids are unique within their kind, whatever the case of their digits', () => {
    expect(() => parse(`${object('AO_100a', [], [])}${object('AO_100A', [], [])}`)).toThrow(
      expect.objectContaining({ code: 'adm.duplicate-id', at: 'AO_100A' }),
    );
    expect(() => parse('<audioObject audioObjectName="nameless"/>')).toThrow('has no audioObjectID');
  });
});

describe('what is not known', () => {
  const body = `${element('audioObject', 'AO_1001', '<smell>rose</smell><smell>tar</smell>', 'colour="red"')}${element('audioObject', 'AO_1002', '<smell>tar</smell>')}`;

  it('is a warning, the first of each kind', () => {
    expect(warningsOf(body)).toEqual([
      { code: 'adm.unknown-attribute', at: 'AO_1001', message: expect.stringContaining('"colour"') },
      { code: 'adm.unknown-element', at: 'AO_1001', message: expect.stringContaining('"smell"') },
    ]);
  });

  it('is an error under strict', () => {
    expect(() => parseAdm(axml(body), ignoreWarnings, { strict: true })).toThrow(
      expect.objectContaining({ code: 'adm.unknown-attribute' }),
    );
  });

  it('what the standard has is no warning', () => {
    expect(
      warningsOf(`${programme(['AO_1001'])}${movingObject(1)}<profileList><profile profileName="p">x</profile></profileList>`),
    ).toEqual([]);
  });

  it('fractional times in documents before BS.2076-2', () => {
    const timed = channel('AC_00031001', 'Objects', block('AC_00031001', polar(0), 'rtime="00:00:00.0S48000" duration="00:00:00.1S48000"'));
    expect(warningsOf(timed, 'ITU-R_BS.2076-1').map(({ code }) => code)).toEqual(['adm.needs-version-2']);
    expect(warningsOf(timed)).toEqual([]);
  });
});

describe('BS.2088-1: the chna chunk', () => {
  const rows = [
    { trackIndex: 1, uid: 'ATU_00000001', trackOrChannelRef: 'AT_00010001_01', packRef: 'AP_00010002' },
    { trackIndex: 258, uid: 'ATU_00000002', trackOrChannelRef: 'AC_00010002_00', packRef: 'AP_00010002' },
    { trackIndex: 0, uid: '', trackOrChannelRef: '', packRef: '' },
  ];

  it('rows, a channel in place of a track format, rows that are not used', () => {
    expect(parseChna(chnaBytes(rows), ignoreWarnings)).toEqual([rows[0], { ...rows[1], trackOrChannelRef: 'AC_00010002' }]);
  });

  it('claims more rows than there are', () => {
    const { warn, list } = createWarningList();
    expect(parseChna(chnaBytes(rows.slice(0, 1), 9), warn)).toHaveLength(1);
    expect(list).toMatchObject([{ code: 'chna.short' }]);
    expect(() => parseChna(new Uint8Array(3), ignoreWarnings)).toThrow(expect.objectContaining({ code: 'chna.short' }));
  });
});

describe('chunks of a WAVE file', () => {
  const read = (...chunks: { id: string; bytes: Uint8Array }[]) => {
    const bytes = createMemoryByteSource(buildRiff([fmt(), data([0, 0]), ...chunks]), 'a.wav');
    return readAdmChunks(bytes, openWave(bytes, ignoreWarnings), ignoreWarnings);
  };
  const chna = { id: 'chna', bytes: chnaBytes(chnaOf('ATU_00000001')) };

  it('axml, chna and dbmd', () => {
    const found = read({ id: 'axml', bytes: axml(movingObject(1)) }, chna, { id: 'dbmd', bytes: new Uint8Array(4) });
    expect([found!.document.audioObjects.length, found!.chna.length, found!.hasAxml, found!.hasDbmd]).toEqual([1, 1, true, true]);
  });

  it('chna alone, nothing, other XML, ADM without chna', () => {
    expect(read(chna)).toMatchObject({ hasAxml: false, document: { audioObjects: [] } });
    expect(read()).toBeUndefined();
    expect(read({ id: 'axml', bytes: new TextEncoder().encode('<song/>') })).toBeUndefined();
    expect(() => read({ id: 'axml', bytes: axml('') })).toThrow(expect.objectContaining({ code: 'adm.no-chna', at: 'a.wav' }));
  });
});
