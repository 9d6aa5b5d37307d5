// XML as a stream of small trees: an element with all that is in it, as soon as it is closed.
import { SaxesParser } from 'saxes';
import type { ByteSource } from '../../audio/index.ts';
import { InputError } from '../../base/index.ts';
import { xmlText } from './xmlText.ts';

export interface XmlElement {
  /** Without namespace prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, trimmed. */
  readonly text: string;
  /** 1-based line of its start tag. */
  readonly line: number;
}

/** What is asked of an element when it opens: keep it as a tree, look into it, or leave it out with all that is in it. */
export type XmlChoice = 'tree' | 'enter' | 'skip';

export interface XmlVisitor {
  /**
   * @param depth 0 for the root
   * @param owner the tree in which it lies, as far as it is read, if it lies in one
   */
  open(name: string, attributes: Readonly<Record<string, string>>, depth: number, owner: XmlElement | undefined): XmlChoice;
  /** A tree that is whole. One inside another (chosen by `open`) comes first and is not among the other's children. */
  tree(element: XmlElement, owner: XmlElement | undefined): void;
  close(name: string, depth: number): void;
}

export const XML_LIMITS = {
  bytes: 512 * 1024 * 1024,
  depth: 64,
  /** Elements in one tree. */
  nodes: 200_000,
  /** Characters of one tag, text or comment. */
  token: 4 * 1024 * 1024,
} as const;

interface Draft {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
  readonly line: number;
}

/**
 * Reads an XML document once, front to back, in bounded memory. Entities other than XML's own five are not known, so nothing expands.
 * @throws InputError `adm.xml` with line and column; `adm.doctype` for a document type with declarations of its own; `adm.too-large`
 */
export function readXml(source: ByteSource, visitor: XmlVisitor): void {
  if (source.lengthBytes > XML_LIMITS.bytes) {
    throw tooLarge(`has ${source.lengthBytes} bytes of ADM metadata, and no more than ${XML_LIMITS.bytes} are read`, source.name);
  }
  const parser = new SaxesParser({ xmlns: false, position: true });
  const drafts: Draft[] = [];
  /** For each open draft: is it a tree of its own? */
  const isTree: boolean[] = [];
  /** Parts counted before each tree that is open. */
  const nodesBefore: number[] = [];
  let depth = 0;
  let skipDepth = Infinity;
  let nodes = 0;
  let sawEvent = true;

  parser.on('error', (error) => {
    const fact = error.message.replace(/^\d+:\d+: /, '');
    throw new InputError(
      'adm.xml',
      `line ${parser.line}, column ${parser.column}: ${fact}`,
      'the ADM metadata is damaged: export it again',
      source.name,
    );
  });
  parser.on('doctype', (text) => {
    if (text.includes('[')) {
      throw new InputError('adm.doctype', 'its ADM metadata declares entities of its own', 'remove the DOCTYPE', source.name);
    }
  });
  parser.on('opentag', (tag) => {
    sawEvent = true;
    if (depth >= XML_LIMITS.depth) {
      throw tooLarge(`line ${parser.line}: elements are nested deeper than ${XML_LIMITS.depth}`, source.name);
    }
    if (depth < skipDepth) {
      const name = localName(tag.name);
      const owner = drafts[drafts.length - 1];
      const choice = visitor.open(name, tag.attributes, depth, owner);
      if (choice === 'skip') {
        skipDepth = depth;
      } else if (choice === 'tree' || owner !== undefined) {
        if (owner === undefined) {
          nodes = 0;
        }
        if (choice === 'tree') {
          nodesBefore.push(nodes);
        }
        drafts.push({ name, attributes: tag.attributes, children: [], text: '', line: parser.line });
        isTree.push(choice === 'tree');
      }
    }
    depth++;
  });
  parser.on('closetag', (tag) => {
    sawEvent = true;
    depth--;
    if (depth > skipDepth) {
      return;
    }
    if (depth === skipDepth) {
      skipDepth = Infinity;
      return;
    }
    const draft = drafts.pop();
    if (draft === undefined) {
      visitor.close(localName(tag.name), depth);
      return;
    }
    draft.text = draft.text.trim();
    const owner = drafts[drafts.length - 1];
    const wasTree = isTree.pop() === true;
    if (wasTree) {
      // Handed over: its parts are no parts of what it stands in.
      nodes = nodesBefore.pop()!;
    }
    if (wasTree || owner === undefined) {
      visitor.tree(draft, owner);
      return;
    }
    if (++nodes > XML_LIMITS.nodes) {
      throw tooLarge(`line ${draft.line}: an element has more than ${XML_LIMITS.nodes} parts`, source.name);
    }
    owner.children.push(draft);
  });
  const addText = (text: string): void => {
    sawEvent = true;
    const draft = drafts[drafts.length - 1];
    if (draft !== undefined && skipDepth === Infinity) {
      draft.text += text;
    }
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('comment', () => {
    sawEvent = true;
  });
  parser.on('processinginstruction', () => {
    sawEvent = true;
  });

  let silent = 0;
  for (const text of xmlText(source)) {
    sawEvent = false;
    parser.write(text);
    silent = sawEvent ? 0 : silent + text.length;
    if (silent > XML_LIMITS.token) {
      throw tooLarge(`line ${parser.line}: a text of more than ${XML_LIMITS.token} characters`, source.name);
    }
  }
  parser.close();
}

function tooLarge(fact: string, at: string): InputError {
  return new InputError('adm.too-large', fact, 'export it with less metadata', at);
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
