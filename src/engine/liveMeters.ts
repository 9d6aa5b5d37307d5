/** Most elements a live session shows levels for. */
export const METER_ELEMENTS = 256;
/** Most monitored channels. */
export const METER_CHANNELS = 24;

/** Most groups whose reductions are shown. */
export const METER_GROUPS = 32;

/** Most inserts of the master whose reductions are shown. */
export const METER_INSERTS = 16;
/** Sixth octaves from 20 Hz to 20 kHz. */
export const METER_SPECTRUM_BANDS = 61;

/**
 * Table of contents of the meter snapshot, a Float32Array in shared memory that the render worker writes and the page reads, without locks:
 * a torn read shows one old number for one frame. Append only.
 */
export const METERS = {
  /** Counts up once a write; the page may skip drawing when it has not moved. */
  generation: 0,
  momentaryLufs: 1,
  shortTermLufs: 2,
  integratedLufs: 3,
  lraLu: 4,
  truePeakDbtp: 5,
  gainReductionDb: 6,
  /** Times real time that the engine could run, smoothed. */
  speedRatio: 7,
  channels: 8,
  positionFrame: 9,
  maxShortTermLufs: 10,
  /** Left-right balance of the monitored signal over the last 100 ms: −1 all left, +1 all right. */
  balance: 11,
  /** Gain reduction of the master's chain, dB ≥ 0. */
  masterReductionDb: 12,
  /** 1 while the engine plays: for pages without the ring's control block. */
  playing: 13,
  /** Gain reduction of the listening limiter, dB ≥ 0. */
  limiterReductionDb: 14,
  /** Short-term and integrated loudness of the mix before the master's inserts and limiter. */
  mixShortTermLufs: 15,
  mixIntegratedLufs: 16,
  /** Gain on what is heard now that makes mix, master and reference equally loud, dB. */
  matchGainDb: 17,
  /** Short-term and integrated loudness of the reference as it is. */
  referenceShortTermLufs: 18,
  referenceIntegratedLufs: 19,
  /** [METER_CHANNELS] peak of the last 50 ms or so, dBFS. */
  channelPeakDb: 32,
  /** [METER_ELEMENTS] peak of each element after its fader, dBFS. */
  elementPeakDb: 32 + METER_CHANNELS,
  /** [METER_ELEMENTS] gain reduction of the element's own chain, dB ≥ 0. */
  elementReductionDb: 32 + METER_CHANNELS + METER_ELEMENTS,
  /** [METER_GROUPS] gain reduction of each group's chain, dB ≥ 0, in the document's order. */
  groupReductionDb: 32 + METER_CHANNELS + 2 * METER_ELEMENTS,
  /** [METER_INSERTS] gain reduction of each insert of the master, dB ≥ 0. */
  insertReductionDb: 32 + METER_CHANNELS + 2 * METER_ELEMENTS + METER_GROUPS,
  /** [METER_SPECTRUM_BANDS] levels before the master's inserts, all channels' power together, dBFS, falling slowly. */
  mixSpectrumDb: 32 + METER_CHANNELS + 2 * METER_ELEMENTS + METER_GROUPS + METER_INSERTS,
  /** [METER_SPECTRUM_BANDS] of what is heard, without the matching gain. */
  heardSpectrumDb: 32 + METER_CHANNELS + 2 * METER_ELEMENTS + METER_GROUPS + METER_INSERTS + METER_SPECTRUM_BANDS,
} as const;

/** Floats in a snapshot. */
export const METER_SNAPSHOT_LENGTH = 32 + METER_CHANNELS + 2 * METER_ELEMENTS + METER_GROUPS + METER_INSERTS + 2 * METER_SPECTRUM_BANDS;

/** Below this everything is silence: meters show it as −∞. */
export const METER_FLOOR_DB = -144;
