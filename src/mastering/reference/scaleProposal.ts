import { clamp } from '../../base/index.ts';
import { THIRD_OCTAVES_HZ } from '../../metering/index.ts';
import { createEqResponse, type ProcessorSettings } from '../../scene/index.ts';
import type { MatchItem, MatchProposal } from './matchTypes.ts';
import { bandInWords, figure, inDb } from './words.ts';

/**
 * More or less of a proposal: 0 does nothing, 1 is what was proposed. Gains, widths and ratios are scaled, frequencies and reasons stay; a
 * shape hardly changes with its gain, so this is what matchReference would find, without measuring or fitting again.
 * @param ratio 0 … 4; the amount stays at most 1, and gains stay within the proposal's limits
 */
export function scaleProposal(proposal: MatchProposal, ratio: number): MatchProposal {
  const most = proposal.amountRatio > 0 ? 1 / proposal.amountRatio : 1;
  const factor = clamp(ratio, 0, Math.min(4, most));
  const items = proposal.items.map((item) => scaledItem(item, factor, proposal));
  const eq = items.find((item) => item.id === 'eq')?.settings;
  const response = eq?.kind === 'eq' ? createEqResponse(eq, proposal.sampleRateHz) : () => 0;
  return {
    ...proposal,
    amountRatio: proposal.amountRatio * factor,
    curves: {
      ...proposal.curves,
      wantedDb: proposal.curves.wantedDb.map((value) => (value === null ? null : value * factor)),
      proposedDb: THIRD_OCTAVES_HZ.map((hz) => (hz < 0.49 * proposal.sampleRateHz ? response(hz) : 0)),
    },
    residualDb: { rms: proposal.residualDb.rms * factor, max: proposal.residualDb.max * factor },
    items,
    processing: items.flatMap(({ settings }) => (settings === null ? [] : [settings])),
  };
}

function scaledItem(item: MatchItem, factor: number, limits: Pick<MatchProposal, 'maxBoostDb' | 'maxCutDb'>): MatchItem {
  const { settings } = item;
  if (settings === null) {
    return item;
  }
  const scaled = scaledSettings(settings, factor, limits);
  return { ...item, what: factor === 0 ? 'nothing: scaled to 0' : whatOf(scaled, item.what), settings: factor === 0 ? null : scaled };
}

function scaledSettings(
  settings: ProcessorSettings,
  factor: number,
  { maxBoostDb, maxCutDb }: Pick<MatchProposal, 'maxBoostDb' | 'maxCutDb'>,
): ProcessorSettings {
  switch (settings.kind) {
    case 'eq':
      return {
        ...settings,
        bands: (settings.bands ?? []).map((band) =>
          band.gainDb === undefined
            ? band
            : {
                ...band,
                gainDb: toTenth(clamp(band.gainDb * factor, Math.min(band.gainDb, -maxCutDb), Math.max(band.gainDb, maxBoostDb))),
              },
        ),
      };
    case 'image':
      return {
        ...settings,
        ...(settings.widthRatio === undefined
          ? {}
          : { widthRatio: Math.round(clamp(1 + (settings.widthRatio - 1) * factor, 0, 2) * 100) / 100 }),
        ...(settings.heightDb === undefined ? {} : { heightDb: toTenth(settings.heightDb * factor) }),
      };
    case 'compressor':
      return { ...settings, ratio: Math.round((1 + ((settings.ratio ?? 1) - 1) * factor) * 100) / 100 };
    default:
      return settings;
  }
}

/** Tells what the settings do now. */
function whatOf(settings: ProcessorSettings, otherwise: string): string {
  switch (settings.kind) {
    case 'eq':
      return (settings.bands ?? []).map(bandInWords).join(', ');
    case 'image':
      return [
        settings.widthRatio === undefined ? '' : `width ${settings.widthRatio.toFixed(2)}`,
        settings.heightDb === undefined ? '' : `heights ${inDb(settings.heightDb)}`,
      ]
        .filter((text) => text !== '')
        .join(', ');
    case 'compressor':
      return `compressor ${settings.ratio}:1 from ${figure(settings.thresholdDb ?? 0)} dB`;
    default:
      return otherwise;
  }
}

function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}
