// The browser's private file system as the jobs see it: synchronous handles, which only workers have. Where there is none, memory.
import { createMemoryByteSink, createMemoryByteSource, type ByteSink, type ByteSource } from '../../src/audio/index.ts';
import { InputError } from '../../src/base/index.ts';
import type { Scratch } from '../../src/jobs/index.ts';

type Handle = FileSystemSyncAccessHandle;

/** A file to write and then read back, with its bytes for the page at the end. */
export interface OutputFile {
  readonly sink: () => ByteSink;
  readonly source: () => ByteSource;
  /** What was committed, for the page. Closes the file. */
  take(): Promise<Blob>;
  close(): void;
}

async function openHandle(name: string): Promise<{ handle: Handle; file: FileSystemFileHandle } | undefined> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('work', { create: true });
    const file = await folder.getFileHandle(name, { create: true });
    const handle = await file.createSyncAccessHandle();
    handle.truncate(0);
    return { handle, file };
  } catch {
    return undefined;
  }
}

/** @param name unique among the files open at a time */
export async function openOutputFile(name: string): Promise<OutputFile> {
  const opened = await openHandle(name);
  if (opened === undefined) {
    let memory = createMemoryByteSink(name);
    return {
      sink: () => (memory = createMemoryByteSink(name)),
      source: () => createMemoryByteSource(memory.bytes(), name),
      take: async () => new Blob([memory.bytes() as Uint8Array<ArrayBuffer>]),
      close() {},
    };
  }
  const { handle, file } = opened;
  let open = true;
  const close = (): void => {
    if (open) {
      open = false;
      handle.close();
    }
  };
  return {
    sink: () => createHandleSink(handle, name),
    source: () => ({
      name,
      lengthBytes: handle.getSize(),
      read: (out, offset) => handle.read(out as Uint8Array<ArrayBuffer>, { at: offset }),
      [Symbol.dispose]() {},
    }),
    async take() {
      close();
      return file.getFile();
    },
    close,
  };
}

function createHandleSink(handle: Handle, name: string): ByteSink {
  let length = 0;
  let committed = false;
  handle.truncate(0);
  const put = (bytes: Uint8Array, offset: number): void => writeAll(handle, bytes, offset, name);
  return {
    name,
    write(bytes) {
      put(bytes, length);
      length += bytes.length;
    },
    patch: put,
    commit() {
      handle.flush();
      committed = true;
    },
    abort() {
      if (!committed) {
        handle.truncate(0);
      }
    },
  };
}

function writeAll(handle: Handle, bytes: Uint8Array, offset: number, name: string): void {
  let written = 0;
  try {
    written = handle.write(bytes as Uint8Array<ArrayBuffer>, { at: offset });
  } catch {
    // Falls through to the one answer for a store that cannot take more.
  }
  if (written !== bytes.length) {
    throw new InputError(
      'disk.full',
      'the browser has no more room for files',
      'free some disk space, or render fewer files at a time',
      name,
    );
  }
}

/** Memory for what OPFS would hold, in pieces, so that it can grow without copying. */
const PIECE_BYTES = 1 << 22;

export async function openScratch(name: string): Promise<Scratch> {
  const opened = await openHandle(name);
  if (opened !== undefined) {
    const { handle } = opened;
    let open = true;
    return {
      write: (bytes, offset) => writeAll(handle, bytes, offset, 'scratch'),
      read: (out, offset) => handle.read(out as Uint8Array<ArrayBuffer>, { at: offset }),
      [Symbol.dispose]() {
        if (open) {
          open = false;
          handle.truncate(0);
          handle.close();
        }
      },
    };
  }
  const pieces: Uint8Array[] = [];
  const each = (length: number, offset: number, visit: (piece: Uint8Array, at: number, from: number, count: number) => void): void => {
    for (let done = 0; done < length;) {
      const index = Math.floor((offset + done) / PIECE_BYTES);
      const at = (offset + done) % PIECE_BYTES;
      const count = Math.min(length - done, PIECE_BYTES - at);
      visit((pieces[index] ??= new Uint8Array(PIECE_BYTES)), at, done, count);
      done += count;
    }
  };
  return {
    write: (bytes, offset) => each(bytes.length, offset, (piece, at, from, count) => piece.set(bytes.subarray(from, from + count), at)),
    read(out, offset) {
      each(out.length, offset, (piece, at, from, count) => out.set(piece.subarray(at, at + count), from));
      return out.length;
    },
    [Symbol.dispose]() {
      pieces.length = 0;
    },
  };
}
