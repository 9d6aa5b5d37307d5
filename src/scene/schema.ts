// The project file's format: `NAME.periphony.json`. This is the law; types.ts is what it becomes.
import * as z from 'zod';
import { findLayout, LAYOUTS } from '../layouts/index.ts';
import { fields, number } from './fields.ts';
import { COUNTS, ELEMENT_DEFAULTS, OBJECT_DEFAULTS, RANGES, SCENE_DEFAULTS } from './limits.ts';
import type { Range } from './limits.ts';
import { pathTrouble } from './path.ts';
import { processorSchema } from './processorSchema.ts';

/** The version that this program writes. */
export const PROJECT_VERSION = 1;

/** What a project file's name ends with. */
export const PROJECT_SUFFIX = '.periphony.json';

const text = z.string().max(COUNTS.name);
const id = text.min(1);
const channel = z.int().min(0).max(COUNTS.channels);
const flag = z.boolean();
const gainDb = number(RANGES.gainDb);
const timeSec = number(RANGES.timeSec);
const hueDeg = number(RANGES.hueDeg);

const LAYOUT_NAMES = LAYOUTS.map((l) => l.title).join(', ');
const layout = text.refine((name) => findLayout(name) !== undefined, { error: `use one of ${LAYOUT_NAMES}` });
const render = text.refine((name) => name === 'binaural' || name === 'adm' || findLayout(name) !== undefined, {
  error: `use adm, binaural or one of ${LAYOUT_NAMES}`,
});

const cartesian = { x: number(RANGES.coordinate), y: number(RANGES.coordinate), z: number(RANGES.coordinate) };
const polar = { azimuthDeg: number(RANGES.azimuthDeg), elevationDeg: number(RANGES.elevationDeg), distance: number(RANGES.distance) };
const position = z.union([fields(cartesian), fields(polar)]);

const point = { atSec: timeSec, curve: z.enum(['linear', 'hold']).exactOptional() };
const cartesianPoint = fields({ ...point, ...cartesian });
const polarPoint = fields({ ...point, ...polar });
const valuePoint = (range: Range) => fields({ ...point, value: number(range) });

/**
 * A lane of points. The first bad one is the only one reported: a million bad points are one line, and cost no more than a million good ones.
 * @param pick which of the schemas a point is meant for
 */
function lane<Point extends z.ZodType>(items: Point, pick: (value: unknown) => z.ZodType) {
  const { $schema: _edition, ...itemsSchema } = z.toJSONSchema(items, { io: 'input' });
  const checked = z
    .unknown()
    .superRefine((points: unknown, context) => {
      if (!Array.isArray(points)) {
        context.addIssue({ code: 'invalid_type', expected: 'array', input: points });
        return;
      }
      for (let k = 0; k < points.length; k++) {
        const issues = pick(points[k]).safeParse(points[k]).error?.issues;
        if (issues !== undefined) {
          context.issues.push(...issues.map((issue) => ({ ...issue, path: [k, ...issue.path], input: undefined }) as never));
          return;
        }
      }
    })
    .meta({ type: 'array', maxItems: COUNTS.points, items: itemsSchema });
  return checked as unknown as z.ZodType<z.output<Point>[]>;
}

const positionLane = lane(z.union([cartesianPoint, polarPoint]), (value) =>
  typeof value === 'object' && value !== null && 'azimuthDeg' in value ? polarPoint : cartesianPoint,
);
const valueLane = (range: Range) => {
  const items = valuePoint(range);
  return lane(items, () => items);
};

const processing = z.array(processorSchema).max(COUNTS.processors).default([]);

const elementFields = {
  id,
  name: text.exactOptional(),
  source: id,
  startSec: timeSec.default(ELEMENT_DEFAULTS.startSec),
  group: id.exactOptional(),
  gainDb: gainDb.default(ELEMENT_DEFAULTS.gainDb),
  mute: flag.default(ELEMENT_DEFAULTS.mute),
  binaural: z.enum(['off', 'near', 'mid', 'far']).default(ELEMENT_DEFAULTS.binaural),
  content: z.enum(['music', 'dialogue', 'effects', 'ambience']).default(ELEMENT_DEFAULTS.content),
  hueDeg: hueDeg.exactOptional(),
  processing,
  adm: z.unknown().exactOptional(),
};

const object = fields({
  kind: z.literal('object'),
  ...elementFields,
  channel: channel.min(1).default(OBJECT_DEFAULTS.channel),
  position: position.default(OBJECT_DEFAULTS.position),
  size: number(RANGES.size).default(OBJECT_DEFAULTS.size),
  snap: flag.default(OBJECT_DEFAULTS.snap),
  zones: z.enum(['all', 'noBack', 'noSides', 'centreBack', 'screenOnly', 'surroundOnly']).default(OBJECT_DEFAULTS.zones),
  pairedWith: id.exactOptional(),
  automation: fields({
    position: positionLane.exactOptional(),
    size: valueLane(RANGES.size).exactOptional(),
    gainDb: valueLane(RANGES.gainDb).exactOptional(),
  }).default({}),
});

const bed = fields({
  kind: z.literal('bed'),
  ...elementFields,
  layout,
  channels: z.array(channel).exactOptional(),
  automation: fields({ gainDb: valueLane(RANGES.gainDb).exactOptional() }).default({}),
});

const source = fields({
  id,
  file: text.refine((file) => pathTrouble(file) === undefined, {
    error: (issue) => `its path ${pathTrouble(String(issue.input))}`,
  }),
});

const group = fields({
  id,
  name: text.exactOptional(),
  hueDeg: hueDeg.exactOptional(),
  gainDb: gainDb.default(0),
  mute: flag.default(false),
  processing,
});

const deliverable = fields({
  render,
  preset: id.exactOptional(),
  format: z.enum(['wav24', 'wav16', 'float32', 'flac']).exactOptional(),
});

/** The whole file. Ids, references and the order of automation are checked after it (references.ts). */
export const projectSchema = fields({
  periphony: z.literal(PROJECT_VERSION),
  title: text.default(SCENE_DEFAULTS.title),
  sampleRateHz: z.literal([44100, 48000, 88200, 96000]).default(SCENE_DEFAULTS.sampleRateHz),
  frameRate: z.enum(['23.976', '24', '25', '29.97', '29.97df', '30']).default(SCENE_DEFAULTS.frameRate),
  tempoBpm: number(RANGES.tempoBpm).exactOptional(),
  lengthSec: number({ ...RANGES.timeSec, low: 0 }).exactOptional(),
  sources: z.array(source).max(COUNTS.sources).default([]),
  elements: z
    .array(z.discriminatedUnion('kind', [object, bed]))
    .max(COUNTS.elements)
    .default([]),
  groups: z.array(group).max(COUNTS.groups).default([]),
  master: fields({ processing }).default({ processing: [] }),
  deliverables: z.array(deliverable).max(COUNTS.deliverables).default([]),
});

/** A project file that passed the schema, its defaults filled in. */
export type ProjectFile = z.output<typeof projectSchema>;

/** The format as JSON Schema (2020-12), for editors and other programs. */
export function projectJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(projectSchema, { io: 'input' });
}
