import type { Warn } from '../base/index.ts';
import { readAdmChunks } from '../formats/adm/index.ts';
import type { AdmChunks, AdmLabel, AudioProgramme, ChunkTable } from '../formats/adm/index.ts';
import type { RenderingItem } from '../scene/adm/index.ts';
import { readDbmdChunk, withHeadphoneModes } from './headphoneModes.ts';
import { selectItems } from './selection/selectItems.ts';
import { selectProgramme } from './selection/selectObjects.ts';
import type { SelectItemsOptions } from './selection/selectItems.ts';

/** A programme that can be asked for by its id. */
export interface ProgrammeName {
  readonly id: string;
  readonly name: string;
  readonly language?: string | undefined;
  readonly labels: readonly AdmLabel[];
}

/** An ADM file, ready to render. */
export interface OpenedAdm extends AdmChunks {
  readonly items: readonly RenderingItem[];
  /** All that can be asked for. */
  readonly programmes: readonly ProgrammeName[];
  /** The one that `items` are of; undefined in a file without programmes. */
  readonly programme: ProgrammeName | undefined;
}

/** What of an opened WAVE file is needed. */
export interface AdmWave extends ChunkTable {
  readonly format: { readonly channels: number };
}

/**
 * Reads the ADM metadata of an opened WAVE file and selects what is to be rendered; undefined where the file has none.
 * @param bytes of the file; not read any more afterwards
 * @throws InputError `adm.no-chna`, and those of parseAdm, parseChna and selectItems
 */
export function openAdm(
  bytes: Parameters<typeof readAdmChunks>[0],
  wave: AdmWave,
  warn: Warn,
  options: SelectItemsOptions = {},
): OpenedAdm | undefined {
  const chunks = readAdmChunks(bytes, wave, warn, { strict: options.strict ?? false });
  if (chunks === undefined) {
    return undefined;
  }
  const { document } = chunks;
  const dbmd = readDbmdChunk(bytes, wave, options.strict ?? false, warn);
  const items = withHeadphoneModes(selectItems(document, chunks.chna, options, wave.format.channels, warn), dbmd);
  const selected = selectProgramme(options.programmeId, document);
  return {
    ...chunks,
    items,
    programmes: document.audioProgrammes.map(nameOf),
    programme: selected === undefined ? undefined : nameOf(selected),
  };
}

function nameOf({ id, name, language, labels }: AudioProgramme): ProgrammeName {
  return { id, name, language, labels };
}
