import { InputError } from '../base/index.ts';
import { verifyVectors, type VerifyGroup } from '../render/panning/index.ts';
import type { JobPorts } from './ports.ts';

/** One feature of one file of reference vectors. */
export interface VerifiedGroup extends Omit<VerifyGroup, 'largestDeviation'> {
  /** Null: a shape differs, or a number is missing. */
  readonly largestDeviation: number | null;
  readonly passed: boolean;
}

const MAX_VECTORS_BYTES = 256 * 1048576;

/**
 * Our gains against a file of published reference vectors.
 * @throws InputError `vectors.json`, `vectors.shape`, `vectors.too-large` naming the file
 */
export function verifyFile(ports: JobPorts, path: string): readonly VerifiedGroup[] {
  using bytes = ports.openBytes(path);
  if (bytes.lengthBytes > MAX_VECTORS_BYTES) {
    throw new InputError('vectors.too-large', 'is larger than any file of reference vectors', 'name a .json of vectors', bytes.name);
  }
  const text = new Uint8Array(bytes.lengthBytes);
  bytes.read(text, 0);
  return verifyText(new TextDecoder().decode(text), bytes.name);
}

/**
 * The same for a file that has been read.
 * @throws InputError `vectors.json`, `vectors.shape` naming the file
 */
export function verifyText(text: string, name: string): readonly VerifiedGroup[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new InputError('vectors.json', 'is not JSON', 'use an unchanged reference file', name);
  }
  return verifyVectors(parsed, name).map((group) => ({
    ...group,
    largestDeviation: Number.isFinite(group.largestDeviation) ? group.largestDeviation : null,
    passed: group.largestDeviation <= group.tolerance,
  }));
}
