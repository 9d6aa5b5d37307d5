// A scene as text: fields in one order, defaults left out, one field of an element a line, so that two people's changes merge.
import { InputError } from '../base/index.ts';
import { ELEMENT_DEFAULTS, OBJECT_DEFAULTS } from './limits.ts';
import { PROCESSORS } from './processors.ts';
import type { ProcessorDescription, ProcessorSettings } from './processors.ts';
import { PROJECT_VERSION } from './schema.ts';
import type { Element, Group, Position, PositionPoint, Scene, ValuePoint } from './types.ts';

/**
 * The project file's text of a scene. Reading it gives an equal scene; numbers lose their noise (0.30000000000000004 is written 0.3) and
 * nothing else. Ends with a newline.
 * @throws InputError where a number is not finite
 */
export function serializeProject(scene: Scene): string {
  const { title, sampleRateHz, frameRate, tempoBpm, lengthSec, sources, elements, groups, master, deliverables } = scene;
  const file: Fields = {
    periphony: PROJECT_VERSION,
    title,
    sampleRateHz,
    frameRate,
    tempoBpm,
    lengthSec,
    sources: sources.map(({ id, file }) => ({ id, file })),
    elements: elements.map(elementFields),
    groups: groups.map(groupFields),
    master: master.processing.length === 0 ? undefined : { processing: master.processing.map(processorFields) },
    deliverables: deliverables.map(({ render, preset, format }) => ({ render, preset, format })),
  };
  return `${blockOf(file, '', 'project')}\n`;
}

/** What is undefined is left out. */
type Fields = Readonly<Record<string, unknown>>;

const LINE_WIDTH = 120;

function elementFields(element: Element): Fields {
  const { id, kind, name, source, startSec, group, gainDb, mute, binaural, content, hueDeg, processing, automation, adm } = element;
  const isObject = element.kind === 'object';
  return {
    id,
    kind,
    name: unless(name, id),
    layout: isObject ? undefined : element.layout,
    source,
    channel: isObject ? unless(element.channel, OBJECT_DEFAULTS.channel) : undefined,
    channels: isObject ? undefined : element.channels,
    startSec: unless(startSec, ELEMENT_DEFAULTS.startSec),
    group,
    gainDb: unless(gainDb, ELEMENT_DEFAULTS.gainDb),
    mute: unless(mute, ELEMENT_DEFAULTS.mute),
    position: isObject ? positionFields(element.position) : undefined,
    size: isObject ? unless(element.size, OBJECT_DEFAULTS.size) : undefined,
    snap: isObject ? unless(element.snap, OBJECT_DEFAULTS.snap) : undefined,
    zones: isObject ? unless(element.zones, OBJECT_DEFAULTS.zones) : undefined,
    pairedWith: isObject ? element.pairedWith : undefined,
    binaural: unless(binaural, ELEMENT_DEFAULTS.binaural),
    content: unless(content, ELEMENT_DEFAULTS.content),
    hueDeg,
    processing: processing.length === 0 ? undefined : processing.map(processorFields),
    automation: isObject
      ? someOf({
          position: element.automation.position?.map(positionPointFields),
          size: element.automation.size?.map(valuePointFields),
          gainDb: element.automation.gainDb?.map(valuePointFields),
        })
      : someOf({ gainDb: automation.gainDb?.map(valuePointFields) }),
    adm,
  };
}

function groupFields({ id, name, hueDeg, gainDb, mute, processing }: Group): Fields {
  return {
    id,
    name: unless(name, id),
    hueDeg,
    gainDb: unless(gainDb, 0),
    mute: unless(mute, false),
    processing: processing.length === 0 ? undefined : processing.map(processorFields),
  };
}

function positionFields(position: Position): Fields {
  return 'azimuthDeg' in position
    ? { azimuthDeg: position.azimuthDeg, elevationDeg: position.elevationDeg, distance: position.distance }
    : { x: position.x, y: position.y, z: position.z };
}

function positionPointFields(point: PositionPoint): Fields {
  return { atSec: point.atSec, ...positionFields(point), curve: point.curve };
}

function valuePointFields({ atSec, value, curve }: ValuePoint): Fields {
  return { atSec, value, curve };
}

/** The order of the tables in processors.ts. */
function processorFields(settings: ProcessorSettings): Fields {
  const row = PROCESSORS.find(({ kind }) => kind === settings.kind);
  const sorted = (
    value: object,
    first: readonly string[],
    table: Pick<ProcessorDescription, 'parameters' | 'choices'> | undefined,
  ): Fields => {
    const names = [...(table?.parameters ?? []), ...(table?.choices ?? [])].map(({ name }) => name);
    const keys = new Set([...first, 'enabled', 'type', ...names, ...Object.keys(value)].filter((key) => key in value));
    return Object.fromEntries([...keys].map((key) => [key, (value as Fields)[key]]));
  };
  const bands = (settings as unknown as Fields)['bands'];
  return {
    ...sorted(settings, ['kind'], row),
    ...(Array.isArray(bands) ? { bands: bands.map((band: object) => sorted(band, [], row?.bands)) } : {}),
  };
}

function unless<T>(value: T, standard: T): T | undefined {
  return value === standard ? undefined : value;
}

function someOf(fields: Fields): Fields | undefined {
  return Object.values(fields).every((value) => value === undefined) ? undefined : fields;
}

/** A value on lines of its own: braces or brackets, and inside them an entry a line. */
function blockOf(value: object, indent: string, where: string): string {
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = entriesOf(value).map(([key, member]) => {
    const head = isList ? '' : `${JSON.stringify(key)}: `;
    return `${inner}${head}${textOf(member, inner, head.length, isList ? `${where}[${key}]` : `${where}.${key}`)}`;
  });
  const [open, close] = isList ? '[]' : '{}';
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** On one line where that is short, else as a block. */
function textOf(value: unknown, indent: string, headLength: number, where: string): string {
  if (typeof value !== 'object' || value === null) {
    return scalarText(value, where);
  }
  if (/^project\.elements\[\d+\]$/.test(where) || isListOfObjects(value)) {
    return blockOf(value, indent, where);
  }
  const line = lineOf(value, where);
  return indent.length + headLength + line.length <= LINE_WIDTH ? line : blockOf(value, indent, where);
}

/** Points, bands, sources: more than one of them are never squeezed into a line. */
function isListOfObjects(value: object): boolean {
  return Array.isArray(value) && value.length > 1 && typeof value[0] === 'object';
}

function lineOf(value: unknown, where: string): string {
  if (typeof value !== 'object' || value === null) {
    return scalarText(value, where);
  }
  const isList = Array.isArray(value);
  const entries = entriesOf(value).map(
    ([key, member]) => `${isList ? '' : `${JSON.stringify(key)}: `}${lineOf(member, `${where}.${key}`)}`,
  );
  return isList ? `[${entries.join(', ')}]` : entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

function scalarText(value: unknown, where: string): string {
  if (typeof value !== 'number') {
    return JSON.stringify(value) ?? 'null';
  }
  if (!Number.isFinite(value)) {
    throw new InputError('project.field', `${where} is ${value}`, 'a project holds finite numbers only', where);
  }
  return String(withoutNoise(value));
}

/** The number with six decimals that this one is but for rounding errors, or itself. */
function withoutNoise(value: number): number {
  const rounded = Math.round(value * 1e6) / 1e6;
  return Math.abs(value - rounded) <= 1e-12 * Math.max(1, Math.abs(value)) ? rounded + 0 : value;
}
