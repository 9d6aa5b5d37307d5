// The way from bytes to elements: encodings, damage, and documents that are meant to hurt.
import { describe, expect, it } from 'vitest';
import { createWarningList, InputError } from '../../../src/base/index.ts';
import { parseAdm } from '../../../src/formats/index.ts';
import { axml, axmlText, block, channel, element, movingObject, polar } from '../../fixtures/adm/admXml.ts';

function failure(bytes: Uint8Array | string): InputError {
  try {
    parseAdm(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, createWarningList().warn);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return error as InputError;
  }
  throw new Error('it was read');
}

function names(bytes: Uint8Array): string[] {
  return parseAdm(bytes, createWarningList().warn).audioObjects.map(({ name }) => name);
}

const named = (name: string): string => `<audioObject audioObjectID="AO_1001" audioObjectName="${name}"/>`;

/** Code units, least significant byte first. */
function utf16(text: string): number[] {
  return Array.from({ length: text.length }, (_, k) => text.charCodeAt(k)).flatMap((code) => [code % 256, Math.floor(code / 256)]);
}

describe('encodings', () => {
  const text = axmlText(named('Bühne 🎻 «左»'));
  const wide = utf16(text.replace('encoding="utf-8"', 'encoding="utf-16"'));
  it.each([
    ['UTF-8', [...new TextEncoder().encode(text)]],
    ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text)]],
    ['UTF-16 LE with a mark', [0xff, 0xfe, ...wide]],
    ['UTF-16 LE without a mark', wide],
    ['UTF-16 BE with a mark', [0xfe, 0xff, ...wide.map((_, k) => wide[k % 2 === 0 ? k + 1 : k - 1]!)]],
    ['UTF-8 with zeros after and white space before', [0x0a, 0x20, ...new TextEncoder().encode(text), 0, 0, 0]],
  ])('%s', (_name, bytes) => {
    expect(names(Uint8Array.from(bytes))).toEqual(['Bühne 🎻 «左»']);
  });

  it('ISO 8859-1, where it says so', () => {
    const latin = axmlText(named('Bühne')).replace('utf-8', 'ISO-8859-1');
    expect(names(Uint8Array.from(latin, (letter) => letter.charCodeAt(0)))).toEqual(['Bühne']);
  });

  it('characters of several bytes across the borders of slices', () => {
    for (let shift = 0; shift < 4; shift++) {
      const name = `${'x'.repeat(shift)}${'🎻'.repeat(40_000)}`;
      expect(names(axml(named(name)))).toEqual([name]);
    }
  });

  it('refuses what it does not know, by name', () => {
    expect(failure(axmlText('').replace('utf-8', 'EBCDIC-CP-BE')).message).toContain('"ebcdic-cp-be"');
  });
});

describe('damage', () => {
  it('names line and column of a fault', () => {
    const error = failure(axmlText('<audioObject audioObjectID="AO_1001">\n</audioContent>'));
    expect(error.code).toBe('adm.xml');
    expect(error.message).toMatch(/^line 4, column 15: /);
  });

  it.each([
    ['a document that is cut off', axmlText(named('a')).slice(0, -40), 'adm.xml'],
    ['an empty chunk', '', 'adm.empty'],
    ['zeros only', '\0\0\0\0', 'adm.empty'],
    ['text', 'this is not XML', 'adm.xml'],
    ['other XML', '<?xml version="1.0"?><song/>', 'adm.no-format'],
  ])('%s', (_name, text, code) => {
    expect(failure(text).code).toBe(code);
  });
});

describe('documents that are meant to hurt', () => {
  it('no entity is expanded: a document type that declares some is refused', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}">]><ebuCoreMain>&c;</ebuCoreMain>`;
    expect(failure(bomb).code).toBe('adm.doctype');
    expect(failure(axmlText('<audioObject audioObjectID="AO_1001" audioObjectName="&c;"/>')).code).toBe('adm.xml');
  });

  it('nesting without end', () => {
    expect(failure(`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`).code).toBe('adm.too-large');
    expect(failure(axmlText('<audioObject audioObjectID="AO_1">'.repeat(100))).code).toBe('adm.too-large');
  });

  it('a text without end', () => {
    expect(failure(axmlText(`<audioObject audioObjectID="AO_1001" audioObjectName="${'x'.repeat(9_000_000)}"/>`)).code).toBe(
      'adm.too-large',
    );
  });

  it('an element with parts without end', () => {
    const many = '<audioTrackUIDRef>ATU_00000001</audioTrackUIDRef>'.repeat(200_001);
    expect(failure(axmlText(element('audioObject', 'AO_1001', many))).code).toBe('adm.too-large');
  });

  it('more elements than any mix has', () => {
    const many = Array.from({ length: 65_537 }, (_, k) => `<audioObject audioObjectID="AO_${k}"/>`).join('');
    expect(failure(axmlText(many)).code).toBe('adm.too-large');
  });

  it('reads ten thousand blocks without keeping their text', () => {
    const blocks = Array.from({ length: 10_000 }, (_, k) => block('AC_00031001', polar(k % 180), '', k + 1)).join('\n');
    const document = parseAdm(axml(channel('AC_00031001', 'Objects', blocks)), createWarningList().warn);
    expect(document.audioChannelFormats[0]!.audioBlockFormats).toHaveLength(10_000);
    expect(document.audioChannelFormats[0]!.audioBlockFormats[9_999]!.id).toBe('AB_00031001_00010000');
  });
});

describe('where the format lies', () => {
  const inside = movingObject(1);
  it.each([
    [
      'ebuCoreMain',
      `<ebuCoreMain><coreMetadata><format><audioFormatExtended>${inside}</audioFormatExtended></format></coreMetadata></ebuCoreMain>`,
    ],
    ['ituADM', `<ituADM><coreMetadata><format><audioFormatExtended>${inside}</audioFormatExtended></format></coreMetadata></ituADM>`],
    ['audioFormatExtended', `<audioFormatExtended>${inside}</audioFormatExtended>`],
    [
      'frame',
      `<frame version="ITU-R_BS.2125-1"><frameHeader><x/></frameHeader><audioFormatExtended>${inside}</audioFormatExtended></frame>`,
    ],
    ['ebuCoreMain', `<e:ebuCoreMain xmlns:e="urn:e"><e:audioFormatExtended>${inside}</e:audioFormatExtended></e:ebuCoreMain>`],
  ])('in %s', (root, text) => {
    const document = parseAdm(new TextEncoder().encode(text), createWarningList().warn);
    expect([document.root, document.audioObjects.length, document.audioTrackUIDs.length]).toEqual([root, 1, 1]);
  });
});
