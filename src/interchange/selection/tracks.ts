// The file's tracks with what the chna chunk and the document's audioTrackUIDs say of them.
import { InputError } from '../../base/index.ts';
import { admKey } from '../../formats/adm/index.ts';
import type { AudioTrackUID, ChnaTrack } from '../../formats/adm/index.ts';
import type { AdmIndex } from './admIndex.ts';

/** A track that is one channel of one pack. */
export interface ResolvedTrack {
  readonly uid: string;
  /** Channel of the file, from 0. */
  readonly channel: number;
  readonly channelId: string;
  readonly packId: string;
  readonly channelKey: string;
  readonly packKey: string;
}

export interface Tracks {
  /** The track of a UID that `from` refers to. @throws InputError `adm.track` */
  readonly find: (uid: string, from: string) => ResolvedTrack;
  /** All of the chna chunk, in its order. */
  readonly all: () => ResolvedTrack[];
}

/**
 * Joins chna rows with audioTrackUIDs; nothing is followed before it is asked for.
 * @throws InputError `adm.track` where a row names a channel that the file does not have, or two rows one UID
 */
export function joinTracks(chna: readonly ChnaTrack[], fileChannels: number, index: AdmIndex): Tracks {
  const rows = new Map<string, ChnaTrack>();
  for (const row of chna) {
    if (row.trackIndex > fileChannels) {
      throw trackError(`is track ${row.trackIndex} by the chna chunk, and the file has ${fileChannels} channels`, row.uid);
    }
    if (rows.has(admKey(row.uid))) {
      throw trackError('is two tracks by the chna chunk, as only coded audio can be', row.uid);
    }
    rows.set(admKey(row.uid), row);
  }
  const uids = new Map(index.document.audioTrackUIDs.map((uid) => [admKey(uid.id), uid]));
  const find = (uid: string, from: string): ResolvedTrack => {
    const row = rows.get(admKey(uid));
    if (row === undefined) {
      throw trackError(`refers to audioTrackUID ${uid}, which the chna chunk does not have`, from);
    }
    return resolve(row, uids.get(admKey(uid)), index);
  };
  return { find, all: () => chna.map((row) => find(row.uid, 'chna')) };
}

function resolve(row: ChnaTrack, uid: AudioTrackUID | undefined, index: AdmIndex): ResolvedTrack {
  const id = uid?.id ?? row.uid;
  const packId = agree(uid?.audioPackFormatIDRef, row.packRef, 'audioPackFormat', id, index);
  if (packId === undefined) {
    throw trackError('has no audioPackFormat, as only coded audio may', id);
  }
  const isChannelRow = row.trackOrChannelRef.startsWith('AC_');
  const rowTrack = isChannelRow ? '' : row.trackOrChannelRef;
  const rowChannel = isChannelRow ? row.trackOrChannelRef : '';
  let trackFormat = uid?.audioTrackFormatIDRef;
  let channel = uid?.audioChannelFormatIDRef;
  if (trackFormat !== undefined && channel !== undefined) {
    throw trackError(`refers to both ${trackFormat} and ${channel}, where one of the two is right`, id);
  }
  if (trackFormat === undefined && channel === undefined) {
    trackFormat = rowTrack === '' ? undefined : rowTrack;
    channel = rowChannel === '' ? undefined : rowChannel;
  } else if (channel === undefined) {
    agree(trackFormat, rowTrack, 'audioTrackFormat', id, index);
  } else {
    agree(channel, rowChannel, 'audioChannelFormat', id, index);
  }
  if (channel !== undefined) {
    index.needsEdition2('reference from an audioTrackUID to an audioChannelFormat', id);
  }
  const channelId = channel ?? channelOfTrackFormat(trackFormat, id, index);
  const pack = index.pack(packId, id);
  const channelFormat = index.channel(channelId, id);
  return {
    uid: id,
    channel: row.trackIndex - 1,
    channelId: channelFormat.id,
    packId: pack.id,
    channelKey: admKey(channelFormat.id),
    packKey: admKey(pack.id),
  };
}

/** The document's word where both speak; a difference is odd. */
function agree(own: string | undefined, row: string, kind: string, id: string, index: AdmIndex): string | undefined {
  if (own !== undefined && row !== '' && admKey(own) !== admKey(row)) {
    index.odd('adm.chna-differs', `its ${kind} is ${own} in the document and ${row} in the chna chunk; the document is followed`, id);
  }
  return own ?? (row === '' ? undefined : row);
}

function channelOfTrackFormat(trackFormat: string | undefined, uid: string, index: AdmIndex): string {
  if (trackFormat === undefined) {
    throw trackError('refers to no audioTrackFormat and no audioChannelFormat', uid);
  }
  const format = index.trackFormat(trackFormat, uid);
  const stream =
    format.audioStreamFormatIDRef === undefined
      ? index.streamOfTrackFormat(format.id)
      : index.stream(format.audioStreamFormatIDRef, format.id);
  if (stream === undefined) {
    throw trackError('refers to no audioStreamFormat', format.id);
  }
  if (stream.audioChannelFormatIDRef === undefined) {
    throw trackError('refers to no audioChannelFormat, as only coded audio may', stream.id);
  }
  return stream.audioChannelFormatIDRef;
}

function trackError(fact: string, at: string): InputError {
  return new InputError('adm.track', fact, 'export the file again', at);
}
