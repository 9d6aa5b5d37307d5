/** What a failed rule means for who receives the file. */
const MEANINGS: Readonly<Record<string, string>> = {
  'true-peak':
    'Peaks between the samples are above the ceiling: players and lossy encoders may clip them. Lower the loudest element, or choose a lower target.',
  'integrated-loudness':
    'The programme’s loudness is outside what the preset allows: services turn it down, or refuse it. Bring the mix closer, or choose another preset.',
  'invalid-samples': 'The file holds samples that are no numbers. Find the insert that makes them by bypassing inserts one by one.',
};

export function meaningOf(rule: string): string {
  return MEANINGS[rule] ?? 'The receiver may refuse this file.';
}
