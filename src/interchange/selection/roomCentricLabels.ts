// Labels of beds in Dolby Atmos masters, which name places in a room and not BS.2051 loudspeakers. @source Dolby Atmos Master ADM Profile 1.1, bed channels

const BS2051_OF_ROOM_CENTRIC: Readonly<Record<string, string>> = {
  RC_L: 'M+030',
  RC_R: 'M-030',
  RC_C: 'M+000',
  RC_LFE: 'LFE1',
  RC_Ls: 'M+110',
  RC_Rs: 'M-110',
  RC_Lss: 'M+090',
  RC_Rss: 'M-090',
  RC_Lrs: 'M+135',
  RC_Rrs: 'M-135',
  RC_Lts: 'U+090',
  RC_Rts: 'U-090',
};

/** The BS.2051 name of a bed channel by its room-centric label; undefined for other labels. */
export function roomCentricName(labels: readonly string[]): string | undefined {
  return labels.map((label) => (Object.hasOwn(BS2051_OF_ROOM_CENTRIC, label) ? BS2051_OF_ROOM_CENTRIC[label] : undefined)).find(Boolean);
}

/** The labels, with the BS.2051 name of each room-centric one after it. A layout without that loudspeaker goes by the mapping rules. */
export function withRoomCentricLabels(labels: readonly string[]): readonly string[] {
  return roomCentricName(labels) !== undefined
    ? labels.flatMap((label) => (Object.hasOwn(BS2051_OF_ROOM_CENTRIC, label) ? [label, BS2051_OF_ROOM_CENTRIC[label]!] : [label]))
    : labels;
}
