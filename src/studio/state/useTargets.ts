import { useMemo } from 'react';
import { useApp, useStudio } from './studio.ts';
import { targetsOf } from './targets.ts';
import type { Target } from './targets.ts';

/** The delivery presets, one's own among them. */
export function useTargets(): readonly Target[] {
  const { targets } = useStudio().services;
  const own = useApp((state) => state.ownPresets);
  return useMemo(() => targetsOf(targets, own), [targets, own]);
}
