// Which track is which channel of which pack: the one solution that uses all of them. @source BS.2127-1 §5.2 (reference matching)

/** A pack that may be chosen, by the references that tracks of it have. */
export interface PackPattern {
  /** admKey of the pack that objects refer to. */
  readonly packKey: string;
  readonly channels: readonly PatternChannel[];
}

export interface PatternChannel {
  /** admKey of the channel that its track refers to. */
  readonly channelKey: string;
  /** admKeys of the packs any of which its track may refer to. */
  readonly packKeys: ReadonlySet<string>;
}

export interface TrackReference {
  readonly channelKey: string;
  readonly packKey: string;
}

/** A chosen pack: for each channel of the pattern the index of its track, or −1 for silence. */
export interface AllocatedPack<P extends PackPattern> {
  readonly pattern: P;
  readonly tracks: readonly number[];
}

export type Allocation<P extends PackPattern> =
  { readonly kind: 'one'; readonly packs: readonly AllocatedPack<P>[] } | { readonly kind: 'conflicting' | 'ambiguous' | 'too-complex' };

/** Comparisons of a track with a channel; references that make sense need some thousands. */
const MAX_COMPARISONS = 20_000_000;
/** The search recurses once a track. */
const MAX_TRACKS = 2048;
const EMPTY = -2;
const SILENT = -1;

interface OpenPack<P extends PackPattern> {
  readonly pattern: P;
  readonly tracks: number[];
}

/**
 * Assigns every track to a channel so that every chosen pack is complete: each track refers to its channel and to a pack on the way to it; a
 * silent track may be any channel. Tracks are taken in order, each opening a pack or filling one that is open, so that no solution is found
 * twice.
 * @param packReferences admKeys of the packs that must be used, each once; undefined: any, any number of times (a file with chna only)
 */
export function allocatePacks<P extends PackPattern>(
  patterns: readonly P[],
  tracks: readonly TrackReference[],
  silentTracks: number,
  packReferences: readonly string[] | undefined,
): Allocation<P> {
  if (tracks.length > MAX_TRACKS) {
    return { kind: 'too-complex' };
  }
  const usable = patterns.filter((pattern) => pattern.channels.length > 0);
  const remaining = packReferences === undefined ? undefined : countOf(packReferences);
  const open: OpenPack<P>[] = [];
  const solutions: AllocatedPack<P>[][] = [];
  let emptyChannels = 0;
  let comparisons = 0;

  const fits = (track: TrackReference, channel: PatternChannel): boolean => {
    comparisons++;
    return channel.channelKey === track.channelKey && channel.packKeys.has(track.packKey);
  };
  const isDone = (): boolean => solutions.length > 1 || comparisons > MAX_COMPARISONS;

  const openPack = (pattern: P): OpenPack<P> => {
    const pack = { pattern, tracks: pattern.channels.map(() => EMPTY) };
    open.push(pack);
    emptyChannels += pattern.channels.length;
    remaining?.set(pattern.packKey, remaining.get(pattern.packKey)! - 1);
    return pack;
  };
  const closePack = (pattern: P): void => {
    open.pop();
    emptyChannels -= pattern.channels.length;
    remaining?.set(pattern.packKey, remaining.get(pattern.packKey)! + 1);
  };
  const isAllowed = (pattern: P): boolean => remaining === undefined || (remaining.get(pattern.packKey) ?? 0) > 0;

  /** Could each channel of a new pack still find a track of those from `next` on, or silence? */
  const isPossible = (pattern: P, next: number): boolean => {
    if (!isAllowed(pattern) || emptyChannels + pattern.channels.length > tracks.length - next + silentTracks) {
      return false;
    }
    let unmatched = 0;
    for (const channel of pattern.channels) {
      let found = false;
      for (let k = next; k < tracks.length && !found; k++) {
        found = fits(tracks[k]!, channel);
      }
      unmatched += found ? 0 : 1;
    }
    return unmatched <= silentTracks;
  };

  const place = (track: number): void => {
    if (isDone() || emptyChannels > tracks.length - track + silentTracks) {
      return;
    }
    if (track === tracks.length) {
      placeSilence();
      return;
    }
    const reference = tracks[track]!;
    const putInto = (pack: OpenPack<P>): void => {
      const at = pack.pattern.channels.findIndex((channel, k) => pack.tracks[k] === EMPTY && fits(reference, channel));
      if (at >= 0) {
        pack.tracks[at] = track;
        emptyChannels--;
        place(track + 1);
        emptyChannels++;
        pack.tracks[at] = EMPTY;
      }
    };
    // Packs that are tried below are closed again: those open now are the first `before`.
    const before = open.length;
    for (let k = 0; k < before; k++) {
      putInto(open[k]!);
      if (isDone()) {
        return;
      }
    }
    for (const pattern of usable) {
      if (pattern.channels.some((channel) => fits(reference, channel)) && isPossible(pattern, track)) {
        putInto(openPack(pattern));
        closePack(pattern);
        if (isDone()) {
          return;
        }
      }
    }
  };

  /** All tracks are placed: silence fills what is open, then whole packs that are left. */
  const placeSilence = (): void => {
    const whole: P[] = [];
    let needed = emptyChannels;
    for (const [key, count] of remaining ?? []) {
      for (let k = 0; k < count; k++) {
        const pattern = usable.find((candidate) => candidate.packKey === key);
        if (pattern === undefined) {
          return;
        }
        whole.push(pattern);
        needed += pattern.channels.length;
      }
    }
    if (needed === silentTracks) {
      const filled = open.map(({ pattern, tracks: placed }) => ({
        pattern,
        tracks: placed.map((value) => (value === EMPTY ? SILENT : value)),
      }));
      solutions.push([...filled, ...whole.map((pattern) => ({ pattern, tracks: pattern.channels.map(() => SILENT) }))]);
    }
  };

  place(0);
  const [only] = solutions;
  if (comparisons > MAX_COMPARISONS && solutions.length < 2) {
    return { kind: 'too-complex' };
  }
  return only === undefined ? { kind: 'conflicting' } : solutions.length > 1 ? { kind: 'ambiguous' } : { kind: 'one', packs: only };
}

function countOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
