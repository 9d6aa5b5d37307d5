/**
 * The samples as FLAC's MD5 sees them: interleaved, little-endian, in as few whole bytes as hold them. Returns how many bytes.
 * @source RFC 9639 §8.2
 */
export function packSamples(
  out: Uint8Array,
  samples: readonly (Int32Array | Float64Array)[],
  count: number,
  bitsPerSample: number,
): number {
  const sampleBytes = Math.ceil(bitsPerSample / 8);
  const frameBytes = sampleBytes * samples.length;
  for (let c = 0; c < samples.length; c++) {
    const from = samples[c]!;
    for (let k = 0, at = c * sampleBytes; k < count; k++, at += frameBytes) {
      const sample = from[k]! | 0;
      for (let b = 0; b < sampleBytes; b++) {
        out[at + b] = sample >> (8 * b);
      }
    }
  }
  return count * frameBytes;
}
