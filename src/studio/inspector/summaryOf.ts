import type { ProcessorSettings } from '../../scene/index.ts';
import { formatDb, formatSigned } from '../theme/format.ts';

/** An insert in a word or a figure. */
export function summaryOf(settings: ProcessorSettings): string {
  switch (settings.kind) {
    case 'trim':
      return `${formatSigned(settings.gainDb ?? 0)} dB`;
    case 'polarity':
      return (settings.inverted ?? true) ? 'inverted' : 'normal';
    case 'eq':
      return settings.bands?.length === 1 ? '1 band' : `${settings.bands?.length ?? 0} bands`;
    case 'tilt':
      return `${formatSigned(settings.tiltDb ?? 0)} dB`;
    case 'compressor':
      return `${formatDb(settings.thresholdDb ?? -18)} dB`;
    case 'multiband':
      return settings.bands?.length === 1 ? '1 band' : `${settings.bands?.length ?? 0} bands`;
    case 'saturation':
      return `${formatSigned(settings.driveDb ?? 6)} dB`;
    case 'image':
      return (settings.widthRatio ?? 1) === 1 ? '' : `${Math.round((settings.widthRatio ?? 1) * 100)} %`;
  }
}
