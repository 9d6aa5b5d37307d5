/** The project of the documentation, as plain data: a fresh copy each time. */
export function sampleProject(): Sample {
  return structuredClone(SAMPLE) as Sample;
}

// Tests break it in every way, so its fields are as loose as JSON's.
export interface Sample {
  [field: string]: unknown;
  sources: Record<string, unknown>[];
  elements: Record<string, unknown>[];
  groups: Record<string, unknown>[];
  deliverables: Record<string, unknown>[];
}

const SAMPLE = {
  periphony: 1,
  title: 'Band',
  sampleRateHz: 48000,
  frameRate: '24',
  sources: [
    { id: 'ambience', file: 'stems/ambience.wav' },
    { id: 'kick', file: '../stems/kick.flac' },
  ],
  elements: [
    { id: 'bed', kind: 'bed', layout: '7.1.2', source: 'ambience', binaural: 'near' },
    {
      id: 'kick',
      kind: 'object',
      name: 'Kick',
      source: 'kick',
      channel: 1,
      group: 'drums',
      gainDb: -3,
      position: { x: 0.25, y: 1, z: 0 },
      size: 0,
      snap: false,
      zones: 'all',
      binaural: 'near',
      content: 'music',
      processing: [{ kind: 'eq', bands: [{ type: 'highPass', frequencyHz: 30, slopeDbPerOct: 24 }] }],
      automation: {
        position: [
          { atSec: 0, x: -1, y: 1, z: 0 },
          { atSec: 8, x: 1, y: 1, z: 0.5, curve: 'linear' },
        ],
      },
    },
  ],
  groups: [{ id: 'drums', gainDb: 0, processing: [] }],
  master: { processing: [] },
  deliverables: [
    { render: '7.1.4', preset: 'atmos-music' },
    { render: 'stereo', preset: 'spotify' },
  ],
};
