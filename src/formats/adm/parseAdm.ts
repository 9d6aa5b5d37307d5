import { createMemoryByteSource } from '../../audio/index.ts';
import type { ByteSource } from '../../audio/index.ts';
import { InputError } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';
import type { AudioBlockFormat } from './blocks.ts';
import { admEdition, admKey } from './document.ts';
import type { AdmDocument, AdmProfile, TypeDefinition } from './document.ts';
import { readBlock } from './readBlocks.ts';
import { readContent, readObject, readProgramme } from './readContent.ts';
import { ReadContext } from './readContext.ts';
import { readChannelFormat, readPackFormat, readStreamFormat, readTrackFormat, readTrackUid, readType } from './readFormats.ts';
import { readXml } from './xmlElements.ts';
import type { XmlElement } from './xmlElements.ts';

export interface ParseAdmOptions {
  /** Whatever is not in the standard is an error, where it otherwise is a warning. */
  readonly strict?: boolean;
}

/** What a document may hold; more is refused. */
export const ADM_LIMITS = { blocks: 1_000_000, elements: 65_536 } as const;

/**
 * Reads an axml chunk: what the document says and nothing else; references are not followed. The audioFormatExtended may be the root or lie
 * in `ebuCoreMain`, `ituADM` or a serial ADM `frame`. Unknown elements and attributes: warnings `adm.unknown-element` and
 * `adm.unknown-attribute`, the first of each kind. Memory grows with the blocks, not with the text: some 400 bytes a block.
 * @throws InputError `adm.xml`, `adm.encoding`, `adm.empty`, `adm.doctype`, `adm.too-large`, `adm.no-format`, `adm.value`, `adm.duplicate-id`
 * @source ITU-R BS.2076-2; times exact
 */
export function parseAdm(axml: ByteSource | Uint8Array, warn: Warn, options: ParseAdmOptions = {}): AdmDocument {
  const source = axml instanceof Uint8Array ? createMemoryByteSource(axml, 'axml') : axml;
  const context = new ReadContext(warn, options.strict ?? false);
  const builder = new DocumentBuilder(context, source.name);
  readXml(source, builder);
  return builder.finish();
}

type Lists = { -readonly [K in keyof AdmDocument]: AdmDocument[K] extends readonly (infer T)[] ? T[] : AdmDocument[K] };

const ID_ATTRIBUTES: Readonly<Record<string, string>> = {
  audioProgramme: 'audioProgrammeID',
  audioContent: 'audioContentID',
  audioObject: 'audioObjectID',
  audioPackFormat: 'audioPackFormatID',
  audioChannelFormat: 'audioChannelFormatID',
  audioStreamFormat: 'audioStreamFormatID',
  audioTrackFormat: 'audioTrackFormatID',
  audioTrackUID: 'UID',
};

class DocumentBuilder {
  readonly #context: ReadContext;
  readonly #name: string;
  readonly #ids = new Set<string>();
  readonly #document: Lists = {
    root: '',
    version: undefined,
    audioProgrammes: [],
    audioContents: [],
    audioObjects: [],
    audioPackFormats: [],
    audioChannelFormats: [],
    audioStreamFormats: [],
    audioTrackFormats: [],
    audioTrackUIDs: [],
    profiles: [],
  };
  #formatDepth: number | undefined;
  #sawFormat = false;
  #channelType: TypeDefinition | undefined;
  #blocks: AudioBlockFormat[] = [];
  #blockCount = 0;

  constructor(context: ReadContext, name: string) {
    this.#context = context;
    this.#name = name;
  }

  open(
    name: string,
    attributes: Readonly<Record<string, string>>,
    depth: number,
    owner: XmlElement | undefined,
  ): 'tree' | 'enter' | 'skip' {
    if (depth === 0) {
      this.#document.root = name;
    }
    if (this.#formatDepth === undefined) {
      if (name === 'audioFormatExtended') {
        this.#formatDepth = depth;
        this.#sawFormat = true;
        this.#document.version ??= attributes['version']?.trim();
        this.#context.isBeforeEdition2 = (admEdition(this.#document) ?? 1) < 2;
      }
      return 'enter';
    }
    if (depth === this.#formatDepth + 1) {
      if (name === 'audioChannelFormat') {
        this.#channelType = undefined;
        this.#blocks = [];
      }
      if (name in ID_ATTRIBUTES || name === 'profileList') {
        return 'tree';
      }
      this.#context.unknownElement('audioFormatExtended', name, this.#name);
      return 'skip';
    }
    return name === 'audioBlockFormat' && owner?.name === 'audioChannelFormat' ? 'tree' : 'enter';
  }

  tree(element: XmlElement, owner: XmlElement | undefined): void {
    if (owner !== undefined) {
      this.#addBlock(element, owner);
      return;
    }
    const context = this.#context;
    const document = this.#document;
    if (element.name === 'profileList') {
      document.profiles.push(...element.children.map(readProfile));
      return;
    }
    const id = this.#newId(element);
    switch (element.name) {
      case 'audioProgramme':
        document.audioProgrammes.push(readProgramme(element, id, context));
        return;
      case 'audioContent':
        document.audioContents.push(readContent(element, id, context));
        return;
      case 'audioObject':
        document.audioObjects.push(readObject(element, id, context));
        return;
      case 'audioPackFormat':
        document.audioPackFormats.push(readPackFormat(element, id, context));
        return;
      case 'audioChannelFormat': {
        const type = this.#channelType ?? readType(element.attributes, id, context);
        document.audioChannelFormats.push(readChannelFormat(element, id, type, this.#blocks, context));
        return;
      }
      case 'audioStreamFormat':
        document.audioStreamFormats.push(readStreamFormat(element, id, context));
        return;
      case 'audioTrackFormat':
        document.audioTrackFormats.push(readTrackFormat(element, id, context));
        return;
      default:
        document.audioTrackUIDs.push(readTrackUid(element, id, context));
    }
  }

  close(_name: string, depth: number): void {
    if (depth === this.#formatDepth) {
      this.#formatDepth = undefined;
    }
  }

  finish(): AdmDocument {
    if (!this.#sawFormat) {
      const fact = `has ADM metadata without an audioFormatExtended element (its outermost is "${this.#document.root}")`;
      throw new InputError('adm.no-format', fact, 'export the file again', this.#name);
    }
    return this.#document;
  }

  #addBlock(element: XmlElement, channel: XmlElement): void {
    const channelId = channel.attributes['audioChannelFormatID']?.trim() ?? '';
    this.#channelType ??= readType(channel.attributes, channelId, this.#context);
    if (++this.#blockCount > ADM_LIMITS.blocks) {
      throw tooMany(`has more than ${ADM_LIMITS.blocks} audioBlockFormats`, channelId);
    }
    this.#blocks.push(readBlock(element, this.#channelType, this.#context));
  }

  #newId(element: XmlElement): string {
    const attribute = ID_ATTRIBUTES[element.name]!;
    const id = element.attributes[attribute]?.trim() ?? '';
    if (id === '') {
      this.#context.fault(`an ${element.name} in line ${element.line} has no ${attribute}`, this.#name);
    }
    const key = `${element.name} ${admKey(id)}`;
    if (this.#ids.has(key)) {
      throw new InputError(
        'adm.duplicate-id',
        `line ${element.line}: there are two ${element.name} of this id`,
        'give every element an id of its own',
        id,
      );
    }
    if (this.#ids.size >= ADM_LIMITS.elements) {
      throw tooMany(`has more than ${ADM_LIMITS.elements} elements`, this.#name);
    }
    this.#ids.add(key);
    return id;
  }
}

function readProfile(element: XmlElement): AdmProfile {
  const { profileName, profileVersion, profileLevel } = element.attributes;
  return { value: element.text, profileName, profileVersion, profileLevel };
}

function tooMany(fact: string, at: string): InputError {
  return new InputError('adm.too-large', fact, 'export it with less metadata', at);
}
