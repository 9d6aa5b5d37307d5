// From an object's references to packs with a source of samples for each channel.
import { InputError } from '../../base/index.ts';
import { admKey } from '../../formats/adm/index.ts';
import type { AudioChannelFormat, AudioObject, AudioPackFormat } from '../../formats/adm/index.ts';
import type { TrackSpec } from '../../scene/adm/index.ts';
import type { AdmIndex } from './admIndex.ts';
import { allocatePacks } from './allocatePacks.ts';
import type { PackPattern, PatternChannel } from './allocatePacks.ts';
import { matrixBlock, matrixInputPack, matrixKind, matrixTrack } from './matrixPacks.ts';
import { packChannels } from './packPaths.ts';
import type { ResolvedTrack } from './tracks.ts';

/** A pack to render, its channels in the pack's order. */
export interface SelectedPack {
  readonly pack: AudioPackFormat;
  readonly channels: readonly { readonly channel: AudioChannelFormat; readonly track: TrackSpec }[];
}

/** `ATU_00000000`: a track of silence. */
export const SILENT_UID = 'ATU_00000000';

/**
 * The packs of one audioObject.
 * @throws InputError `adm.conflicting` or `adm.ambiguous` where not exactly one assignment of tracks to channels fits
 */
export function selectObjectPacks(
  object: AudioObject,
  tracks: (uid: string, from: string) => ResolvedTrack,
  index: AdmIndex,
): SelectedPack[] {
  const uids = object.audioTrackUIDRef.filter((uid) => admKey(uid) !== SILENT_UID);
  const silent = object.audioTrackUIDRef.length - uids.length;
  const packs = object.audioPackFormatIDRef.map((id) => index.pack(id, object.id));
  if (packs.length === 0 && object.audioTrackUIDRef.length === 0) {
    return [];
  }
  const patterns = [...new Set(packs)].flatMap((pack) => patternsOf(pack, index));
  return allocate(
    patterns,
    uids.map((uid) => tracks(uid, object.id)),
    silent,
    packs,
    object.id,
    index,
  );
}

/** The packs of a file that has tracks and no objects: whichever fit. */
export function selectTrackPacks(tracks: readonly ResolvedTrack[], index: AdmIndex): SelectedPack[] {
  const wanted = new Set(tracks.map(({ packKey }) => packKey));
  const patterns = index
    .allPacks()
    .flatMap((pack) => patternsOf(pack, index))
    .filter((pattern) => pattern.channels.some(({ packKeys }) => [...packKeys].some((key) => wanted.has(key))));
  return allocate(patterns, tracks, 0, undefined, 'chna', index);
}

interface Pattern extends PackPattern {
  readonly render: (tracks: readonly TrackSpec[]) => SelectedPack;
}

function allocate(
  patterns: readonly Pattern[],
  tracks: readonly ResolvedTrack[],
  silent: number,
  packs: readonly AudioPackFormat[] | undefined,
  at: string,
  index: AdmIndex,
): SelectedPack[] {
  const allocation = allocatePacks(
    patterns,
    tracks,
    silent,
    packs?.map((pack) => admKey(pack.id)),
  );
  if (allocation.kind !== 'one') {
    const reasons = likelyReasons(tracks, silent, packs, index);
    const because = reasons.length === 0 ? '' : ` (${reasons.slice(0, 3).join('; ')})`;
    const fact =
      allocation.kind === 'ambiguous'
        ? 'its tracks can be assigned to the channels of its packs in more than one way'
        : allocation.kind === 'conflicting'
          ? 'its tracks cannot be assigned to the channels of its packs'
          : 'its tracks and packs are too entangled to assign them to each other';
    throw new InputError(`adm.${allocation.kind}`, `${fact}${because}`, 'each channel needs one track that refers to it and its pack', at);
  }
  return allocation.packs.map(({ pattern, tracks: allocated }) =>
    pattern.render(allocated.map((track) => (track < 0 ? { kind: 'silent' } : { kind: 'direct', channel: tracks[track]!.channel }))),
  );
}

/** All ways in which tracks may refer to the channels of a pack. */
function patternsOf(pack: AudioPackFormat, index: AdmIndex): Pattern[] {
  const packKey = admKey(pack.id);
  if (pack.type !== 'Matrix') {
    const channels = packChannels(pack, index);
    return [
      {
        packKey,
        channels: channels.map(({ channel, packs }) => ({
          channelKey: admKey(channel.id),
          packKeys: new Set(packs.map(({ id }) => admKey(id))),
        })),
        render: (tracks) => ({ pack, channels: channels.map(({ channel }, k) => ({ channel, track: tracks[k]! })) }),
      },
    ];
  }
  const kind = matrixKind(pack);
  if (kind === 'encode') {
    // Nothing to render: an encode matrix is heard through its decode matrix.
    return [];
  }
  const ways = [
    // The file has the matrix's inputs, and the matrix is applied; or it has its outputs, already applied.
    inputsOf(matrixInputPack(pack, index), pack, index),
    inputsOf(pack, pack, index),
  ];
  if (kind === 'decode') {
    // The file has what goes into the encode matrix: both are applied.
    const encode = matrixInputPack(pack, index);
    ways.push(inputsOf(matrixInputPack(encode, index), encode, index));
  }
  return ways.map((channels) => ({ packKey, channels, render: (tracks) => renderMatrix(pack, channels, tracks, index) }));
}

/** Tracks that refer to the channels of one pack and to `named`. */
function inputsOf(pack: AudioPackFormat, named: AudioPackFormat, index: AdmIndex): PatternChannel[] {
  const packKeys = new Set([admKey(named.id)]);
  return packChannels(pack, index).map(({ channel }) => ({ channelKey: admKey(channel.id), packKeys }));
}

function renderMatrix(
  pack: AudioPackFormat,
  inputs: readonly PatternChannel[],
  tracks: readonly TrackSpec[],
  index: AdmIndex,
): SelectedPack {
  const byChannel = new Map(inputs.map(({ channelKey }, k) => [channelKey, tracks[k]!]));
  return {
    pack: index.pack(pack.outputPackFormatIDRef!, pack.id),
    channels: index.channels(pack).map((channel) => ({
      channel: index.channel(matrixBlock(channel).outputChannelFormatIDRef!, channel.id),
      track: matrixTrack(channel, byChannel, index),
    })),
  };
}

/** What most often is wrong, in words. */
function likelyReasons(
  tracks: readonly ResolvedTrack[],
  silent: number,
  packs: readonly AudioPackFormat[] | undefined,
  index: AdmIndex,
): string[] {
  const reasons: string[] = [];
  if (packs !== undefined && packs.length === 0) {
    return ['it refers to tracks and to no pack'];
  }
  if (packs !== undefined && tracks.length + silent === 0) {
    return ['it refers to packs and to no track'];
  }
  const channels = packs?.flatMap((pack) => packChannels(pack, index)) ?? [];
  if (packs !== undefined && packs.every((pack) => pack.type !== 'Matrix')) {
    if (channels.length !== tracks.length + silent) {
      reasons.push(`its packs have ${channels.length} channels and it has ${tracks.length + silent} tracks`);
    }
    const allowed = new Set([...packs, ...channels.flatMap((channel) => channel.packs)].map(({ id }) => admKey(id)));
    const known = new Set(channels.map(({ channel }) => admKey(channel.id)));
    for (const track of tracks) {
      if (!allowed.has(track.packKey)) {
        reasons.push(`${track.uid} refers to ${track.packId}, which is not among its packs`);
      } else if (!known.has(track.channelKey)) {
        reasons.push(`${track.uid} refers to ${track.channelId}, which is not in its packs`);
      }
    }
  }
  return reasons;
}
