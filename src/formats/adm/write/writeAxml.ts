import { BED_CHANNELS, hex, masterElements, type MasterElement } from './masterIds.ts';
import { TICKS_PER_SEC, type MasterObject, type MasterZone, type ObjectMaster, type Ticks } from './types.ts';
import { escapeXml } from './xml.ts';

/** Longer names are legal and unwelcome. */
const MAX_NAME = 64;
/** Gains arrive at a block's place this much after it starts: 250 frames at 48 kHz. The first block is where it is at once. */
const INTERPOLATION_SEC = '0.005208';

/**
 * The axml chunk of an object master as text. The same master gives the same text.
 * @throws InputError `adm.too-many`, `adm.empty`
 * @source Dolby Atmos Master ADM Profile 1.1 (ITU-R BS.2076 elements)
 */
export function writeAxml(master: ObjectMaster): string {
  const { beds, objects } = masterElements(master);
  const elements = [...beds, ...objects];
  const duration = formatTicks(master.durationTicks);
  const out: string[] = [...HEAD];
  out.push(
    `\t\t\t\t<audioProgramme audioProgrammeID="APR_1001" audioProgrammeName="Atmos_Master" start="${formatTicks(0)}" end="${duration}">`,
    '\t\t\t\t\t<audioContentIDRef>ACO_1001</audioContentIDRef>',
    '\t\t\t\t</audioProgramme>',
    '\t\t\t\t<audioContent audioContentID="ACO_1001" audioContentName="Atmos_Master_Content">',
    ...elements.map(({ objectId }) => `\t\t\t\t\t<audioObjectIDRef>${objectId}</audioObjectIDRef>`),
    '\t\t\t\t\t<dialogue mixedContentKind="0">2</dialogue>',
    '\t\t\t\t</audioContent>',
  );
  beds.forEach((bed, k) => pushObject(out, bed, nameOf(master.beds[k]!.name, `Atmos_Bed_${k + 1}`), duration));
  objects.forEach((object, k) => pushObject(out, object, nameOf(master.objects[k]!.name, `Atmos_Obj_${k + 1}`), duration));
  beds.forEach((bed) => pushPack(out, bed, 'typeDefinition="DirectSpeakers" typeLabel="0001"'));
  objects.forEach((object) => pushPack(out, object, 'typeDefinition="Objects" typeLabel="0003"'));
  beds.forEach((bed, k) => pushBedChannels(out, bed, master.beds[k]!.channels));
  objects.forEach((object, k) => pushObjectChannel(out, object, master.objects[k]!, master.durationTicks));
  beds.forEach((bed, k) => pushStreams(out, bed, (c) => BED_CHANNELS[master.beds[k]!.channels[c]!].channelName));
  objects.forEach((object) => pushStreams(out, object, () => object.packName));
  for (const track of elements.flatMap((element) => element.tracks)) {
    out.push(
      `\t\t\t\t<audioTrackUID UID="${track.uid}" sampleRate="${master.sampleRateHz}" bitDepth="${master.bitDepth}">`,
      `\t\t\t\t\t<audioTrackFormatIDRef>${track.trackFormatId}</audioTrackFormatIDRef>`,
      `\t\t\t\t\t<audioPackFormatIDRef>${track.packId}</audioPackFormatIDRef>`,
      '\t\t\t\t</audioTrackUID>',
    );
  }
  out.push(...TAIL);
  return out.join('\n');
}

/** `hh:mm:ss.zzzzz`. */
export function formatTicks(ticks: Ticks): string {
  const whole = Math.floor(ticks / TICKS_PER_SEC);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = String(ticks - whole * TICKS_PER_SEC).padStart(5, '0');
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${rest}`;
}

/** Coordinates and sizes: ten decimals, never −0. */
export function formatCoordinate(value: number): string {
  const text = value.toFixed(10);
  return text === '-0.0000000000' ? '0.0000000000' : text;
}

const HEAD: readonly string[] = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<ebuCoreMain xmlns="urn:ebu:metadata-schema:ebuCore_2016" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:ebu:metadata-schema:ebuCore_2016 ebucore.xsd" xml:lang="en">',
  '\t<coreMetadata>',
  '\t\t<format>',
  '\t\t\t<audioFormatExtended>',
];

const TAIL: readonly string[] = ['\t\t\t</audioFormatExtended>', '\t\t</format>', '\t</coreMetadata>', '</ebuCoreMain>', ''];

function nameOf(name: string, fallback: string): string {
  // A character cut in two is left out as none.
  const short = escapeXml(name.trim().slice(0, MAX_NAME));
  return short === '' ? fallback : short;
}

function pushObject(out: string[], element: MasterElement, name: string, duration: string): void {
  out.push(
    `\t\t\t\t<audioObject audioObjectID="${element.objectId}" audioObjectName="${name}" start="${formatTicks(0)}" duration="${duration}">`,
    `\t\t\t\t\t<audioPackFormatIDRef>${element.packId}</audioPackFormatIDRef>`,
    ...element.tracks.map(({ uid }) => `\t\t\t\t\t<audioTrackUIDRef>${uid}</audioTrackUIDRef>`),
    '\t\t\t\t</audioObject>',
  );
}

function pushPack(out: string[], element: MasterElement, type: string): void {
  out.push(
    `\t\t\t\t<audioPackFormat audioPackFormatID="${element.packId}" audioPackFormatName="${element.packName}" ${type}>`,
    ...element.tracks.map(({ channelId }) => `\t\t\t\t\t<audioChannelFormatIDRef>${channelId}</audioChannelFormatIDRef>`),
    '\t\t\t\t</audioPackFormat>',
  );
}

function pushBedChannels(out: string[], bed: MasterElement, labels: readonly (keyof typeof BED_CHANNELS)[]): void {
  bed.tracks.forEach(({ channelId }, c) => {
    const { channelName, speakerLabel, position } = BED_CHANNELS[labels[c]!];
    out.push(
      `\t\t\t\t<audioChannelFormat audioChannelFormatID="${channelId}" audioChannelFormatName="${channelName}" typeDefinition="DirectSpeakers" typeLabel="0001">`,
      `\t\t\t\t\t<audioBlockFormat audioBlockFormatID="AB_${channelId.slice(3)}_00000001">`,
      `\t\t\t\t\t\t<speakerLabel>${speakerLabel}</speakerLabel>`,
      '\t\t\t\t\t\t<cartesian>1</cartesian>',
      ...positionLines(...position),
      '\t\t\t\t\t</audioBlockFormat>',
      '\t\t\t\t</audioChannelFormat>',
    );
  });
}

function pushObjectChannel(out: string[], element: MasterElement, object: MasterObject, endTicks: Ticks): void {
  const { channelId } = element.tracks[0]!;
  const constant = [
    ...(object.snap ? ['\t\t\t\t\t\t<channelLock>1</channelLock>'] : []),
    ...(object.zones.length === 0 ? [] : ['\t\t\t\t\t\t<zoneExclusion>', ...object.zones.map(zoneLine), '\t\t\t\t\t\t</zoneExclusion>']),
  ];
  out.push(
    `\t\t\t\t<audioChannelFormat audioChannelFormatID="${channelId}" audioChannelFormatName="${element.packName}" typeDefinition="Objects" typeLabel="0003">`,
  );
  object.blocks.forEach((block, k) => {
    const durationTicks = (object.blocks[k + 1]?.startTicks ?? endTicks) - block.startTicks;
    out.push(
      `\t\t\t\t\t<audioBlockFormat audioBlockFormatID="AB_${channelId.slice(3)}_${hex(k + 1, 8)}" rtime="${formatTicks(block.startTicks)}" duration="${formatTicks(durationTicks)}">`,
      '\t\t\t\t\t\t<cartesian>1</cartesian>',
      ...positionLines(block.x, block.y, block.z),
      ...(block.size === 0 ? [] : SIZES.map((name) => `\t\t\t\t\t\t<${name}>${formatCoordinate(block.size)}</${name}>`)),
      ...constant,
      `\t\t\t\t\t\t<jumpPosition interpolationLength="${k === 0 ? '0.000000' : INTERPOLATION_SEC}">1</jumpPosition>`,
      '\t\t\t\t\t</audioBlockFormat>',
    );
  });
  out.push('\t\t\t\t</audioChannelFormat>');
}

const SIZES = ['width', 'depth', 'height'] as const;

function positionLines(x: number, y: number, z: number): readonly string[] {
  return [
    `\t\t\t\t\t\t<position coordinate="X">${formatCoordinate(x)}</position>`,
    `\t\t\t\t\t\t<position coordinate="Y">${formatCoordinate(y)}</position>`,
    `\t\t\t\t\t\t<position coordinate="Z">${formatCoordinate(z)}</position>`,
  ];
}

const ZONE_BOUNDS = ['minX', 'maxX', 'minY', 'maxY', 'minZ', 'maxZ'] as const satisfies readonly (keyof MasterZone)[];

function zoneLine(zone: MasterZone): string {
  return `\t\t\t\t\t\t\t<zone ${ZONE_BOUNDS.map((bound) => `${bound}="${formatCoordinate(zone[bound])}"`).join(' ')}/>`;
}

function pushStreams(out: string[], element: MasterElement, channelName: (channel: number) => string): void {
  element.tracks.forEach((track, c) => {
    const name = `PCM_${channelName(c)}`;
    out.push(
      `\t\t\t\t<audioStreamFormat audioStreamFormatID="${track.streamId}" audioStreamFormatName="${name}" formatLabel="0001" formatDefinition="PCM">`,
      `\t\t\t\t\t<audioChannelFormatIDRef>${track.channelId}</audioChannelFormatIDRef>`,
      `\t\t\t\t\t<audioTrackFormatIDRef>${track.trackFormatId}</audioTrackFormatIDRef>`,
      '\t\t\t\t</audioStreamFormat>',
      `\t\t\t\t<audioTrackFormat audioTrackFormatID="${track.trackFormatId}" audioTrackFormatName="${name}" formatLabel="0001" formatDefinition="PCM">`,
      `\t\t\t\t\t<audioStreamFormatIDRef>${track.streamId}</audioStreamFormatIDRef>`,
      '\t\t\t\t</audioTrackFormat>',
    );
  });
}
