// JSON.parse says where a text breaks in words that differ by host. This says it in ours, the same everywhere.

/** Where a text is not JSON, counted from 1, and what is there. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly fact: string;
}

/** What a reading of a broken text gives: the fault, or the text with its `NaN`s and `Infinity`s put in quotes. */
export type JsonDiagnosis =
  | { readonly kind: 'fault'; readonly fault: JsonFault }
  | { readonly kind: 'notNumbers'; readonly quoted: string; readonly first: JsonFault };

/**
 * Reads a text that JSON.parse refused. Some programs write `NaN` and `Infinity` where JSON has no word for them: such a text comes back with
 * those words as strings, so that the check of the fields can name the field.
 * Time is linear in the text; memory only grows by the nesting.
 */
export function diagnoseJson(text: string): JsonDiagnosis {
  const closers: number[] = [];
  const words: { readonly start: number; readonly end: number }[] = [];
  // What may come: a value, a key, or what follows a value.
  let wants: Wants = 'value';
  let i = 0;
  for (;;) {
    i = skipBlanks(text, i);
    const code = i < text.length ? text.charCodeAt(i) : -1;
    const closer = closers.at(-1);
    if (code === -1) {
      return closers.length === 0 && wants === 'after' ? doneWith(text, words) : fault(text, i, END_FACTS[wants]);
    }
    if (wants === 'after') {
      if (closer === undefined) {
        return fault(text, i, `there is something after the end: ${glimpse(text, i)}`);
      }
      if (code === closer) {
        closers.pop();
        i++;
      } else if (code === COMMA) {
        i = skipBlanks(text, i + 1);
        if (text.charCodeAt(i) === closer) {
          return fault(text, i, `a comma stands before ${glimpse(text, i)}`);
        }
        wants = closer === BRACE_CLOSE ? 'key' : 'value';
      } else {
        return fault(text, i, `a comma or "${String.fromCharCode(closer)}" is missing before ${glimpse(text, i)}`);
      }
    } else if (wants === 'key') {
      const end = code === QUOTE ? endOfString(text, i) : -1;
      if (end < 0) {
        return fault(
          text,
          i,
          code === QUOTE ? 'a string has no end' : `a field's name in double quotes is missing before ${glimpse(text, i)}`,
        );
      }
      const key = text.slice(i, Math.min(end, i + 40));
      i = skipBlanks(text, end);
      if (text.charCodeAt(i) !== COLON) {
        return fault(text, i, `a colon is missing after ${key}`);
      }
      i++;
      wants = 'value';
    } else if (code === BRACE_OPEN || code === BRACKET_OPEN) {
      const close = code === BRACE_OPEN ? BRACE_CLOSE : BRACKET_CLOSE;
      i = skipBlanks(text, i + 1);
      if (text.charCodeAt(i) === close) {
        i++;
        wants = 'after';
      } else {
        closers.push(close);
        wants = close === BRACE_CLOSE ? 'key' : 'value';
      }
    } else {
      const end = code === QUOTE ? endOfString(text, i) : endOfWord(text, i);
      if (end < 0) {
        return fault(text, i, 'a string has no end');
      }
      if (code !== QUOTE) {
        const word = text.slice(i, end);
        if (/^-?(NaN|Infinity|inf|nan)$/.test(word)) {
          words.push({ start: i, end });
        } else if (!/^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/.test(word)) {
          return fault(text, i, `${glimpse(text, i)} is not a value`);
        }
      } else if (hasBadString(text, i, end)) {
        return fault(text, i, `the string ${glimpse(text, i)} holds a line break or an escape that JSON does not know`);
      }
      i = end;
      wants = 'after';
    }
  }
}

type Wants = 'value' | 'key' | 'after';

const END_FACTS: Readonly<Record<Wants, string>> = {
  value: 'the text ends where a value should be',
  key: "the text ends where a field's name should be",
  after: 'the text ends before its last bracket',
};

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACKET_OPEN = 0x5b;
const BACKSLASH = 0x5c;
const BRACKET_CLOSE = 0x5d;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

function doneWith(text: string, words: readonly { readonly start: number; readonly end: number }[]): JsonDiagnosis {
  const first = words[0];
  if (first === undefined) {
    return fault(text, 0, 'the text is not JSON');
  }
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of words) {
    pieces.push(text.slice(from, start), '"', text.slice(start, end), '"');
    from = end;
  }
  pieces.push(text.slice(from));
  return {
    kind: 'notNumbers',
    quoted: pieces.join(''),
    first: faultAt(text, first.start, `${text.slice(first.start, first.end)} is not a value of JSON`),
  };
}

function fault(text: string, index: number, fact: string): JsonDiagnosis {
  return { kind: 'fault', fault: faultAt(text, index, fact) };
}

function faultAt(text: string, index: number, fact: string): JsonFault {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: index - lineStart + 1, fact };
}

function glimpse(text: string, index: number): string {
  const piece = text.slice(index, index + 20).split(/[\s,]/)[0]!;
  return piece.length === 0 ? JSON.stringify(text.charAt(index)) : `"${piece.replaceAll('"', "'")}"`;
}

function skipBlanks(text: string, from: number): number {
  let i = from;
  for (let code = text.charCodeAt(i); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; code = text.charCodeAt(i)) {
    i++;
  }
  return i;
}

/** The index after the closing quote, or −1. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) {
      i++;
    } else if (code === QUOTE) {
      return i + 1;
    }
  }
  return -1;
}

function hasBadString(text: string, start: number, end: number): boolean {
  try {
    JSON.parse(text.slice(start, end));
    return false;
  } catch {
    return true;
  }
}

function endOfWord(text: string, start: number): number {
  let i = start;
  while (i < text.length && !/[\s,:[\]{}"]/.test(text.charAt(i))) {
    i++;
  }
  return Math.max(i, start + 1);
}
