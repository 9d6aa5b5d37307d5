// The grid of time on which inserts change: what every insert's `process` has in common.
import { TICK_FRAMES } from './types.ts';

/** How often faded states are set to zero: the longest piece. */
export const SETTLE_FRAMES = 4 * TICK_FRAMES;

/** What an insert does at the ticks and between them. */
export interface TickWork {
  beginTick(): void;
  /** Whether pieces have to end with the tick under way. */
  isChanging(): boolean;
  /** Frames [startFrame, startFrame + lengthFrames) of the channels, beginning `tickFrame` frames into a tick; never across SETTLE_FRAMES. */
  run(channelTable: number, startFrame: number, lengthFrames: number, tickFrame: number): void;
  endTick(): void;
  /** Every SETTLE_FRAMES, at the end of a tick. */
  settle(): void;
}

export interface TickLoop {
  /** @see Processor.process */
  process(channelTable: number, lengthFrames: number, startFrame?: number): void;
  /** Frame 0 again. */
  restart(): void;
}

/** Divides the frames of every call into pieces that depend on how many frames there have been, and not on the calls. */
export function createTickLoop(work: TickWork, maxPieceFrames = SETTLE_FRAMES): TickLoop {
  let frame = 0;
  return {
    process(channelTable, lengthFrames, startFrame = 0) {
      let done = 0;
      while (done < lengthFrames) {
        const tickFrame = frame % TICK_FRAMES;
        if (tickFrame === 0) {
          work.beginTick();
        }
        const rest = work.isChanging() ? TICK_FRAMES - tickFrame : SETTLE_FRAMES - frame;
        const n = Math.min(lengthFrames - done, rest, maxPieceFrames);
        work.run(channelTable, startFrame + done, n, tickFrame);
        frame += n;
        done += n;
        if (frame % TICK_FRAMES === 0) {
          work.endTick();
        }
        if (frame === SETTLE_FRAMES) {
          frame = 0;
          work.settle();
        }
      }
    },
    restart() {
      frame = 0;
    },
  };
}

/** Numbers on their way from old settings to new ones, in a straight line. */
export interface Glide {
  /** Where they are at the end of the tick under way, and where they were at its beginning. */
  readonly now: Float64Array;
  readonly before: Float64Array;
  /** Whether this tick is one of a move. */
  readonly isMoving: boolean;
  /** Whether there is a move, or one waits for the next tick. */
  readonly isChanging: boolean;
  /** To be there at once. */
  settle(numbers: ArrayLike<number>): void;
  /** To be there after a whole move, which begins at the next tick, or when the move under way has ended. */
  aim(numbers: ArrayLike<number>): void;
  /** Returns whether a move begins. */
  beginTick(): boolean;
  endTick(): void;
}

/** @param moveFrames a whole number of ticks. @see smoothingFrames */
export function createGlide(count: number, moveFrames: number): Glide {
  const wanted = new Float64Array(count);
  const origin = new Float64Array(count);
  const goal = new Float64Array(count);
  const now = new Float64Array(count);
  const before = new Float64Array(count);
  let isPending = false;
  let moveFrame = moveFrames;
  return {
    now,
    before,
    get isMoving() {
      return moveFrame < moveFrames;
    },
    get isChanging() {
      return isPending || moveFrame < moveFrames;
    },
    settle(numbers) {
      goal.set(numbers);
      now.set(numbers);
      before.set(numbers);
      isPending = false;
      moveFrame = moveFrames;
    },
    aim(numbers) {
      wanted.set(numbers);
      isPending = true;
    },
    beginTick() {
      const begins = isPending && moveFrame === moveFrames;
      if (begins) {
        isPending = false;
        moveFrame = 0;
        origin.set(now);
        goal.set(wanted);
      }
      before.set(now);
      if (moveFrame < moveFrames) {
        const reached = (moveFrame + TICK_FRAMES) / moveFrames;
        for (let k = 0; k < count; k++) {
          now[k] = reached >= 1 ? goal[k]! : origin[k]! + (goal[k]! - origin[k]!) * reached;
        }
      }
      return begins;
    },
    endTick() {
      if (moveFrame < moveFrames) {
        moveFrame += TICK_FRAMES;
      }
    },
  };
}
