export * from './assertNever.ts';
export * from './biquadDesign.ts';
export * from './errors.ts';
export * from './math.ts';
export * from './prng.ts';
export * from './rational.ts';
export * from './units.ts';
export * from './warnings.ts';
