export interface CompressorGainParameters {
  readonly thresholdDb: number;
  readonly slope: number;
  readonly kneeDb: number;
  readonly attack: number;
  readonly release: number;
  readonly dry: readonly [from: number, to: number];
  readonly wet: readonly [from: number, to: number];
  readonly rampFrames: number;
  readonly isRms: boolean;
  readonly windowFrames: number;
}

/** Twin of dsp/wasm/compressor.ts from silence on: the gains for a key of linked channels. */
export function compressorGain(key: readonly Float32Array[], p: CompressorGainParameters): Float64Array {
  const levels = Array.from(key[0]!, (_, k) => Math.max(...key.map((channel) => Math.abs(channel[k]!))));
  let reductionDb = 0;
  return Float64Array.from(levels, (_, k) => {
    const recent = levels.slice(Math.max(0, k - p.windowFrames + 1), k + 1);
    const level = p.isRms ? Math.sqrt(recent.reduce((sum, x) => sum + x * x, 0) / p.windowFrames) : Math.max(...recent);
    const overDb = 20 * Math.log10(Math.max(level, 1e-30)) - p.thresholdDb;
    const inKneeDb = Math.min(Math.max(overDb + p.kneeDb / 2, 0), p.kneeDb);
    const kneePartDb = p.kneeDb > 0 ? (inKneeDb * inKneeDb) / (2 * p.kneeDb) : 0;
    const wantedDb = p.slope * (kneePartDb + Math.max(overDb - p.kneeDb / 2, 0));
    reductionDb += (wantedDb > reductionDb ? p.attack : p.release) * (wantedDb - reductionDb);
    const t = k / p.rampFrames;
    return p.dry[0] + (p.dry[1] - p.dry[0]) * t + (p.wet[0] + (p.wet[1] - p.wet[0]) * t) * Math.pow(10, -reductionDb / 20);
  });
}
