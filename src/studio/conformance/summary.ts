import type { VerifiedGroup } from '../../jobs/index.ts';

/** The total, in the command line's words. */
export function summarise(groups: readonly VerifiedGroup[]): { readonly text: string; readonly isPassed: boolean } {
  const failed = groups.filter((group) => !group.passed).length;
  const cases = groups.reduce((sum, group) => sum + group.cases, 0);
  return { text: failed === 0 ? `${cases} cases agree` : `${failed} of ${groups.length} groups do not agree`, isPassed: failed === 0 };
}
