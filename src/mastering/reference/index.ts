export { beyondTolerance, differenceCurve, limitedCurve, withoutBassBoost, type BandCurve } from './differenceCurve.ts';
export { foldToStereo, type FoldGains } from './foldToStereo.ts';
export { fitEq, MATCH_MAX_BANDS, type EqFit } from './fitEq.ts';
export { heldLevels, meanOver, meanReductionDb, thresholdFor } from './levelShares.ts';
export { audibleLufs, GLUE, matchReference } from './matchReference.ts';
export * from './matchTypes.ts';
export * from './profileMix.ts';
export * from './scaleProposal.ts';
export * from './types.ts';
