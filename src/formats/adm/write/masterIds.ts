// Which id each part of an object master has.
import { InputError } from '../../../base/index.ts';
import type { BedLabel, ObjectMaster } from './types.ts';

/** The profile's limits. @source Dolby Atmos Master ADM Profile 1.1 */
export const MASTER_LIMITS = { tracks: 128, objects: 118, bedChannels: 10 } as const;

/** A bed's channel: name, label and place are the profile's. */
export interface BedChannel {
  readonly channelName: string;
  readonly speakerLabel: string;
  readonly position: readonly [number, number, number];
}

/** @source Dolby Atmos Master ADM Profile 1.1, bed channels */
export const BED_CHANNELS: Readonly<Record<BedLabel, BedChannel>> = {
  L: { channelName: 'RoomCentricLeft', speakerLabel: 'RC_L', position: [-1, 1, 0] },
  R: { channelName: 'RoomCentricRight', speakerLabel: 'RC_R', position: [1, 1, 0] },
  C: { channelName: 'RoomCentricCenter', speakerLabel: 'RC_C', position: [0, 1, 0] },
  LFE: { channelName: 'RoomCentricLFE', speakerLabel: 'RC_LFE', position: [-1, 1, -1] },
  Ls: { channelName: 'RoomCentricLeftSurround', speakerLabel: 'RC_Ls', position: [-1, -0.36397, 0] },
  Rs: { channelName: 'RoomCentricRightSurround', speakerLabel: 'RC_Rs', position: [1, -0.36397, 0] },
  Lss: { channelName: 'RoomCentricLeftSideSurround', speakerLabel: 'RC_Lss', position: [-1, 0, 0] },
  Rss: { channelName: 'RoomCentricRightSideSurround', speakerLabel: 'RC_Rss', position: [1, 0, 0] },
  Lrs: { channelName: 'RoomCentricLeftRearSurround', speakerLabel: 'RC_Lrs', position: [-1, -1, 0] },
  Rrs: { channelName: 'RoomCentricRightRearSurround', speakerLabel: 'RC_Rrs', position: [1, -1, 0] },
  Lts: { channelName: 'RoomCentricLeftTopSurround', speakerLabel: 'RC_Lts', position: [-1, 0, 1] },
  Rts: { channelName: 'RoomCentricRightTopSurround', speakerLabel: 'RC_Rts', position: [1, 0, 1] },
};

/** The beds that there are: 2.0, 3.0, 5.0, 5.1, 7.0, 7.1, 7.0.2, 7.1.2. */
export const BED_SETS: readonly (readonly BedLabel[])[] = [
  ['L', 'R'],
  ['L', 'R', 'C'],
  ['L', 'R', 'C', 'Ls', 'Rs'],
  ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'],
  ['L', 'R', 'C', 'Lss', 'Rss', 'Lrs', 'Rrs'],
  ['L', 'R', 'C', 'LFE', 'Lss', 'Rss', 'Lrs', 'Rrs'],
  ['L', 'R', 'C', 'Lss', 'Rss', 'Lrs', 'Rrs', 'Lts', 'Rts'],
  ['L', 'R', 'C', 'LFE', 'Lss', 'Rss', 'Lrs', 'Rrs', 'Lts', 'Rts'],
];

/** One track and all that describes it. `xxxx` of its channel, stream and track formats are the same. */
export interface MasterTrack {
  readonly uid: string;
  readonly channelId: string;
  readonly streamId: string;
  readonly trackFormatId: string;
  readonly packId: string;
}

/** A bed or object with its tracks. */
export interface MasterElement {
  readonly objectId: string;
  readonly packId: string;
  readonly packName: string;
  readonly tracks: readonly MasterTrack[];
}

/**
 * Beds and objects of a master with their ids: an audioObject has the number of its first renderer input, a bed takes as many numbers as it has
 * channels, and objects never come before the eleventh input.
 * @throws InputError `adm.too-many` where the profile has no room; `adm.empty`
 */
export function masterElements({ beds, objects }: Pick<ObjectMaster, 'beds' | 'objects'>): {
  readonly beds: readonly MasterElement[];
  readonly objects: readonly MasterElement[];
} {
  const bedTracks = beds.reduce((sum, bed) => sum + bed.channels.length, 0);
  const room = Math.min(MASTER_LIMITS.objects, MASTER_LIMITS.tracks - Math.max(MASTER_LIMITS.bedChannels, bedTracks));
  if (objects.length > room || bedTracks > MASTER_LIMITS.tracks) {
    throw new InputError(
      'adm.too-many',
      `needs ${bedTracks} bed channels and ${objects.length} objects, and an object master holds ${MASTER_LIMITS.tracks} tracks of which at most ${MASTER_LIMITS.objects} are objects`,
      'group some objects into a bed',
    );
  }
  if (bedTracks + objects.length === 0) {
    throw new InputError('adm.empty', 'has nothing to put into an object master', 'add an element, or unmute one');
  }
  let track = 0;
  let input = 1;
  let channel = 0;
  const bedElements = beds.map((bed, k) => {
    const packId = `AP_0001${hex(0x1001 + k, 4)}`;
    const objectId = `AO_${hex(0x1000 + input, 4)}`;
    input += bed.channels.length;
    const tracks = bed.channels.map(() => masterTrack((track += 1), '0001', 0x1001 + channel++, packId));
    return { objectId, packId, packName: `AtmosCustomPackFormat${k + 1}`, tracks };
  });
  input = Math.max(input, MASTER_LIMITS.bedChannels + 1);
  const objectElements = objects.map((_, k) => {
    const packId = `AP_0003${hex(0x1001 + k, 4)}`;
    const tracks = [masterTrack((track += 1), '0003', 0x1001 + k, packId)];
    return { objectId: `AO_${hex(0x1000 + input + k, 4)}`, packId, packName: `Atmos_Obj_${k + 1}`, tracks };
  });
  return { beds: bedElements, objects: objectElements };
}

export function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function masterTrack(index: number, type: '0001' | '0003', number: number, packId: string): MasterTrack {
  const number16 = `${type}${hex(number, 4)}`;
  return {
    uid: `ATU_${hex(index, 8)}`,
    channelId: `AC_${number16}`,
    streamId: `AS_${number16}`,
    trackFormatId: `AT_${number16}_01`,
    packId,
  };
}
