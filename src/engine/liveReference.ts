import type { AudioSource, ByteSource } from '../audio/index.ts';
import { ignoreWarnings } from '../base/index.ts';
import { createResampledSource } from '../dsp/index.ts';
import { openAudioFile } from '../formats/index.ts';
import type { RenderTarget } from '../render/index.ts';
import type { ReferenceInfo } from './contracts.ts';
import { createReferenceFeed, measureReference, routeReference, type ReferenceFeed } from './referenceFeed.ts';

/** The reference of a live engine: one file at a time, the one that was asked for last. */
export interface LiveReference {
  /**
   * Opens and measures a file; null takes the reference away.
   * @returns null too where another one was asked for meanwhile
   * @throws InputError as openAudioFile; the one before stays
   */
  open(bytes: ByteSource | null): Promise<ReferenceInfo | null>;
  feed(target: RenderTarget, channels: number, sampleRateHz: number): ReferenceFeed | undefined;
}

interface OpenedReference {
  readonly source: AudioSource;
  readonly labels: readonly string[] | undefined;
}

/** @param rest as LiveHost's */
export function createLiveReference(rest: () => Promise<void>): LiveReference {
  let current: OpenedReference | undefined;
  let atRate: AudioSource | undefined;
  let asked = 0;
  const take = (next: OpenedReference | undefined): void => {
    (atRate ?? current?.source)?.[Symbol.dispose]();
    atRate = undefined;
    current = next;
  };
  return {
    async open(bytes) {
      asked += 1;
      const own = asked;
      if (bytes === null) {
        take(undefined);
        return null;
      }
      const { source, channelLabels } = await openAudioFile(bytes, ignoreWarnings);
      const integratedLufs = await measureReference(source, channelLabels, rest);
      if (own !== asked) {
        source[Symbol.dispose]();
        return null;
      }
      take({ source, labels: channelLabels });
      return { channels: source.channels, lengthSec: source.lengthFrames / source.sampleRateHz, integratedLufs };
    },
    feed(target, channels, sampleRateHz) {
      if (current === undefined) {
        return undefined;
      }
      if (atRate?.sampleRateHz !== sampleRateHz) {
        atRate = createResampledSource(current.source, sampleRateHz);
      }
      return createReferenceFeed(atRate, routeReference(current.source.channels, current.labels, target), channels);
    },
  };
}
