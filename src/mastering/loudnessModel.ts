import { dbToPower, InputError } from '../base/index.ts';
import type { Kernels } from '../dsp/index.ts';
import { createKWeightedBank, gatedLufs } from '../metering/index.ts';

/** Predicts a limited source's loudness from its K-weighted energies, without reading audio: gains move slowly against the weighting. */
export interface LoudnessModel {
  /** Takes the source's frames in order, by whole multiples of the cell. */
  push(inputs: readonly number[], startFrame: number, lengthFrames: number): void;
  /**
   * Integrated loudness under a drive and under reductions per group and node, within some hundredths; under a drive alone, the meter's own.
   * Infinity where an energy is no number.
   */
  predictLufs(driveDb: number, reductionsDb: readonly Float32Array[]): number;
}

const NODES_PER_CELL = 4;
const HOPS_PER_SEC = 10;
const HOPS_PER_BLOCK = 4;

export function createLoudnessModel(
  kernels: Kernels,
  options: {
    readonly sampleRateHz: number;
    readonly lengthFrames: number;
    readonly weights: readonly number[];
    readonly groups: readonly (readonly number[])[];
    readonly nodeFrames: number;
    readonly nodes: number;
  },
): LoudnessModel {
  const { sampleRateHz, lengthFrames, weights, nodeFrames, nodes } = options;
  const cellFrames = NODES_PER_CELL * nodeFrames;
  const cells = nodes / NODES_PER_CELL;
  /** Where a hop ends; a cell that lies across is split there. */
  const endOf = (hop: number): number => Math.round(((hop + 1) * sampleRateHz) / HOPS_PER_SEC);
  const hops = countWhile((hop) => endOf(hop) <= lengthFrames, Math.floor((lengthFrames * HOPS_PER_SEC) / sampleRateHz));
  const groups = options.groups.map((channels) => {
    const own = weights.map((weight, channel) => (channels.includes(channel) ? weight : 0));
    const isHeard = own.some((weight) => weight !== 0);
    return {
      bank: createKWeightedBank(kernels, sampleRateHz, own),
      isHeard,
      energies: new Float32Array(isHeard ? cells : 0),
      /** By hop: what its last cell holds of it. */
      lasts: new Float32Array(isHeard ? hops : 0),
    };
  });
  const hopEnergies = new Float64Array(hops + 1);
  const blocks = Math.max(0, hops - HOPS_PER_BLOCK + 1);
  const blockPowers = new Float64Array(Math.max(1, blocks));
  let cell = 0;
  let hop = 0;

  return {
    push(inputs, startFrame, pushedFrames) {
      for (let at = 0; at < pushedFrames; at += cellFrames) {
        const count = Math.min(cellFrames, pushedFrames - at);
        const split = endOf(hop) - cell * cellFrames;
        const isLast = hop < hops && split <= count;
        for (const { bank, isHeard, energies, lasts } of groups) {
          if (isHeard) {
            if (isLast) {
              bank.push(inputs, startFrame + at, split);
              lasts[hop] = bank.takeEnergy();
              bank.push(inputs, startFrame + at + split, count - split);
              energies[cell] = lasts[hop]! + bank.takeEnergy();
            } else {
              bank.push(inputs, startFrame + at, count);
              energies[cell] = bank.takeEnergy();
            }
          }
        }
        hop += isLast ? 1 : 0;
        cell += 1;
      }
    },
    predictLufs(driveDb, reductionsDb) {
      hopEnergies.fill(0);
      groups.forEach(({ energies, lasts }, g) => {
        const reductions = reductionsDb[g]!;
        let to = 0;
        let end = endOf(0);
        for (let k = 0; k < energies.length; k++) {
          const power = meanPower(reductions, k * NODES_PER_CELL);
          const isLast = to < hops && end <= (k + 1) * cellFrames;
          const energy = isLast ? lasts[to]! : energies[k]!;
          hopEnergies[to] = hopEnergies[to]! + energy * power;
          if (isLast) {
            to += 1;
            end = endOf(to);
            hopEnergies[to] = hopEnergies[to]! + (energies[k]! - energy) * power;
          }
        }
      });
      const scale = dbToPower(driveDb);
      for (let k = 0; k < blocks; k++) {
        const energy = hopEnergies[k]! + hopEnergies[k + 1]! + hopEnergies[k + 2]! + hopEnergies[k + 3]!;
        if (!(energy < Infinity)) {
          return Infinity;
        }
        blockPowers[k] = (energy * scale) / (endOf(k + HOPS_PER_BLOCK - 1) - (k === 0 ? 0 : endOf(k - 1)));
      }
      return gatedLufs(blockPowers, blocks);
    },
  };
}

/** @throws InputError `audio.scale` where the audio is so loud that its power is no number: nothing can be aimed at from there */
export function checkScale(plainLufs: number): void {
  if (!(plainLufs < Infinity)) {
    throw new InputError(
      'audio.scale',
      'the audio is too loud to be measured',
      'scale it to ±1 first: floats at the scale of integers?',
      '',
    );
  }
}

/** How many from 0 on fulfil it, given a number near that. */
function countWhile(fulfils: (n: number) => boolean, near: number): number {
  let count = Math.max(0, near - 1);
  while (fulfils(count)) {
    count += 1;
  }
  return count;
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
