// Blocks of an object in time, to spans of frames with gain ramps. All times exact. @source BS.2127-1, 7.2 (block timing and interpolation)
import {
  InputError,
  addRational,
  compareRational,
  firstFrameAt,
  rational,
  subtractRational,
  ZERO,
  type Rational,
} from '../../base/index.ts';

/** When an audioBlockFormat of type Objects holds, relative to its audioObject. */
export interface ObjectBlockTiming {
  /** Both or neither; neither: the whole object. */
  readonly rtime?: Rational | undefined;
  readonly duration?: Rational | undefined;
  readonly jumpPosition?: boolean | undefined;
  /** With jumpPosition only. Default 0. */
  readonly interpolationLength?: Rational | undefined;
}

/**
 * Frames [startFrame, endFrame) of an object. Frame startFrame + i has the gains (1 − p) · previous + p · own, where
 * p = startRatio + i · stepRatio: `previous` are the gains of block `block − 1`, `own` those of block `block`.
 */
export interface GainSegment {
  readonly block: number;
  readonly startFrame: number;
  /** Infinity where the object has no end. */
  readonly endFrame: number;
  readonly startRatio: number;
  /** 0: constant. */
  readonly stepRatio: number;
}

export interface ObjectTiming {
  readonly start?: Rational | undefined;
  readonly duration?: Rational | undefined;
}

/**
 * The segments of an object's blocks, in order, without overlap; the object is silent between them. A ramp starts only where the previous
 * block ends at exactly the same time.
 * @param at for messages: the channel's id
 * @throws InputError `block.timing` (rtime without duration or the reverse), `block.overlap`, `block.beyond-object`, `block.interpolation`
 */
export function planGainSegments(blocks: readonly ObjectBlockTiming[], object: ObjectTiming, sampleRateHz: number, at = ''): GainSegment[] {
  const objectStart = object.start ?? ZERO;
  const objectEnd = object.duration === undefined ? undefined : addRational(objectStart, object.duration);
  const segments: GainSegment[] = [];
  let previousEnd: Rational | undefined;
  blocks.forEach((block, index) => {
    const where = `${at === '' ? '' : `${at} `}block ${index + 1}`;
    const { start, end } = blockSpan(block, objectStart, objectEnd, where);
    if (index > 0 && (previousEnd === undefined || compareRational(start, previousEnd) < 0)) {
      throw new InputError('block.overlap', 'the block starts before the one before it ends', 'fix rtime or duration', where);
    }
    const isContinued = previousEnd !== undefined && compareRational(start, previousEnd) === 0;
    const target = interpolationTarget(block, start, end, where);
    const startFrame = firstFrameAt(start, sampleRateHz);
    const endFrame = end === undefined ? Infinity : firstFrameAt(end, sampleRateHz);
    let steadyFrame = startFrame;
    if (isContinued && compareRational(target, start) > 0) {
      steadyFrame = firstFrameAt(target, sampleRateHz);
      pushRamp(segments, index, start, target, startFrame, steadyFrame, sampleRateHz);
    }
    if (endFrame > steadyFrame) {
      segments.push({ block: index, startFrame: steadyFrame, endFrame, startRatio: 1, stepRatio: 0 });
    }
    previousEnd = end;
  });
  return segments;
}

function blockSpan(
  block: ObjectBlockTiming,
  objectStart: Rational,
  objectEnd: Rational | undefined,
  at: string,
): { readonly start: Rational; readonly end: Rational | undefined } {
  const { rtime, duration } = block;
  if (rtime === undefined && duration === undefined) {
    return { start: objectStart, end: objectEnd };
  }
  if (rtime === undefined || duration === undefined) {
    const [has, lacks] = rtime === undefined ? ['duration', 'rtime'] : ['rtime', 'duration'];
    throw new InputError('block.timing', `the block has ${has} but no ${lacks}`, 'give both or neither', at);
  }
  const start = addRational(objectStart, rtime);
  const end = addRational(start, duration);
  if (objectEnd !== undefined && compareRational(end, objectEnd) > 0) {
    throw new InputError('block.beyond-object', 'the block ends after its audioObject', 'shorten the block or lengthen the object', at);
  }
  return { start, end };
}

/** When the block's own gains are reached. */
function interpolationTarget(block: ObjectBlockTiming, start: Rational, end: Rational | undefined, at: string): Rational {
  if (block.jumpPosition !== true) {
    return end ?? start;
  }
  const target = addRational(start, block.interpolationLength ?? ZERO);
  if (end !== undefined && compareRational(target, end) > 0) {
    throw new InputError('block.interpolation', 'interpolationLength is longer than the block', 'shorten it', at);
  }
  return target;
}

function pushRamp(
  segments: GainSegment[],
  block: number,
  start: Rational,
  target: Rational,
  startFrame: number,
  endFrame: number,
  sampleRateHz: number,
): void {
  const lengthFrames = endFrame - startFrame;
  if (lengthFrames <= 0) {
    return;
  }
  const startRatio = ratioAt(startFrame, start, target, sampleRateHz);
  const endRatio = ratioAt(endFrame, start, target, sampleRateHz);
  segments.push({ block, startFrame, endFrame, startRatio, stepRatio: (endRatio - startRatio) / lengthFrames });
}

/** How far a frame is between two times. */
function ratioAt(frame: number, start: Rational, target: Rational, sampleRateHz: number): number {
  const passed = subtractRational(rational(BigInt(frame), BigInt(sampleRateHz)), start);
  const whole = subtractRational(target, start);
  return Number(passed.numerator * whole.denominator) / Number(passed.denominator * whole.numerator);
}
