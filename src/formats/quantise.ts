/** sample × fullScale, rounded half away from zero, clipped to [−fullScale, fullScale − 1]; NaN is 0. */
export function quantise(sample: number, fullScale: number): number {
  const scaled = sample * fullScale;
  if (scaled >= fullScale - 1) {
    return fullScale - 1;
  }
  return scaled <= -fullScale ? -fullScale : (scaled < 0 ? scaled - 0.5 : scaled + 0.5) | 0;
}
