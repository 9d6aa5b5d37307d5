import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../base/index.ts';
import type { JobPorts } from '../../jobs/index.ts';
import { createFileScratch, createFileSink, openFileBytes } from './files.ts';

/** The jobs' ports in Node: files under their paths, outputs in a folder. */
export function createNodePorts(outputFolder: string): JobPorts {
  return {
    openBytes: openFileBytes,
    createOutput: (name) => createFileSink(join(outputFolder, name)),
    openOutput: (name) => openFileBytes(join(outputFolder, name)),
    createScratch: createFileScratch,
    readHrtf: () => readFileSync(assetPath('hrtf/kemar.bin')),
  };
}

/** A file of public/, from the built command or from the sources. */
function assetPath(name: string): string {
  for (const relative of ['../public/', '../../../public/']) {
    const path = fileURLToPath(new URL(relative + name, import.meta.url));
    if (existsSync(path)) {
      return path;
    }
  }
  throw new InputError('asset.missing', 'is missing from the installation', 'run npm ci again', `public/${name}`);
}
