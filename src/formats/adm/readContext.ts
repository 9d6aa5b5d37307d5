// What the readers of single elements share: values from text with errors that name the element, and what is unknown, said once a kind.
import { InputError } from '../../base/index.ts';
import type { Rational, Warn } from '../../base/index.ts';
import { parseAdmSeconds, parseAdmTime } from './admTime.ts';
import type { XmlElement } from './xmlElements.ts';

type Attributes = Readonly<Record<string, string>>;

export class ReadContext {
  readonly #warn: Warn;
  readonly #isStrict: boolean;
  readonly #said = new Set<string>();
  /** Set by who reads the version: documents before BS.2076-2 have no fractional times. */
  isBeforeEdition2 = false;

  constructor(warn: Warn, isStrict: boolean) {
    this.#warn = warn;
    this.#isStrict = isStrict;
  }

  /** An oddity: a warning, an error under strict. */
  odd(code: string, message: string, at: string): void {
    if (this.#isStrict) {
      throw new InputError(code, message, 'read it without strict, or correct it', at);
    }
    this.#warn({ code, message, at });
  }

  fault(fact: string, at: string): never {
    throw new InputError('adm.value', fact, 'correct it in the program that wrote the file', at);
  }

  unknownElement(parent: string, name: string, at: string): void {
    const kind = `${parent}>${name}`;
    if (!this.#said.has(kind)) {
      this.#said.add(kind);
      this.odd('adm.unknown-element', `${parent} has an element "${name}" that is not known and not read`, at);
    }
  }

  /** Reports attributes outside `known`; namespaces are not attributes. */
  checkAttributes(element: XmlElement, known: ReadonlySet<string>, at: string): void {
    const attributes = element.attributes;
    for (const name in attributes) {
      if (!known.has(name) && !name.startsWith('xmlns') && !name.includes(':')) {
        const kind = `${element.name}@${name}`;
        if (!this.#said.has(kind)) {
          this.#said.add(kind);
          this.odd('adm.unknown-attribute', `${element.name} has an attribute "${name}" that is not known and not read`, at);
        }
      }
    }
  }

  number(text: string, what: string, at: string): number {
    const value = toNumber(text);
    return value === undefined ? this.fault(`${what} is ${quote(text)}, which is not a number`, at) : value;
  }

  integer(text: string, what: string, at: string): number {
    const value = this.number(text, what, at);
    return Number.isInteger(value) ? value : this.fault(`${what} is ${quote(text)}, which is not a whole number`, at);
  }

  /** 0 or 1; `true` and `false` are understood. */
  flag(text: string, what: string, at: string): boolean {
    switch (text) {
      case '1':
        return true;
      case '0':
        return false;
      case 'true':
      case 'false':
        if (!this.#said.has(`flag ${what}`)) {
          this.#said.add(`flag ${what}`);
          this.odd('adm.flag', `${what} is "${text}", where the standard wants 0 or 1`, at);
        }
        return text === 'true';
      default:
        return this.fault(`${what} is ${quote(text)}, not 0 or 1`, at);
    }
  }

  time(text: string, what: string, at: string): Rational {
    if (this.isBeforeEdition2 && text.includes('S')) {
      this.isBeforeEdition2 = false;
      this.odd('adm.needs-version-2', `${what} is ${quote(text)}, a form of time that exists from BS.2076-2 on`, at);
    }
    return parseAdmTime(text) ?? this.fault(`${what} is ${quote(text)}, not a time like 00:00:01.50000`, at);
  }

  seconds(text: string, what: string, at: string): Rational {
    return parseAdmSeconds(text) ?? parseAdmTime(text) ?? this.fault(`${what} is ${quote(text)}, not a time in seconds`, at);
  }

  optionalNumber(attributes: Attributes, name: string, at: string): number | undefined {
    const text = attributes[name];
    return text === undefined ? undefined : this.number(text.trim(), name, at);
  }

  optionalInteger(attributes: Attributes, name: string, at: string): number | undefined {
    const text = attributes[name];
    return text === undefined ? undefined : this.integer(text.trim(), name, at);
  }

  optionalFlag(attributes: Attributes, name: string, at: string): boolean | undefined {
    const text = attributes[name];
    return text === undefined ? undefined : this.flag(text.trim(), name, at);
  }

  optionalTime(attributes: Attributes, name: string, at: string): Rational | undefined {
    const text = attributes[name];
    return text === undefined ? undefined : this.time(text.trim(), name, at);
  }

  /** An importance, 0 … 10. */
  importance(text: string, at: string): number {
    const value = this.integer(text, 'importance', at);
    return value >= 0 && value <= 10 ? value : this.fault(`importance is ${value}, outside 0 to 10`, at);
  }

  gainUnit(attributes: Attributes, at: string): 'linear' | 'dB' | undefined {
    const text = attributes['gainUnit'];
    switch (text) {
      case undefined:
      case 'linear':
      case 'dB':
        return text;
      default:
        return this.fault(`gainUnit is ${quote(text)}, not linear or dB`, at);
    }
  }

  /** A gain's number; −Infinity dB is a gain. */
  gain(text: string, unit: 'linear' | 'dB' | undefined, at: string): number {
    return unit === 'dB' && /^-inf(inity)?$/i.test(text) ? -Infinity : this.number(text, 'gain', at);
  }
}

/** A decimal number as XML Schema writes it; undefined for anything else (hexadecimal and infinities too). */
function toNumber(text: string): number | undefined {
  const value = Number(text);
  if (!Number.isFinite(value) || text === '') {
    return undefined;
  }
  const second = text.charCodeAt(1) | 0x20;
  // 0x…, 0b…, 0o…: what Number() understands and no metadata means.
  return second === 0x78 || second === 0x62 || second === 0x6f ? undefined : value;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
