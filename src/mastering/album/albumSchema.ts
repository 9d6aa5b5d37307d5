import * as z from 'zod';
import { findLayout, LAYOUTS } from '../../layouts/index.ts';
import { fields, number } from '../../scene/index.ts';
import { parseIsrc, parseUpc } from './codes.ts';

/** The version that this program reads. */
export const ALBUM_VERSION = 1;
/** As many as a CD has. */
export const MAX_TRACKS = 99;

const words = z.string().min(1).max(200);
const path = z.string().min(1).max(1000);
const SECONDS = { low: 0, high: 3600 };
const RATIO = { low: 0, high: 1 };
const LAYOUT_NAMES = LAYOUTS.map((layout) => layout.title).join(', ');

const track = fields({
  input: path,
  title: words,
  artist: words.exactOptional(),
  isrc: z
    .string()
    .refine((code) => parseIsrc(code) !== undefined, { error: 'use the form CC-XXX-YY-NNNNN: GB-AYE-67-00149' })
    .exactOptional(),
  gapSec: number({ low: 0, high: 60 }).exactOptional(),
  gapless: z.boolean().default(false),
  fadeInSec: number(SECONDS).default(0),
  fadeOutSec: number(SECONDS).default(0),
  trimStartSec: number(SECONDS).default(0),
  trimEndSec: number(SECONDS).default(0),
  gainDb: number({ low: -24, high: 24 }).default(0),
  stems: path.exactOptional(),
});

export const albumSchema = fields({
  periphonyAlbum: z.literal(ALBUM_VERSION, { error: `use ${ALBUM_VERSION}, the version of this file` }),
  title: words,
  artist: words,
  upc: z
    .string()
    .refine((code) => parseUpc(code) !== undefined, { error: 'use the 12 digits of a UPC or the 13 of an EAN, check digit last' })
    .exactOptional(),
  mode: z.enum(['album', 'track']).default('album'),
  preset: path,
  renders: z
    .array(
      z
        .string()
        .refine((name) => name === 'binaural' || findLayout(name) !== undefined, { error: `use binaural or one of ${LAYOUT_NAMES}` }),
    )
    .min(1)
    .max(16),
  format: z.enum(['wav24', 'wav16', 'float32', 'flac']).exactOptional(),
  sampleRateHz: z.literal([44100, 48000, 88200, 96000, 176400, 192000]).exactOptional(),
  toneMatch: number(RATIO).default(0),
  keepDifferences: number(RATIO).default(1),
  maxDifferenceLu: number({ low: 0, high: 60 }).default(4),
  loudnessOf: z.enum(['whole', 'loudestTrack']).exactOptional(),
  sides: z
    .array(number({ low: 1, high: MAX_TRACKS }).int({ error: 'use a whole number' }))
    .min(1)
    .max(26)
    .exactOptional(),
  tracks: z.array(track).min(1).max(MAX_TRACKS),
});

export type AlbumFile = z.output<typeof albumSchema>;
