import { METER_ELEMENTS } from './liveMeters.ts';

/** Floats an element has in the live table. */
export const LIVE_STRIDE = 8;

/**
 * A drag in progress overrides an element's place, size and fader without a new plan. The page writes values, then raises `active`; the
 * render worker reads once a quantum. When the drag ends the page edits the document and lowers `active` after the new plan is in.
 */
export const LIVE = {
  /** 0 none; 1 position; 2 gain; 4 size: a sum of what is overridden. */
  active: 0,
  x: 1,
  y: 2,
  z: 3,
  size: 4,
  gainDb: 5,
} as const;

export const LIVE_POSITION = 1;
export const LIVE_GAIN = 2;
export const LIVE_SIZE = 4;

/** Floats in the table. */
export const LIVE_TABLE_LENGTH = METER_ELEMENTS * LIVE_STRIDE;
