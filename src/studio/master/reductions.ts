import { METER_INSERTS, METERS } from '../../engine/index.ts';

/** How far an insert of the master is down now, dB ≥ 0. */
export function insertReductionDb(meters: Float32Array, insert: number): number {
  return insert < METER_INSERTS ? Math.max(0, meters[METERS.insertReductionDb + insert]!) : 0;
}
