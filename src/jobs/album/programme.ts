import type { AudioSource } from '../../audio/index.ts';
import { cos, dbToGain } from '../../base/index.ts';
import type { TrackSpan } from '../../mastering/index.ts';

/** A track as the programme plays it. */
export interface ProgrammeTrack {
  /** Of its run. */
  readonly source: AudioSource;
  /** Its first frame in it. */
  readonly fromFrame: number;
  readonly span: TrackSpan;
  readonly gainDb: number;
  readonly fadeInFrames: number;
  readonly fadeOutFrames: number;
}

/**
 * The album as one stream: tracks at their gains, silence between them. Fades are raised cosines. A gain of 0 dB leaves samples as they are.
 */
export function createProgramme(tracks: readonly ProgrammeTrack[], lengthFrames: number): AudioSource {
  const { channels, sampleRateHz } = tracks[0]!.source;
  return {
    channels,
    sampleRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      for (let c = 0; c < channels; c++) {
        out[c]!.fill(0, outFrame, outFrame + count);
      }
      for (const track of tracks) {
        const { startFrame: first, endFrame: end } = track.span;
        const from = Math.max(first, startFrame);
        const to = Math.min(end, startFrame + count);
        if (to > from) {
          const at = outFrame + from - startFrame;
          track.source.read(out, at, track.fromFrame + from - first, to - from);
          applyLevel(out, channels, at, to - from, from - first, track);
        }
      }
    },
    [Symbol.dispose]() {},
  };
}

function applyLevel(
  out: readonly Float32Array[],
  channels: number,
  at: number,
  count: number,
  frame: number,
  { span, gainDb, fadeInFrames, fadeOutFrames }: ProgrammeTrack,
): void {
  const length = span.endFrame - span.startFrame;
  const gain = dbToGain(gainDb);
  const isFading = frame < fadeInFrames || frame + count > length - fadeOutFrames;
  if (gain === 1 && !isFading) {
    return;
  }
  for (let k = 0; k < count; k++) {
    const level = isFading ? gain * fadeAt(frame + k, fadeInFrames) * fadeAt(length - 1 - frame - k, fadeOutFrames) : gain;
    for (let c = 0; c < channels; c++) {
      out[c]![at + k] = out[c]![at + k]! * level;
    }
  }
}

/** Half a cosine from 0 to 1, point-symmetric about its middle. */
function fadeAt(frame: number, fadeFrames: number): number {
  return frame >= fadeFrames ? 1 : 0.5 - 0.5 * cos((Math.PI * (frame + 0.5)) / fadeFrames);
}
