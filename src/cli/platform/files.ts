// Node's files as the jobs see them.
import { closeSync, existsSync, fstatSync, mkdirSync, mkdtempSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ByteSink, ByteSource } from '../../audio/index.ts';
import { InputError } from '../../base/index.ts';
import type { Scratch } from '../../jobs/index.ts';

/** @throws InputError `file.missing`, `file.unreadable` */
export function openFileBytes(path: string): ByteSource {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    throw fileError(error, path);
  }
  const stat = fstatSync(handle);
  if (!stat.isFile()) {
    closeSync(handle);
    throw new InputError('file.not-a-file', 'is not a file', 'name a file', path);
  }
  let open = true;
  return {
    name: basename(path),
    lengthBytes: stat.size,
    read: (out, offset) => readFully(handle, out, offset),
    [Symbol.dispose]() {
      if (open) {
        open = false;
        closeSync(handle);
      }
    },
  };
}

/** A whole text file. @throws InputError as openFileBytes; `file.too-large` */
export function readText(path: string, maxBytes: number): string {
  using bytes = openFileBytes(path);
  if (bytes.lengthBytes > maxBytes) {
    throw new InputError(
      'file.too-large',
      `has ${bytes.lengthBytes} bytes, more than the ${maxBytes} that are read`,
      'name the right file',
      path,
    );
  }
  const text = new Uint8Array(bytes.lengthBytes);
  bytes.read(text, 0);
  return new TextDecoder().decode(text);
}

/** The name that an output has until it is whole. */
export function partialPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
}

/** An output that is written under a temporary name and renamed when whole. */
export function createFileSink(path: string): ByteSink {
  const temporary = partialPath(path);
  let handle: number;
  try {
    makeFolder(dirname(path));
    handle = openSync(temporary, 'w');
  } catch (error) {
    throw fileError(error, path);
  }
  let state: 'open' | 'committed' | 'aborted' = 'open';
  let length = 0;
  const put = (bytes: Uint8Array, offset: number): void => {
    writeFully(handle, bytes, offset, path);
  };
  return {
    name: basename(path),
    write(bytes) {
      put(bytes, length);
      length += bytes.length;
    },
    patch: put,
    commit() {
      state = 'committed';
      closeSync(handle);
      try {
        renameSync(temporary, path);
      } catch (error) {
        removeQuietly(temporary);
        throw fileError(error, path);
      }
    },
    abort() {
      if (state === 'open') {
        state = 'aborted';
        closeSync(handle);
        removeQuietly(temporary);
      }
    },
  };
}

/** One folder after the other: Node's recursive way never ends where the system keeps saying that the parent is missing. */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    return;
  }
  const parent = dirname(path);
  if (parent !== path) {
    makeFolder(parent);
  }
  try {
    mkdirSync(path);
  } catch (error) {
    // Another render may have been first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
}

/** Removes a file that may be gone, or may never have been. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What cannot even be looked up is not there.
  }
}

/** A scratch file in the system's temporary folder, removed with the job or the process. */
export function createFileScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'periphony-'));
  const path = join(folder, 'scratch');
  const handle = openSync(path, 'w+');
  // On POSIX the name can go at once: the space is freed when the process ends, however it ends.
  if (process.platform !== 'win32') {
    rmSync(folder, { recursive: true, force: true });
  }
  let open = true;
  return {
    write(bytes, offset) {
      writeFully(handle, bytes, offset, tmpdir());
    },
    read: (out, offset) => readFully(handle, out, offset),
    [Symbol.dispose]() {
      if (open) {
        open = false;
        closeSync(handle);
        if (existsSync(folder)) {
          rmSync(folder, { recursive: true, force: true });
        }
      }
    },
  };
}

/** Reads until `out` is full or the file ends; returns the bytes that were there. */
function readFully(handle: number, out: Uint8Array, offset: number): number {
  let done = 0;
  while (done < out.length) {
    const count = readSync(handle, out, done, out.length - done, offset + done);
    if (count === 0) {
      break;
    }
    done += count;
  }
  return done;
}

/** @throws InputError naming `at` */
function writeFully(handle: number, bytes: Uint8Array, offset: number, at: string): void {
  try {
    let done = 0;
    while (done < bytes.length) {
      done += writeSync(handle, bytes, done, bytes.length - done, offset + done);
    }
  } catch (error) {
    throw fileError(error, at);
  }
}

/** The system's words for a failed file operation, as ours. */
export function fileError(error: unknown, path: string): InputError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  switch (code) {
    case 'ENOENT':
      return new InputError('file.missing', 'there is no such file', 'check the name and the folder', path);
    case 'EACCES':
    case 'EPERM':
      return new InputError('file.unreadable', 'may not be opened', 'check its permissions', path);
    case 'EISDIR':
      return new InputError('file.not-a-file', 'is a folder', 'name a file', path);
    case 'EFBIG':
    case 'EDQUOT':
    case 'ENOSPC':
      return new InputError(
        'disk.full',
        'the disk is full',
        'free some space or choose another folder; nothing half written was left',
        path,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new InputError('file.not-a-folder', 'is not a folder', 'choose another folder', path);
    default:
      return new InputError('file.failed', `cannot be used (${code === '' ? String(error) : code})`, 'check the file and the disk', path);
  }
}
