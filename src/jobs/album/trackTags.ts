import type { WaveChunk } from '../../formats/index.ts';

/** What a file says of its track. */
export interface TrackTags {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly number: number;
  readonly count: number;
  /** Twelve characters. */
  readonly isrc?: string;
}

/**
 * A WAVE file's chunks: a LIST of type INFO for players, and the ISRC as EBUCore in `axml`.
 * @source Microsoft, Multimedia Programming Interface and Data Specifications 1.0 (LIST INFO); EBU Tech 3352 (identifiers in BWF)
 */
export function trackChunks(tags: TrackTags): readonly WaveChunk[] {
  const info = [
    ['INAM', tags.title],
    ['IART', tags.artist],
    ['IPRD', tags.album],
    ['ITRK', String(tags.number)],
    ['ISFT', 'Periphony'],
  ] as const;
  const list = [...latin('INFO'), ...info.flatMap(([id, text]) => textChunk(id, text))];
  return [
    { id: 'LIST', bytes: Uint8Array.from(list) },
    ...(tags.isrc === undefined ? [] : [{ id: 'axml', bytes: utf8(isrcXml(tags.isrc)) }]),
  ];
}

/** The same as Vorbis comments, for FLAC. @source RFC 9639 §8.6; Xiph.org, Ogg Vorbis I format specification: comment field */
export function trackComments(tags: TrackTags): readonly string[] {
  return [
    `TITLE=${tags.title}`,
    `ARTIST=${tags.artist}`,
    `ALBUM=${tags.album}`,
    `TRACKNUMBER=${tags.number}`,
    `TRACKTOTAL=${tags.count}`,
    ...(tags.isrc === undefined ? [] : [`ISRC=${tags.isrc}`]),
  ];
}

function isrcXml(isrc: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ebucore:ebuCoreMain xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ebucore="urn:ebu:metadata-schema:ebuCore_2012">
  <ebucore:coreMetadata>
    <ebucore:identifier typeLabel="GUID" typeDefinition="Globally Unique Identifier" formatLabel="ISRC" formatDefinition="International Standard Recording Code" formatLink="http://www.ebu.ch/metadata/cs/ebu_IdentifierTypeCodeCS.xml#3.7">
      <dc:identifier>ISRC:${isrc}</dc:identifier>
    </ebucore:identifier>
  </ebucore:coreMetadata>
</ebucore:ebuCoreMain>
`;
}

/** Id, size, text with its closing zero, and a pad byte where the size is odd. */
function textChunk(id: string, text: string): number[] {
  const bytes = [...utf8(text), 0];
  const { length } = bytes;
  return [...latin(id), length & 255, (length >> 8) & 255, (length >> 16) & 255, length >>> 24, ...bytes, ...(length % 2 === 1 ? [0] : [])];
}

function latin(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
