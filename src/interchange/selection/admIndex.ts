// An ADM document's elements by id, with the common definitions behind them, and its references followed.
import { InputError } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';
import { admEdition, admKey, commonDefinitions } from '../../formats/adm/index.ts';
import type {
  AdmDocument,
  AudioChannelFormat,
  AudioContent,
  AudioObject,
  AudioPackFormat,
  AudioStreamFormat,
  AudioTrackFormat,
} from '../../formats/adm/index.ts';

/** What selection needs of a document, whatever is looked at. */
export class AdmIndex {
  readonly document: AdmDocument;
  /** Under strict the oddities that otherwise are warnings are errors. */
  readonly isStrict: boolean;
  /** 1 where a document with objects has no version: BS.2076-2 asks for one. Undefined without any structure (only a chna chunk). */
  readonly edition: number | undefined;
  readonly #warn: Warn;
  readonly #said = new Set<string>();
  readonly #contents: ReadonlyMap<string, AudioContent>;
  readonly #objects: ReadonlyMap<string, AudioObject>;
  readonly #packs: ReadonlyMap<string, AudioPackFormat>;
  readonly #channels: ReadonlyMap<string, AudioChannelFormat>;
  readonly #streams: ReadonlyMap<string, AudioStreamFormat>;
  readonly #tracks: ReadonlyMap<string, AudioTrackFormat>;
  #streamByTrack: ReadonlyMap<string, AudioStreamFormat> | undefined;

  constructor(document: AdmDocument, warn: Warn, isStrict: boolean) {
    const common = commonDefinitions();
    this.document = document;
    this.isStrict = isStrict;
    const hasStructure = document.audioObjects.length > 0 || document.audioProgrammes.length > 0;
    this.edition = admEdition(document) ?? (document.version === undefined && hasStructure ? 1 : undefined);
    this.#warn = warn;
    this.#contents = byId(document.audioContents, []);
    this.#objects = byId(document.audioObjects, []);
    this.#packs = byId(document.audioPackFormats, common.audioPackFormats);
    this.#channels = byId(document.audioChannelFormats, common.audioChannelFormats);
    this.#streams = byId(document.audioStreamFormats, common.audioStreamFormats);
    this.#tracks = byId(document.audioTrackFormats, common.audioTrackFormats);
  }

  content(id: string, from: string): AudioContent {
    return this.#contents.get(admKey(id)) ?? unresolved('audioContent', id, from);
  }

  object(id: string, from: string): AudioObject {
    return this.#objects.get(admKey(id)) ?? unresolved('audioObject', id, from);
  }

  pack(id: string, from: string): AudioPackFormat {
    return this.#packs.get(admKey(id)) ?? unresolved('audioPackFormat', id, from);
  }

  channel(id: string, from: string): AudioChannelFormat {
    return this.#channels.get(admKey(id)) ?? unresolved('audioChannelFormat', id, from);
  }

  stream(id: string, from: string): AudioStreamFormat {
    return this.#streams.get(admKey(id)) ?? unresolved('audioStreamFormat', id, from);
  }

  trackFormat(id: string, from: string): AudioTrackFormat {
    return this.#tracks.get(admKey(id)) ?? unresolved('audioTrackFormat', id, from);
  }

  /** The stream that names this track format; only asked where the track format does not name its stream. */
  streamOfTrackFormat(id: string): AudioStreamFormat | undefined {
    this.#streamByTrack ??= new Map(
      [...this.#streams.values()].flatMap((stream) => stream.audioTrackFormatIDRef.map((track) => [admKey(track), stream] as const)),
    );
    return this.#streamByTrack.get(admKey(id));
  }

  /** The document's packs and the common ones. */
  allPacks(): AudioPackFormat[] {
    return [...this.#packs.values()];
  }

  subObjects(object: AudioObject): AudioObject[] {
    return object.audioObjectIDRef.map((id) => this.object(id, object.id));
  }

  subPacks(pack: AudioPackFormat): AudioPackFormat[] {
    return pack.audioPackFormatIDRef.map((id) => this.pack(id, pack.id));
  }

  channels(pack: AudioPackFormat): AudioChannelFormat[] {
    return pack.audioChannelFormatIDRef.map((id) => this.channel(id, pack.id));
  }

  /** A warning, an error under strict. @param once what the first of is enough; default: code and place */
  odd(code: string, message: string, at: string, hint = '', once = `${code} ${at}`): void {
    if (this.isStrict) {
      throw new InputError(code, message, hint, at);
    }
    this.note(code, message, at, once);
  }

  /** A warning of what the standard allows and a listener should know. */
  note(code: string, message: string, at: string, once = `${code} ${at}`): void {
    if (!this.#said.has(once)) {
      this.#said.add(once);
      this.#warn({ code, message, at });
    }
  }

  /** Said once a kind of thing that documents before BS.2076-2 cannot have. */
  needsEdition2(what: string, at: string): void {
    if (this.edition === undefined || this.edition >= 2 || this.#said.has(what)) {
      return;
    }
    this.#said.add(what);
    const fact = `${what} is used, which exists from BS.2076-2 on; the document ${this.document.version === undefined ? 'names no version' : `is ${this.document.version}`}`;
    this.odd('adm.needs-version-2', fact, at, 'write version="ITU-R_BS.2076-2"');
  }
}

function byId<T extends { readonly id: string }>(own: readonly T[], common: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const element of common) {
    map.set(admKey(element.id), element);
  }
  for (const element of own) {
    map.set(admKey(element.id), element);
  }
  return map;
}

function unresolved(kind: string, id: string, from: string): never {
  throw new InputError(
    'adm.unresolved',
    `refers to ${kind} ${id === '' ? '(empty)' : id}, which is defined nowhere`,
    'export the file again',
    from,
  );
}
