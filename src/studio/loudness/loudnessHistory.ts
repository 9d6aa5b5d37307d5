/** Places along the programme. */
const PLACES = 280;

/** What was heard, by where it was heard; −Infinity where nothing was yet. */
export interface LoudnessHistory {
  readonly values: Float32Array;
  /** Forgets everything when what is heard is another thing. */
  follow(what: string, lengthSec: number): void;
  write(sec: number, lufs: number): void;
}

export function createLoudnessHistory(): LoudnessHistory {
  const values = new Float32Array(PLACES).fill(-Infinity);
  let followed = '';
  let endSec = 0;
  let last = -1;
  return {
    values,
    follow: (what, lengthSec) => {
      const key = `${what} ${lengthSec}`;
      if (key !== followed) {
        followed = key;
        endSec = lengthSec;
        last = -1;
        values.fill(-Infinity);
      }
    },
    write: (sec, lufs) => {
      if (endSec <= 0) {
        return;
      }
      const place = Math.min(PLACES - 1, Math.max(0, Math.floor((sec / endSec) * PLACES)));
      // A slow page skips places: they take the value too, but not after a seek.
      const from = last >= 0 && place > last && place - last < 4 ? last + 1 : place;
      values.fill(lufs, from, place + 1);
      last = place;
    },
  };
}
