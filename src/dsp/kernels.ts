import { InputError } from '../base/index.ts';
import type { KernelExports } from './kernelExports.ts';
import { KERNELS_BASE64 } from './wasm/build/kernels.generated.ts';

/** A piece of the kernels' memory: its byte address and the view of it. Views stay valid: the memory never grows. */
export interface F32Block {
  readonly ptr: number;
  readonly view: Float32Array;
}
export interface F64Block {
  readonly ptr: number;
  readonly view: Float64Array;
}
export interface I32Block {
  readonly ptr: number;
  readonly view: Int32Array;
}

/** Zeroed blocks, 16-byte aligned, handed out when a plan is built and never taken back one by one: `mark` and `release` free a whole plan. */
export interface Heap {
  f32(length: number): F32Block;
  f64(length: number): F64Block;
  i32(length: number): I32Block;
  mark(): number;
  release(mark: number): void;
  readonly usedBytes: number;
}

/** One instance of the kernels with a memory of its own: one an engine. */
export interface Kernels {
  readonly run: KernelExports;
  readonly heap: Heap;
}

const PAGE_BYTES = 65536;
let compiled: WebAssembly.Module | undefined;

/**
 * An instance of the kernels. The memory is reserved, not used: pages that nothing touches cost nothing.
 * @throws InputError `engine.memory` from the heap when a plan needs more than `memoryMb`
 */
export function createKernels(memoryMb = 256): Kernels {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS_BASE64), (c) => c.charCodeAt(0)));
  const pages = Math.ceil((memoryMb * 1048576) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const imports = {
    env: {
      memory,
      abort: (): never => {
        throw new Error('a kernel was called with shapes that it cannot have');
      },
    },
  };
  const run = new WebAssembly.Instance(compiled, imports).exports as unknown as KernelExports & {
    readonly __heap_base: { readonly value: number };
  };
  return { run, heap: createHeap(memory.buffer, Math.max(1024, run.heapBase())) };
}

function createHeap(buffer: ArrayBuffer, baseBytes: number): Heap {
  let top = Math.ceil(baseBytes / 16) * 16;
  const take = (bytes: number): number => {
    const ptr = top;
    const next = Math.ceil((top + bytes) / 16) * 16;
    if (next > buffer.byteLength) {
      throw new InputError(
        'engine.memory',
        `the session needs more than the ${Math.round(buffer.byteLength / 1048576)} MB that an engine has`,
        'use fewer elements or inserts, or render in parts',
      );
    }
    top = next;
    new Uint8Array(buffer, ptr, bytes).fill(0);
    return ptr;
  };
  return {
    f32: (length) => {
      const ptr = take(length * 4);
      return { ptr, view: new Float32Array(buffer, ptr, length) };
    },
    f64: (length) => {
      const ptr = take(length * 8);
      return { ptr, view: new Float64Array(buffer, ptr, length) };
    },
    i32: (length) => {
      const ptr = take(length * 4);
      return { ptr, view: new Int32Array(buffer, ptr, length) };
    },
    mark: () => top,
    release: (mark) => {
      top = mark;
    },
    get usedBytes() {
      return top;
    },
  };
}
