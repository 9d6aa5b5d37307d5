/**
 * The engine's step. Gains and places are computed at multiples of it, counted from the session's first frame, and move linearly between;
 * so nothing depends on how many frames a caller pulls at a time. 256 frames are 5.3 ms at 48 kHz.
 */
export const QUANTUM_FRAMES = 256;
