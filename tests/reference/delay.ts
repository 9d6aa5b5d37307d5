/** The value `delay` ≥ 1 frames before frame n: the cubic through the two frames on either side. Frames before the first are zero. */
export function lagrangeDelayed(signal: ArrayLike<number>, n: number, delay: number): number {
  const whole = Math.floor(delay);
  const t = delay - whole;
  const points = [-1, 0, 1, 2];
  return points.reduce((sum, point) => {
    const weight = points.reduce((product, other) => (other === point ? product : (product * (t - other)) / (point - other)), 1);
    return sum + weight * (signal[n - whole - point] ?? 0);
  }, 0);
}
