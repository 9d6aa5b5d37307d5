import { METER_SPECTRUM_BANDS, METERS } from '../../engine/index.ts';
import { defaultOf } from '../../scene/index.ts';
import type { MultibandSettings } from '../../scene/index.ts';
import type { Paint } from '../controls/sizeCanvas.ts';
import { COLOURS } from '../theme/colours.ts';
import { hzToX, xToHz } from './eqCurve.ts';

type CrossoverName = 'lowHz' | 'midHz' | 'highHz';

/** What the pointer has hold of. */
export type Grab =
  | { readonly kind: 'crossover'; readonly name: CrossoverName; readonly hz: number }
  | { readonly kind: 'threshold'; readonly band: number; readonly thresholdDb: number };

const CROSSOVERS: readonly CrossoverName[] = ['lowHz', 'midHz', 'highHz'];
const LOW_DB = -60;
const NEAR_PX = 6;

/** Four bands between three crossovers, each with its threshold; behind them, where there are meters, the level of the mix in each. */
export function drawMultiband({ context, widthPx, heightPx }: Paint, settings: MultibandSettings, meters: Float32Array | null): void {
  const edges = edgesOf(settings, widthPx);
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = COLOURS.well;
  context.fillRect(0, 0, widthPx, heightPx);
  context.strokeStyle = '#181c20';
  context.lineWidth = 1;
  context.beginPath();
  for (const db of [-12, -24, -36, -48]) {
    const y = Math.round(dbToY(db, heightPx)) + 0.5;
    context.moveTo(0, y);
    context.lineTo(widthPx, y);
  }
  context.stroke();
  for (let band = 0; band < 4; band++) {
    const left = edges[band]!;
    const right = edges[band + 1]!;
    const { isOn, thresholdDb } = bandOf(settings, band);
    const y = dbToY(thresholdDb, heightPx);
    if (meters !== null) {
      const levelDb = bandLevelDb(meters, xToHz(left, widthPx), xToHz(right, widthPx));
      const top = dbToY(levelDb, heightPx);
      context.fillStyle = 'rgb(69 184 167 / 22%)';
      context.fillRect(left + 1, Math.max(top, isOn ? y : 0), right - left - 2, heightPx);
      if (isOn && top < y) {
        context.fillStyle = 'rgb(233 180 76 / 45%)';
        context.fillRect(left + 1, top, right - left - 2, y - top);
      }
    }
    context.fillStyle = isOn ? COLOURS.accent : COLOURS.faint;
    context.fillRect(left + 3, Math.round(y) - 1, right - left - 6, 2);
  }
  context.font = '500 9px Inter, sans-serif';
  CROSSOVERS.forEach((name, k) => {
    const x = Math.round(edges[k + 1]!);
    context.fillStyle = COLOURS.secondary;
    context.fillRect(x, 0, 1, heightPx);
    context.fillStyle = COLOURS.faint;
    const isLast = x > widthPx - 30;
    context.textAlign = isLast ? 'right' : 'left';
    context.fillText(shortHz(settings[name] ?? defaultOf('multiband', name)), x + (isLast ? -4 : 4), heightPx - 4);
  });
  context.textAlign = 'left';
}

export function grabbedAt(settings: MultibandSettings, widthPx: number, heightPx: number, x: number, y: number): Grab | null {
  const edges = edgesOf(settings, widthPx);
  for (const [k, name] of CROSSOVERS.entries()) {
    if (Math.abs(x - edges[k + 1]!) <= NEAR_PX) {
      return { kind: 'crossover', name, hz: xToHz(x, widthPx) };
    }
  }
  const band = edges.findIndex((edge, k) => x >= edge && x < (edges[k + 1] ?? Infinity));
  const { thresholdDb } = bandOf(settings, band);
  return band >= 0 && band < 4 && Math.abs(y - dbToY(thresholdDb, heightPx)) <= NEAR_PX ? { kind: 'threshold', band, thresholdDb } : null;
}

export function movedGrab(grab: Grab, widthPx: number, heightPx: number, x: number, y: number): Grab {
  return grab.kind === 'crossover'
    ? { ...grab, hz: xToHz(x, widthPx) }
    : { ...grab, thresholdDb: Math.round(Math.min(0, Math.max(LOW_DB, LOW_DB * (y / heightPx))) * 2) / 2 };
}

/** Power of the mix between two frequencies, all channels together. */
function bandLevelDb(meters: Float32Array, fromHz: number, toHz: number): number {
  let power = 0;
  for (let k = 0; k < METER_SPECTRUM_BANDS; k++) {
    const hz = 20 * 10 ** (k / 20);
    if (hz >= fromHz && hz < toHz) {
      power += 10 ** (meters[METERS.mixSpectrumDb + k]! / 10);
    }
  }
  return power > 0 ? 10 * Math.log10(power) : -144;
}

function bandOf(settings: MultibandSettings, band: number): { readonly isOn: boolean; readonly thresholdDb: number } {
  const own = settings.bands?.[band];
  return { isOn: own !== undefined && (own.enabled ?? true), thresholdDb: own?.thresholdDb ?? defaultOf('multiband', 'thresholdDb') };
}

function edgesOf(settings: MultibandSettings, widthPx: number): readonly number[] {
  return [0, ...CROSSOVERS.map((name) => hzToX(settings[name] ?? defaultOf('multiband', name), widthPx)), widthPx];
}

/** `120`, `1k`, `5.2k`. */
function shortHz(hz: number): string {
  return hz < 1000 ? String(Math.round(hz)) : `${Number((hz / 1000).toFixed(1))}k`;
}

function dbToY(db: number, heightPx: number): number {
  return (Math.min(0, Math.max(LOW_DB, db)) / LOW_DB) * heightPx;
}
