// An object master as plain data: what the Dolby Atmos Master ADM Profile 1.1 has room for, and nothing else.

/** Hundred thousandths of a second: the profile's times have five decimals. */
export type Ticks = number;
export const TICKS_PER_SEC = 100_000;

/** The channels of a bed, in the order that the profile asks for. */
export type BedLabel = 'L' | 'R' | 'C' | 'LFE' | 'Ls' | 'Rs' | 'Lss' | 'Rss' | 'Lrs' | 'Rrs' | 'Lts' | 'Rts';

export interface MasterBed {
  readonly name: string;
  readonly channels: readonly BedLabel[];
}

/** Loudspeakers that an object stays out of: bounds in the room, −1 … 1. */
export interface MasterZone {
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
  readonly minZ: number;
  readonly maxZ: number;
}

/** Where an object is from `startTicks` until the next block starts. */
export interface MasterBlock {
  readonly startTicks: Ticks;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** 0 … 1: width, depth and height in one. */
  readonly size: number;
}

export interface MasterObject {
  readonly name: string;
  /** At least one; the first starts at 0. */
  readonly blocks: readonly MasterBlock[];
  readonly snap: boolean;
  /** Empty: all loudspeakers. */
  readonly zones: readonly MasterZone[];
}

/** Tracks of the file are the beds' channels in order, then the objects. */
export interface ObjectMaster {
  readonly durationTicks: Ticks;
  readonly sampleRateHz: number;
  readonly bitDepth: number;
  readonly beds: readonly MasterBed[];
  readonly objects: readonly MasterObject[];
}
