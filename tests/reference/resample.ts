/** Twin of dsp/wasm/resample.ts: out[m] = Σ row[phase][j] · input[position + j], with position and phase from exact whole numbers. */
export function resample(
  input: Float64Array,
  bank: Float64Array,
  phases: number,
  taps: number,
  phase: number,
  stepFrames: number,
  stepPhases: number,
  lengthFrames: number,
  rows = phases,
): Float32Array {
  return Float32Array.from({ length: lengthFrames }, (_, m) => {
    const place = phase + m * stepPhases;
    const position = m * stepFrames + Math.floor(place / phases);
    const row = ((place % phases) * rows) / phases;
    const part = row - Math.floor(row);
    const dot = (r: number): number => {
      let sum = 0;
      for (let j = 0; j < taps; j++) {
        sum += bank[r * taps + j]! * input[position + j]!;
      }
      return sum;
    };
    return dot(Math.floor(row)) * (1 - part) + (part === 0 ? 0 : dot(Math.floor(row) + 1) * part);
  });
}
