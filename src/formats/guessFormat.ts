const MAGICS: readonly (readonly [offset: number, magic: string, what: string])[] = [
  [8, 'AIFC', 'an AIFF-C file'],
  [8, 'AIFF', 'an AIFF file'],
  [28, 'OpusHead', 'an Opus file'],
  [29, 'vorbis', 'an Ogg Vorbis file'],
  [29, 'FLAC', 'FLAC in an Ogg file'],
  [0, 'OggS', 'an Ogg file'],
  [4, 'ftyp', 'an MP4 or M4A file'],
  [0, 'ID3', 'an MP3 file'],
  [0, 'caff', 'a Core Audio file'],
  [0, '.snd', 'an AU file'],
  [0, 'riff', 'a Wave64 file'],
  [0, 'wvpk', 'a WavPack file'],
  [0, 'MAC ', "a Monkey's Audio file"],
  [0, 'DSD ', 'a DSD file'],
  [0, 'FRM8', 'a DSD file'],
  [0, '#!AMR', 'an AMR file'],
  [0, '\x30\x26\xb2\x75', 'a Windows Media file'],
  [0, '\x1a\x45\xdf\xa3', 'a Matroska or WebM file'],
  [0, '\x0b\x77', 'a Dolby AC-3 file'],
  [0, '\x89HDF', 'an HDF5 file (SOFA?)'],
  [0, 'PK\x03\x04', 'a ZIP archive'],
];

/** What a file that is not read here seems to be, by its first 64 bytes: `an MP3 file`; undefined where nothing fits. */
export function guessFormat(head: Uint8Array): string | undefined {
  if (head.length === 0) {
    return 'an empty file';
  }
  const known = MAGICS.find(([offset, magic]) => Array.from(magic).every((character, k) => head[offset + k] === character.charCodeAt(0)));
  if (known !== undefined) {
    return known[2];
  }
  // MPEG audio has no magic but 11 set bits; layer 0 is ADTS.
  if (head[0] === 0xff && head[1]! >= 0xe0) {
    return (head[1]! & 0x06) === 0 ? 'an AAC file' : 'an MP3 file';
  }
  return undefined;
}
