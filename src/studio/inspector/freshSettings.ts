import type { ProcessingOwner, ProcessorKind, ProcessorSettings } from '../../scene/index.ts';

/** A new insert: an equalizer has bands to take hold of, and on the master everything begins gently. */
export function freshSettings(kind: ProcessorKind, owner: ProcessingOwner): ProcessorSettings {
  const isMaster = owner.kind === 'master';
  switch (kind) {
    case 'eq':
      return {
        kind,
        bands: [
          { type: 'lowShelf', frequencyHz: 120, gainDb: 0 },
          { type: 'bell', frequencyHz: 800, gainDb: 0, q: 1 },
          { type: 'highShelf', frequencyHz: 6000, gainDb: 0 },
        ],
      };
    case 'polarity':
      return { kind, inverted: true };
    case 'compressor':
      return isMaster
        ? { kind, thresholdDb: -20, ratio: 1.5, kneeDb: 8, attackMs: 30, releaseMs: 200, detector: 'rms', sideChainHighPassHz: 100 }
        : { kind };
    case 'multiband': {
      const band = { thresholdDb: -20, ratio: 1.5, attackMs: 30, releaseMs: 200 };
      return { kind, bands: isMaster ? [band, band, band, band] : [{}, {}, {}, {}] };
    }
    case 'saturation':
      return isMaster ? { kind, driveDb: 3 } : { kind };
    default:
      return { kind };
  }
}
