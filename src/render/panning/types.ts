import type { CartesianPosition, ObjectMetadata, PolarPosition } from '../../scene/adm/index.ts';

export type * from '../../scene/adm/index.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Metadata that a renderer moves in place. */
export type MutableObjectMetadata = Writable<Omit<ObjectMetadata, 'position'>> & {
  position: Writable<PolarPosition> | Writable<CartesianPosition>;
};

/**
 * Where the reference implementation and BS.2076's words part: `ear` (as the EBU ADM Renderer does; the default, so that renders agree with
 * it) takes a Cartesian object's `height` for its Y size and `depth` for its Z size; `text` follows the words, height Z and depth Y.
 */
export type GainCompatibility = 'ear' | 'text';
