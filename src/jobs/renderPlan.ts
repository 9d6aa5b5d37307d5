import { UsageError } from '../base/index.ts';
import { findPreset, type Preset } from '../mastering/index.ts';
import { parseTarget } from '../render/index.ts';
import type { Scene } from '../scene/index.ts';

/** The formats of a delivered file. */
export type DeliveryFormat = 'wav24' | 'wav16' | 'float32' | 'flac';
export const DELIVERY_FORMATS: readonly DeliveryFormat[] = ['wav24', 'wav16', 'float32', 'flac'];

/** One file to make. */
export interface RenderOrder {
  readonly render: string;
  /** Null: bare, neither gain nor limit nor dither. */
  readonly preset: Preset | null;
  readonly format: DeliveryFormat;
}

const MAX_FLAC_CHANNELS = 8;

/** Not a render but what the renders are made of: the objects themselves, as an ADM file. */
export const isAdmRender = (render: string): boolean => render === 'adm';

/** What is asked for, before a project's own deliverables fill it in. */
export interface RenderWishes {
  readonly renders?: readonly string[];
  /** A built-in preset's id, one of `presets`, or a preset itself. */
  readonly preset?: string | Preset;
  /** Beside the built-in ones. */
  readonly presets?: readonly Preset[];
  readonly format?: DeliveryFormat;
  readonly master: boolean;
}

/** The preset of a render that names none: stereo goes to streaming services, everything else is an immersive master. */
export const defaultPresetFor = (render: string): string => {
  if (isAdmRender(render)) {
    return 'atmos-music';
  }
  const target = parseTarget(render);
  return target.kind === 'layout' && target.layout.speakers.length === 2 ? 'spotify' : 'atmos-music';
};

/**
 * Which files to make: the renders asked for, else the project's deliverables, else 7.1.4, 5.1, binaural and stereo.
 * @param session what it names as its deliverables; other sessions than projects name none
 * @throws UnknownLayoutError, UsageError for an unknown preset or a render asked for twice
 */
export function planOrders(session: Pick<Scene, 'deliverables'>, wishes: RenderWishes): readonly RenderOrder[] {
  const own = session.deliverables;
  const renders =
    wishes.renders ?? (own.length > 0 ? own.map((deliverable) => deliverable.render) : ['7.1.4', '5.1', 'binaural', 'stereo']);
  const seen = new Set<string>();
  return renders.map((render) => {
    if (seen.has(render)) {
      throw new UsageError('render.twice', `${render} is asked for twice`, 'name each render once');
    }
    seen.add(render);
    const deliverable = own.find((one) => one.render === render);
    const named = wishes.preset ?? deliverable?.preset ?? defaultPresetFor(render);
    const preset = typeof named !== 'string' ? named : named === 'none' ? null : findPreset(named, wishes.presets);
    const usual = preset?.bits?.every((bits) => bits === 16) === true ? 'wav16' : 'wav24';
    const format = isAdmRender(render) ? 'wav24' : (wishes.format ?? deliverable?.format ?? usual);
    const channels = isAdmRender(render) ? 0 : channelsOf(render);
    if (format === 'flac' && channels > MAX_FLAC_CHANNELS) {
      throw new UsageError(
        'render.flac-channels',
        `${render} has ${channels} channels, and FLAC holds at most ${MAX_FLAC_CHANNELS}`,
        'use wav24 for it',
      );
    }
    return { render, preset: wishes.master ? preset : null, format };
  });
}

function channelsOf(render: string): number {
  const target = parseTarget(render);
  return target.kind === 'binaural' ? 2 : target.layout.speakers.length;
}

/** A preset whose loudness is that of another render (`atmos-music`: the 5.1) needs that render's gain first. */
export function anchorOf(order: RenderOrder): string | undefined {
  if (order.preset === null || isAdmRender(order.render)) {
    return undefined;
  }
  const anchor = order.preset.measuredOn;
  return anchor === undefined || sameTarget(anchor, order.render) ? undefined : anchor;
}

export function sameTarget(a: string, b: string): boolean {
  if (isAdmRender(a) || isAdmRender(b)) {
    return a === b;
  }
  const x = parseTarget(a);
  const y = parseTarget(b);
  return x.kind === 'layout' && y.kind === 'layout' ? x.layout.id === y.layout.id : x.kind === y.kind;
}
