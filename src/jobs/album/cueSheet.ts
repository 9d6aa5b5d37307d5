import { cdTime, type Album, type TrackSpan } from '../../mastering/index.ts';

export interface CueTrack {
  readonly title: string;
  readonly artist: string;
  readonly isrc?: string;
  readonly file: string;
  readonly span: TrackSpan;
}

/**
 * A cue sheet of one file a track, as burning programs read it: the silence before a track ends the file of the track before it, where its
 * INDEX 00 stands; INDEX 01 is the file's begin. Silence before the first track is at the head of its own file.
 * @source CDRWIN user's guide, appendix A: cue sheet commands
 */
export function cueSheet(album: Pick<Album, 'title' | 'artist' | 'upc'>, tracks: readonly CueTrack[]): string {
  const lines = [
    ...(album.upc === undefined ? [] : [`CATALOG ${album.upc}`]),
    `PERFORMER ${quoted(album.artist)}`,
    `TITLE ${quoted(album.title)}`,
    `FILE ${quoted(tracks[0]!.file)} WAVE`,
  ];
  tracks.forEach(({ title, artist, isrc, file, span }, k) => {
    lines.push(
      `  TRACK ${String(k + 1).padStart(2, '0')} AUDIO`,
      `    TITLE ${quoted(title)}`,
      `    PERFORMER ${quoted(artist)}`,
      ...(isrc === undefined ? [] : [`    ISRC ${isrc}`]),
    );
    const before = tracks[k - 1];
    // Silence of less than a sector has no index of its own.
    const hasGap = cdTime(span.gapFrames) !== cdTime(0);
    if (before === undefined) {
      lines.push(...(hasGap ? [`    INDEX 00 ${cdTime(0)}`] : []), `    INDEX 01 ${cdTime(span.startFrame)}`);
      return;
    }
    if (hasGap) {
      lines.push(`    INDEX 00 ${cdTime(span.fileStartFrame - span.gapFrames - before.span.fileStartFrame)}`);
    }
    lines.push(`FILE ${quoted(file)} WAVE`, `    INDEX 01 ${cdTime(0)}`);
  });
  return `${lines.join('\r\n')}\r\n`;
}

/** Cue sheets know no escape: quotes within become single ones. */
function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return `"${text.replaceAll('"', "'").replaceAll(/[\u0000-\u001f]/g, ' ')}"`;
}
