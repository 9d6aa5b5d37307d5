import { dbToPower } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { createKWeightedBank, gatedLufs } from '../metering/index.ts';

/** Predicts a limited source's loudness from its K-weighted energies, without reading audio: gains move slowly against the weighting. */
export interface LoudnessModel {
  /** Takes the source's frames in order, by whole multiples of the cell. */
  push(inputs: readonly number[], startFrame: number, lengthFrames: number): void;
  /** Integrated loudness under a drive and under reductions per group and node, within some hundredths. */
  predictLufs(driveDb: number, reductionsDb: readonly Float32Array[]): number;
}

const NODES_PER_CELL = 4;

export function createLoudnessModel(
  kernels: Kernels,
  options: {
    readonly sampleRateHz: number;
    readonly weights: readonly number[];
    readonly groups: readonly (readonly number[])[];
    readonly nodeFrames: number;
    readonly nodes: number;
  },
): LoudnessModel {
  const { sampleRateHz, weights, nodeFrames, nodes } = options;
  const cellFrames = NODES_PER_CELL * nodeFrames;
  const cells = nodes / NODES_PER_CELL;
  const groups = options.groups.map((channels) => {
    const own = weights.map((weight, channel) => (channels.includes(channel) ? weight : 0));
    const isHeard = own.some((weight) => weight !== 0);
    return { bank: createKWeightedBank(kernels, sampleRateHz, own), isHeard, energies: new Float32Array(isHeard ? cells : 0) };
  });
  const hopFrames = sampleRateHz / 10;
  const hops = Math.max(0, Math.floor((nodes * nodeFrames) / hopFrames));
  const hopEnergies = new Float64Array(hops + 1);
  const blockPowers = new Float64Array(Math.max(1, hops));
  let cell = 0;

  return {
    push(inputs, startFrame, lengthFrames) {
      for (let at = 0; at < lengthFrames; at += cellFrames) {
        for (const group of groups) {
          if (group.isHeard) {
            group.bank.push(inputs, startFrame + at, Math.min(cellFrames, lengthFrames - at));
            group.energies[cell] = group.bank.takeEnergy();
          }
        }
        cell += 1;
      }
    },
    predictLufs(driveDb, reductionsDb) {
      hopEnergies.fill(0);
      groups.forEach(({ energies }, g) => {
        const reductions = reductionsDb[g]!;
        for (let k = 0; k < energies.length; k++) {
          const hop = Math.min(hops, Math.floor(((k + 0.5) * cellFrames) / hopFrames));
          hopEnergies[hop] = hopEnergies[hop]! + energies[k]! * meanPower(reductions, k * NODES_PER_CELL);
        }
      });
      const scale = dbToPower(driveDb) / (4 * hopFrames);
      const blocks = Math.max(0, hops - 3);
      for (let k = 0; k < blocks; k++) {
        blockPowers[k] = (hopEnergies[k]! + hopEnergies[k + 1]! + hopEnergies[k + 2]! + hopEnergies[k + 3]!) * scale;
      }
      return gatedLufs(blockPowers, blocks);
    },
  };
}

/** Mean squared gain of a cell, by the trapezoid rule. */
function meanPower(reductionsDb: Float32Array, firstNode: number): number {
  let sum = 0;
  for (let k = 0; k <= NODES_PER_CELL; k++) {
    const reduction = reductionsDb[firstNode + k]!;
    const power = reduction === 0 ? 1 : dbToPower(-reduction);
    sum += k === 0 || k === NODES_PER_CELL ? power / 2 : power;
  }
  return sum / NODES_PER_CELL;
}
