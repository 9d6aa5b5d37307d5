/** Quanta that a listening gain takes to a new value: about 20 ms, short for a switch and long enough not to click. */
const GLIDE_QUANTA = 4;

/** A gain on its way to another, linearly, a quantum at a time. */
export interface Glide {
  /** At the beginning and at the end of the present quantum. */
  readonly from: number;
  readonly to: number;
  /** Where it goes from the next quantum on; a new aim begins a new way. */
  aim(target: number): void;
  /** Is there at once. */
  jump(target: number): void;
  /** On to the next quantum. */
  step(): void;
}

export function createGlide(value: number): Glide {
  let from = value;
  let to = value;
  let target = value;
  let left = 0;
  return {
    get from() {
      return from;
    },
    get to() {
      return to;
    },
    aim(next) {
      if (next !== target) {
        target = next;
        left = GLIDE_QUANTA;
      }
    },
    jump(next) {
      from = to = target = next;
      left = 0;
    },
    step() {
      from = to;
      if (left > 0) {
        to = left === 1 ? target : to + (target - to) / left;
        left -= 1;
      }
    },
  };
}
