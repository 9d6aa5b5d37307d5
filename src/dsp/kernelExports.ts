/** What the kernel module exports, one interface a kernel file. Addresses are bytes in the heap's memory. */
export interface MixKernels {
  /** @see wasm/mix.ts */
  mixRamped(
    outputs: number,
    nOutputs: number,
    inputs: number,
    nInputs: number,
    fromGains: number,
    toGains: number,
    startFrame: number,
    lengthFrames: number,
  ): void;
  peakOf(input: number, lengthFrames: number): number;
}

export interface KernelExports extends MixKernels {
  heapBase(): number;
}
