// audioPackFormat, audioChannelFormat (but its blocks), audioStreamFormat, audioTrackFormat and audioTrackUID. @source BS.2076-2 §5.1 to §5.5, §5.9
import type { AudioBlockFormat } from './blocks.ts';
import type {
  AudioChannelFormat,
  AudioPackFormat,
  AudioStreamFormat,
  AudioTrackFormat,
  AudioTrackUID,
  TypeDefinition,
} from './document.ts';
import type { ReadContext } from './readContext.ts';
import type { XmlElement } from './xmlElements.ts';

type Attributes = Readonly<Record<string, string>>;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The type of a pack or channel: its typeDefinition, typeLabel, or the digits yyyy of its id (`AC_yyyyxxxx`). What contradicts is an error.
 * @source BS.2076-2 table 10
 */
export function readType(attributes: Attributes, id: string, context: ReadContext): TypeDefinition {
  const byName = attributes['typeDefinition']?.trim();
  const byLabel = attributes['typeLabel']?.trim();
  if (byName !== undefined && byName !== '') {
    const type =
      TYPES.find((name) => name === byName) ?? context.fault(`typeDefinition is ${JSON.stringify(byName)}, which is not read`, id);
    if (byLabel !== undefined && byLabel !== '' && typeOfLabel(byLabel) !== type) {
      context.fault(`typeDefinition is ${type}, but typeLabel is ${JSON.stringify(byLabel)}`, id);
    }
    return type;
  }
  if (byLabel !== undefined && byLabel !== '') {
    return typeOfLabel(byLabel) ?? context.fault(`typeLabel is ${JSON.stringify(byLabel)}, which is not read`, id);
  }
  const type = typeOfLabel(/_([0-9a-f]{4})/i.exec(id)?.[1] ?? '') ?? context.fault('has neither typeDefinition nor typeLabel', id);
  context.odd('adm.no-type', `has neither typeDefinition nor typeLabel and is taken for ${type} by its id`, id);
  return type;
}

const TYPES = ['DirectSpeakers', 'Matrix', 'Objects', 'HOA', 'Binaural'] as const;

function typeOfLabel(label: string): TypeDefinition | undefined {
  return /^[0-9a-f]{1,4}$/i.test(label) ? TYPES[Number.parseInt(label, 16) - 1] : undefined;
}

export function readPackFormat(element: XmlElement, id: string, context: ReadContext): AudioPackFormat {
  const { attributes } = element;
  context.checkAttributes(element, PACK_ATTRIBUTES, id);
  const channels: string[] = [];
  const packs: string[] = [];
  const encode: string[] = [];
  const decode: string[] = [];
  const importance = attributes['importance'];
  const pack: Writable<AudioPackFormat> = {
    id,
    name: attributes['audioPackFormatName'] ?? '',
    type: readType(attributes, id, context),
    importance: importance === undefined ? undefined : context.importance(importance.trim(), id),
    absoluteDistance: context.optionalNumber(attributes, 'absoluteDistance', id),
    audioChannelFormatIDRef: channels,
    audioPackFormatIDRef: packs,
    encodePackFormatIDRef: encode,
    decodePackFormatIDRef: decode,
  };
  for (const child of element.children) {
    switch (child.name) {
      case 'audioChannelFormatIDRef':
        channels.push(child.text);
        break;
      case 'audioPackFormatIDRef':
        packs.push(child.text);
        break;
      case 'encodePackFormatIDRef':
        encode.push(child.text);
        break;
      case 'decodePackFormatIDRef':
        decode.push(child.text);
        break;
      case 'inputPackFormatIDRef':
        pack.inputPackFormatIDRef = once(pack.inputPackFormatIDRef, child, id, context);
        break;
      case 'outputPackFormatIDRef':
        pack.outputPackFormatIDRef = once(pack.outputPackFormatIDRef, child, id, context);
        break;
      case 'absoluteDistance':
        pack.absoluteDistance = context.number(child.text, 'absoluteDistance', id);
        break;
      case 'normalization':
        pack.normalization = child.text;
        break;
      case 'nfcRefDist':
        pack.nfcRefDist = context.number(child.text, 'nfcRefDist', id);
        break;
      case 'screenRef':
        pack.screenRef = context.flag(child.text, 'screenRef', id);
        break;
      default:
        context.unknownElement('audioPackFormat', child.name, id);
    }
  }
  return pack;
}
const PACK_ATTRIBUTES = new Set([
  'audioPackFormatID',
  'audioPackFormatName',
  'typeLabel',
  'typeDefinition',
  'typeLink',
  'importance',
  'absoluteDistance',
  'status',
]);

export function readChannelFormat(
  element: XmlElement,
  id: string,
  type: TypeDefinition,
  blocks: readonly AudioBlockFormat[],
  context: ReadContext,
): AudioChannelFormat {
  context.checkAttributes(element, CHANNEL_ATTRIBUTES, id);
  const channel: Writable<AudioChannelFormat> = {
    id,
    name: element.attributes['audioChannelFormatName'] ?? '',
    type,
    audioBlockFormats: blocks,
  };
  for (const child of element.children) {
    if (child.name !== 'frequency') {
      context.unknownElement('audioChannelFormat', child.name, id);
      continue;
    }
    const field = child.attributes['typeDefinition'] === 'lowPass' ? 'lowPassHz' : 'highPassHz';
    if (field === 'highPassHz' && child.attributes['typeDefinition'] !== 'highPass') {
      context.fault('a frequency is neither lowPass nor highPass', id);
    }
    if (channel[field] !== undefined) {
      context.fault(`has two ${field === 'lowPassHz' ? 'lowPass' : 'highPass'} frequencies`, id);
    }
    channel[field] = context.number(child.text, 'frequency', id);
  }
  return channel;
}
const CHANNEL_ATTRIBUTES = new Set(['audioChannelFormatID', 'audioChannelFormatName', 'typeLabel', 'typeDefinition', 'typeLink', 'status']);

export function readStreamFormat(element: XmlElement, id: string, context: ReadContext): AudioStreamFormat {
  const { attributes } = element;
  context.checkAttributes(element, STREAM_ATTRIBUTES, id);
  const tracks: string[] = [];
  const stream: Writable<AudioStreamFormat> = {
    id,
    name: attributes['audioStreamFormatName'] ?? '',
    formatDefinition: attributes['formatDefinition'],
    audioTrackFormatIDRef: tracks,
  };
  for (const child of element.children) {
    switch (child.name) {
      case 'audioChannelFormatIDRef':
        stream.audioChannelFormatIDRef = once(stream.audioChannelFormatIDRef, child, id, context);
        break;
      case 'audioPackFormatIDRef':
        stream.audioPackFormatIDRef = once(stream.audioPackFormatIDRef, child, id, context);
        break;
      case 'audioTrackFormatIDRef':
        tracks.push(child.text);
        break;
      default:
        context.unknownElement('audioStreamFormat', child.name, id);
    }
  }
  return stream;
}
const STREAM_ATTRIBUTES = new Set([
  'audioStreamFormatID',
  'audioStreamFormatName',
  'formatLabel',
  'formatDefinition',
  'formatLink',
  'typeLabel',
  'typeDefinition',
  'status',
]);

export function readTrackFormat(element: XmlElement, id: string, context: ReadContext): AudioTrackFormat {
  const { attributes } = element;
  context.checkAttributes(element, TRACK_ATTRIBUTES, id);
  let stream: string | undefined;
  for (const child of element.children) {
    if (child.name === 'audioStreamFormatIDRef') {
      stream = once(stream, child, id, context);
    } else {
      context.unknownElement('audioTrackFormat', child.name, id);
    }
  }
  return {
    id,
    name: attributes['audioTrackFormatName'] ?? '',
    formatDefinition: attributes['formatDefinition'],
    audioStreamFormatIDRef: stream,
  };
}
const TRACK_ATTRIBUTES = new Set([
  'audioTrackFormatID',
  'audioTrackFormatName',
  'formatLabel',
  'formatDefinition',
  'formatLink',
  'typeLabel',
  'typeDefinition',
  'status',
]);

export function readTrackUid(element: XmlElement, id: string, context: ReadContext): AudioTrackUID {
  const { attributes } = element;
  context.checkAttributes(element, UID_ATTRIBUTES, id);
  const uid: Writable<AudioTrackUID> = {
    id,
    sampleRateHz: context.optionalNumber(attributes, 'sampleRate', id),
    bitDepth: context.optionalNumber(attributes, 'bitDepth', id),
  };
  for (const child of element.children) {
    switch (child.name) {
      case 'audioTrackFormatIDRef':
      case 'audioChannelFormatIDRef':
      case 'audioPackFormatIDRef':
        uid[child.name] = once(uid[child.name], child, id, context);
        break;
      case 'audioMXFLookUp':
        break;
      default:
        context.unknownElement('audioTrackUID', child.name, id);
    }
  }
  return uid;
}
const UID_ATTRIBUTES = new Set(['UID', 'sampleRate', 'bitDepth', 'typeLabel', 'typeDefinition', 'status']);

function once(before: string | undefined, element: XmlElement, id: string, context: ReadContext): string {
  return before === undefined ? element.text : context.fault(`has two ${element.name}: ${before} and ${element.text}`, id);
}
