import { createEqResponse, createTiltResponse } from '../../scene/index.ts';
import type { ProcessorSettings } from '../../scene/index.ts';
import { HIGH_HZ, LOW_HZ } from '../inspector/eqCurve.ts';

/** Places of a response, equally far apart on the frequency axis. */
export const RESPONSE_POINTS = 361;

/** What the equalizers and tilts of a chain do together, dB; null where they do nothing. Those of a part of the layout count whole. */
export function chainResponse(chain: readonly ProcessorSettings[], sampleRateHz: number): Float32Array | null {
  const responses = chain.flatMap((settings) =>
    (settings.enabled ?? true) === false
      ? []
      : settings.kind === 'eq'
        ? [createEqResponse(settings, sampleRateHz)]
        : settings.kind === 'tilt'
          ? [createTiltResponse(settings, sampleRateHz)]
          : [],
  );
  return responses.length === 0
    ? null
    : Float32Array.from({ length: RESPONSE_POINTS }, (_, k) => {
        const hz = LOW_HZ * (HIGH_HZ / LOW_HZ) ** (k / (RESPONSE_POINTS - 1));
        return responses.reduce((sum, response) => sum + response(hz), 0);
      });
}
