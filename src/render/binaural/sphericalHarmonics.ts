/**
 * Real spherical harmonics up to an order at a unit vector, N3D without the 1/√4π: mean square 1 over the sphere.
 * Index n² + n + m. The polynomials grow by the standard recurrences in z and in (x + iy)^m, no angles needed.
 */
export function sphericalHarmonics(out: Float64Array, order: number, x: number, y: number, z: number): void {
  let re = 1;
  let im = 0;
  let diagonal = 1;
  for (let m = 0; m <= order; m++) {
    if (m > 0) {
      const t = re * x - im * y;
      im = re * y + im * x;
      re = t;
      diagonal *= 2 * m - 1;
    }
    let previous = 0;
    let current = diagonal;
    for (let n = m; n <= order; n++) {
      const scale = Math.sqrt((2 * n + 1) * (m === 0 ? 1 : 2) * factorialRatio(n - m, n + m));
      out[n * n + n + m] = scale * current * re;
      if (m > 0) {
        out[n * n + n - m] = scale * current * im;
      }
      const next = ((2 * n + 1) * z * current - (n + m) * previous) / (n - m + 1);
      previous = current;
      current = next;
    }
  }
}

/** a! / b! for a ≤ b. */
function factorialRatio(a: number, b: number): number {
  let ratio = 1;
  for (let k = a + 1; k <= b; k++) {
    ratio /= k;
  }
  return ratio;
}

/**
 * Coefficients of the smooth function nearest to values at directions, in the sense of least absolute error, so that strays do not bend it.
 * Iteratively re-weighted least squares with a ridge growing as (n(n + 1))².
 * @param directions n × 3   @param weights one a direction, how much each value is trusted
 */
export function fitSmooth(
  directions: Float64Array,
  values: Float64Array,
  weights: Float64Array,
  order: number,
  ridge: number,
): Float64Array {
  const terms = (order + 1) * (order + 1);
  const count = values.length;
  const basis = new Float64Array(count * terms);
  const row = new Float64Array(terms);
  for (let k = 0; k < count; k++) {
    sphericalHarmonics(row, order, directions[3 * k]!, directions[3 * k + 1]!, directions[3 * k + 2]!);
    basis.set(row, k * terms);
  }
  const trust = Float64Array.from(weights);
  let coefficients = new Float64Array(terms);
  for (let round = 0; round < 12; round++) {
    const matrix = new Float64Array(terms * terms);
    const right = new Float64Array(terms);
    let total = 0;
    for (let k = 0; k < count; k++) {
      const w = trust[k]!;
      total += w;
      for (let i = 0; i < terms; i++) {
        const weighted = w * basis[k * terms + i]!;
        right[i] = right[i]! + weighted * values[k]!;
        for (let j = 0; j <= i; j++) {
          matrix[i * terms + j] = matrix[i * terms + j]! + weighted * basis[k * terms + j]!;
        }
      }
    }
    for (let n = 0; n <= order; n++) {
      for (let i = n * n; i < (n + 1) * (n + 1); i++) {
        const degree = n * (n + 1);
        matrix[i * terms + i] = matrix[i * terms + i]! + total * ridge * degree * degree + 1e-12 * total;
      }
    }
    coefficients = solvePositive(matrix, right);
    for (let k = 0; k < count; k++) {
      const residual = Math.abs(values[k]! - dot(basis, k * terms, coefficients));
      trust[k] = weights[k]! / Math.max(residual, 0.02);
    }
  }
  return coefficients;
}

export function evaluateSmooth(coefficients: Float64Array, x: number, y: number, z: number): number {
  const basis = new Float64Array(coefficients.length);
  sphericalHarmonics(basis, Math.round(Math.sqrt(coefficients.length)) - 1, x, y, z);
  return dot(basis, 0, coefficients);
}

function dot(a: Float64Array, at: number, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < b.length; k++) {
    sum += a[at + k]! * b[k]!;
  }
  return sum;
}

/** Cholesky: solves matrix · x = right, the lower triangle of a symmetric positive matrix given and used up. */
function solvePositive(matrix: Float64Array, right: Float64Array): Float64Array<ArrayBuffer> {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) {
        sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      }
      matrix[i * n + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * n + j]!;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) {
      x[i] = x[i]! - matrix[i * n + k]! * x[k]!;
    }
    x[i] = x[i]! / matrix[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) {
      x[i] = x[i]! - matrix[k * n + i]! * x[k]!;
    }
    x[i] = x[i]! / matrix[i * n + i]!;
  }
  return x;
}
