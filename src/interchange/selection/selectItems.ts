import { InputError, dbToGain } from '../../base/index.ts';
import type { Warn } from '../../base/index.ts';
import { admKey } from '../../formats/adm/index.ts';
import type { AdmDocument, AudioBlockFormat, AudioPackFormat, ChnaTrack } from '../../formats/adm/index.ts';
import type { HoaItem, RenderingItem, TrackSpec } from '../../scene/adm/index.ts';
import { AdmIndex } from './admIndex.ts';
import { selectObjectPacks, selectTrackPacks } from './allocateTracks.ts';
import type { SelectedPack } from './allocateTracks.ts';
import { fitBlockTimes } from './blockTiming.ts';
import { hoaBlock, hoaPackValues } from './hoaPacks.ts';
import { additionOf, directSpeakersMetadata, objectMetadata } from './itemMetadata.ts';
import type { ObjectAddition } from './itemMetadata.ts';
import { packChannels } from './packPaths.ts';
import { noteOtherProgrammes, selectObjectPaths, selectProgramme } from './selectObjects.ts';
import type { ObjectPath } from './selectObjects.ts';
import { joinTracks } from './tracks.ts';
import { validateStructure } from './validateStructure.ts';

export interface SelectItemsOptions {
  /** `APR_1002`. Default: the only programme, or that with the lowest id. */
  readonly programmeId?: string | undefined;
  /** Members to hear of groups of complementary objects. Default: the first of each group. */
  readonly complementaryObjectIds?: readonly string[] | undefined;
  /** 0 … 10: objects, packs and blocks of less importance are left out. Default: all are heard. */
  readonly importanceThreshold?: number | undefined;
  /**
   * Blocks that overlap, leave gaps, interpolate longer than they last or reach beyond their object are always reported. True repairs their
   * times; false leaves them as they are, and the renderer refuses all but gaps. Default: what is not more than a millisecond is taken
   * for rounding and repaired.
   */
  readonly timingFix?: boolean | undefined;
  /** Understands Dolby's room-centric labels (`RC_L`, `RC_LFE`, …) as those of BS.2051. Default true. */
  readonly roomCentricLabels?: boolean | undefined;
  /** Whatever the standard does not allow is an error, also what is understood: in the document, the chna and the dbmd chunk. */
  readonly strict?: boolean | undefined;
}

/** Blocks and components of all items: an object may be reached many times. */
const MAX_PARTS = 2_000_000;

/**
 * What of an ADM document is to be rendered, from which tracks: programme, contents, objects, packs, channels. A document without objects
 * (an empty one where there is only a chna chunk) gives all tracks.
 * @param fileChannels of the audio that chna's tracks index
 * @throws InputError by the id of the element that is wrong: `adm.unresolved`, `adm.loop`, `adm.conflicting`, `adm.ambiguous`, `adm.track`,
 *   `adm.binaural`, and those of the structure (`adm.pack-type`, `adm.hoa`, `adm.matrix`, …)
 * @source ITU-R BS.2127-1 §5.2
 */
export function selectItems(
  document: AdmDocument,
  chna: readonly ChnaTrack[],
  options: SelectItemsOptions,
  fileChannels: number,
  warn: Warn,
): RenderingItem[] {
  const index = new AdmIndex(document, warn, options.strict ?? false);
  validateStructure(index);
  const tracks = joinTracks(chna, fileChannels, index);
  const build = (pack: SelectedPack, path: ObjectPath | undefined): RenderingItem[] => new ItemBuilder(index, options, path).items(pack);
  if (document.audioProgrammes.length === 0 && document.audioObjects.length === 0) {
    return selectTrackPacks(tracks.all(), index).flatMap((pack) => build(pack, undefined));
  }
  const programme = selectProgramme(options.programmeId, document);
  if (options.programmeId === undefined) {
    noteOtherProgrammes(programme, index);
  }
  const paths = selectObjectPaths(programme, options.complementaryObjectIds ?? [], index);
  const items: RenderingItem[] = [];
  let parts = 0;
  for (const path of paths) {
    const object = path.objects.at(-1)!;
    for (const pack of selectObjectPacks(object, tracks.find, index)) {
      for (const item of build(pack, path)) {
        items.push(item);
        parts += item.kind === 'hoa' ? item.tracks.length : 1 + item.blocks.length;
      }
      if (parts > MAX_PARTS) {
        throw new InputError(
          'adm.too-large',
          `with it there are more than ${MAX_PARTS} blocks to render`,
          'use objects less often',
          object.id,
        );
      }
    }
  }
  if (items.length === 0) {
    index.note('adm.silent', 'nothing in it is to be rendered', programme?.id ?? document.root);
  }
  return items;
}

/** Items of one object (or of a file without objects). */
class ItemBuilder {
  readonly #index: AdmIndex;
  readonly #options: SelectItemsOptions;
  readonly #path: ObjectPath | undefined;
  readonly #addition: ObjectAddition;

  constructor(index: AdmIndex, options: SelectItemsOptions, path: ObjectPath | undefined) {
    this.#index = index;
    this.#options = options;
    this.#path = path;
    this.#addition = additionOf(path);
  }

  items(selected: SelectedPack): RenderingItem[] {
    const { pack } = selected;
    if (pack.type !== 'Objects' && this.#addition.positionOffset !== undefined) {
      const fact = `has a positionOffset, and its pack ${pack.id} is of type ${pack.type}, which cannot be moved`;
      throw new InputError('adm.position-offset', fact, 'take the positionOffset out', this.#at(pack));
    }
    switch (pack.type) {
      case 'Objects':
      case 'DirectSpeakers':
        return this.#singleChannels(selected);
      case 'HOA': {
        const item = this.#hoa(selected);
        return this.#isHeard(item.importance) ? [item] : [];
      }
      case 'Binaural':
      case 'Matrix':
        throw new InputError(
          'adm.binaural',
          `its pack ${pack.id} is of type ${pack.type}, which BS.2127 does not render`,
          'choose a programme without it',
          this.#at(pack),
        );
    }
  }

  #singleChannels({ pack, channels }: SelectedPack): RenderingItem[] {
    const paths = new Map(packChannels(pack, this.#index).map(({ channel, packs }) => [admKey(channel.id), packs]));
    return channels.flatMap(({ channel, track }): RenderingItem[] => {
      const packs = paths.get(admKey(channel.id)) ?? [pack];
      const base = { ...this.#base(packs, channel.audioBlockFormats), id: channel.id, name: channel.name, track };
      if (!this.#isHeard(base.importance)) {
        return [];
      }
      if (channel.audioBlockFormats.length === 0) {
        this.#index.odd('adm.no-blocks', 'has no audioBlockFormat and is silent', channel.id);
        return [];
      }
      const { timingFix } = this.#options;
      const repair = timingFix === undefined ? 'rounding' : timingFix ? 'all' : 'none';
      const blocks = fitBlockTimes(channel.audioBlockFormats, base.objectDuration, repair, channel.id, this.#index);
      if (channel.type === 'Objects') {
        return [
          {
            kind: 'objects',
            ...base,
            blocks: blocks.flatMap((block) =>
              block.type === 'Objects'
                ? [
                    {
                      id: block.id,
                      rtime: block.rtime,
                      duration: block.duration,
                      jumpPosition: block.jumpPosition,
                      interpolationLength: block.interpolationLength,
                      metadata: objectMetadata(block, this.#addition, !this.#isHeard(block.importance ?? 10), this.#index),
                    },
                  ]
                : [],
            ),
          },
        ];
      }
      return [
        {
          kind: 'directSpeakers',
          ...base,
          blocks: blocks.flatMap((block) =>
            block.type === 'DirectSpeakers'
              ? [
                  {
                    id: block.id,
                    rtime: block.rtime,
                    duration: block.duration,
                    metadata: directSpeakersMetadata(
                      block,
                      channel,
                      packs,
                      this.#addition,
                      !this.#isHeard(block.importance ?? 10),
                      this.#options.roomCentricLabels ?? true,
                    ),
                  },
                ]
              : [],
          ),
        },
      ];
    });
  }

  #hoa({ pack, channels }: SelectedPack): HoaItem {
    const components = packChannels(pack, this.#index);
    const values = hoaPackValues(pack, components);
    if (values.nfcRefDist !== 0) {
      this.#index.note('adm.hoa-nfc', `its nfcRefDist of ${values.nfcRefDist} m is not compensated, as BS.2127 has it`, pack.id);
    }
    if (values.screenRef) {
      this.#index.note('adm.hoa-screen', 'its screenRef is not followed, as BS.2127 has it', pack.id);
    }
    const trackOf = new Map<string, TrackSpec>(channels.map(({ channel, track }) => [admKey(channel.id), track]));
    const blocks = components.map(({ channel }) => hoaBlock(channel));
    const objectGain = this.#addition.objectMute === true ? 0 : (this.#addition.objectGain ?? 1);
    return {
      kind: 'hoa',
      ...this.#base(
        components.flatMap(({ packs }) => packs),
        blocks,
      ),
      id: pack.id,
      name: pack.name,
      tracks: components.map(({ channel }) => trackOf.get(admKey(channel.id))!),
      orders: blocks.map(({ order }) => order),
      degrees: blocks.map(({ degree }) => degree),
      gains: blocks.map(({ gain, gainUnit }) => (gain === undefined ? 1 : gainUnit === 'dB' ? dbToGain(gain) : gain) * objectGain),
      normalization: values.normalization,
      timing: { rtime: values.rtime, duration: values.duration },
    };
  }

  /** The importance is the least along objects and packs, and not more than that of the most important block. */
  #base(packs: readonly AudioPackFormat[], blocks: readonly AudioBlockFormat[]) {
    const object = this.#path?.objects.at(-1);
    let importance = 0;
    for (const block of blocks) {
      importance = Math.max(importance, block.importance ?? 10);
    }
    for (const { importance: above } of [...(this.#path?.objects ?? []), ...packs]) {
      importance = Math.min(importance, above ?? 10);
    }
    return { objectId: object?.id, objectName: object?.name, objectStart: object?.start, objectDuration: object?.duration, importance };
  }

  #isHeard(importance: number): boolean {
    return importance >= (this.#options.importanceThreshold ?? 0);
  }

  #at(pack: AudioPackFormat): string {
    return this.#path?.objects.at(-1)?.id ?? pack.id;
  }
}
