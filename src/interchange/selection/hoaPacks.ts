// HOA packs: components that must agree with each other. @source BS.2127-1 §5.2 and §9
import { InputError, compareRational } from '../../base/index.ts';
import type { Rational } from '../../base/index.ts';
import type { AudioPackFormat, HoaBlockFormat } from '../../formats/adm/index.ts';
import type { AdmIndex } from './admIndex.ts';
import { packChannels } from './packPaths.ts';
import type { PackChannel } from './packPaths.ts';

/** What all components of a pack share. */
export interface HoaPackValues {
  readonly normalization: 'N3D' | 'SN3D' | 'FuMa';
  readonly nfcRefDist: number;
  readonly screenRef: boolean;
  readonly rtime?: Rational | undefined;
  readonly duration?: Rational | undefined;
}

/** @throws InputError `adm.hoa` */
export function checkHoaPack(pack: AudioPackFormat, index: AdmIndex): void {
  const seen = new Map<string, string>();
  const channels = packChannels(pack, index);
  for (const { channel } of channels) {
    const block = hoaBlock(channel);
    if (block.equation !== undefined) {
      throw hoaError('has an equation, which has no defined form', block.id);
    }
    const component = `order ${block.order} degree ${block.degree}`;
    const other = seen.get(component);
    if (other !== undefined) {
      throw hoaError(`has ${component} twice, in ${other} and ${channel.id}`, pack.id);
    }
    seen.set(component, channel.id);
  }
  hoaPackValues(pack, channels);
}

/** The values of a component's block, complete. */
export function hoaBlock(channel: PackChannel['channel']): HoaBlockFormat & { readonly order: number; readonly degree: number } {
  const block = channel.audioBlockFormats[0];
  if (channel.audioBlockFormats.length !== 1 || block?.type !== 'HOA') {
    throw hoaError(`is of type HOA and has ${channel.audioBlockFormats.length} audioBlockFormats, not one`, channel.id);
  }
  const { order, degree } = block;
  if (order === undefined || degree === undefined) {
    throw hoaError(`has no ${order === undefined ? 'order' : 'degree'}`, block.id);
  }
  if (order < 0 || order > 50 || Math.abs(degree) > order) {
    throw hoaError(`has order ${order} and degree ${degree}, which do not exist together`, block.id);
  }
  return { ...block, order, degree };
}

/** @throws InputError `adm.hoa` where components or the packs above them contradict each other */
export function hoaPackValues(pack: AudioPackFormat, channels: readonly PackChannel[]): HoaPackValues {
  const normalization = shared(pack, channels, 'normalization', (level) => level.normalization, 'SN3D');
  if (normalization !== 'N3D' && normalization !== 'SN3D' && normalization !== 'FuMa') {
    throw hoaError(`has the normalization ${JSON.stringify(normalization)}, not N3D, SN3D or FuMa`, pack.id);
  }
  const first = channels[0];
  const block = first === undefined ? undefined : hoaBlock(first.channel);
  for (const { channel } of channels) {
    const other = hoaBlock(channel);
    if (!sameTime(other.rtime, block?.rtime) || !sameTime(other.duration, block?.duration)) {
      throw hoaError(`has components of different times: ${first!.channel.id} and ${channel.id}`, pack.id);
    }
  }
  return {
    normalization,
    nfcRefDist: shared(pack, channels, 'nfcRefDist', (level) => level.nfcRefDist, 0),
    screenRef: shared(pack, channels, 'screenRef', (level) => level.screenRef, false),
    rtime: block?.rtime,
    duration: block?.duration,
  };
}

/** The one value of a field that the packs on the way and the block may have; the same for all components. */
function shared<T>(
  pack: AudioPackFormat,
  channels: readonly PackChannel[],
  name: string,
  get: (level: AudioPackFormat | HoaBlockFormat) => T | undefined,
  byDefault: T,
): T {
  let common: T | undefined;
  for (const { channel, packs } of channels) {
    let own: T | undefined;
    for (const level of [...packs, hoaBlock(channel)]) {
      const value = get(level);
      if (value !== undefined && own !== undefined && value !== own) {
        throw hoaError(`has two values of ${name} on the way from ${pack.id} to it: ${String(own)} and ${String(value)}`, channel.id);
      }
      own ??= value;
    }
    const value = own ?? byDefault;
    if (common !== undefined && value !== common) {
      throw hoaError(`has components of different ${name}: ${String(common)}, and ${String(value)} in ${channel.id}`, pack.id);
    }
    common = value;
  }
  return common ?? byDefault;
}

function sameTime(a: Rational | undefined, b: Rational | undefined): boolean {
  return a === undefined || b === undefined ? a === b : compareRational(a, b) === 0;
}

function hoaError(fact: string, at: string): InputError {
  return new InputError('adm.hoa', fact, 'correct it in the program that wrote the file', at);
}
