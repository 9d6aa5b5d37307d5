import type { Command } from 'commander';
import { verifyFile, type VerifiedGroup } from '../../jobs/index.ts';
import { createNodePorts } from '../platform/index.ts';
import { print, printJson, table } from '../words.ts';

export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .summary('our gains against published reference vectors')
    .description(
      'Evaluates files of reference vectors (point source panner, Objects, DirectSpeakers, HOA, decorrelators, conversion, block interpolation, layouts) and tells the largest deviation of each group.',
    )
    .argument('<vectors...>', 'JSON files')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExample:\n  periphony verify objects-4+7+0.json psp-4+7+0.json')
    .action((files: readonly string[], options: { readonly json?: true }) => {
      const ports = createNodePorts('.');
      const groups = files.flatMap((file) => verifyFile(ports, file));
      const passed = groups.every((group) => group.passed);
      if (options.json) {
        printJson({ passed, cases: groups.reduce((sum, group) => sum + group.cases, 0), groups });
      } else {
        printGroups(groups);
      }
      process.exitCode = passed ? 0 : 1;
    });
}

function printGroups(groups: readonly VerifiedGroup[]): void {
  print(
    table([
      ['file', 'layout', 'feature', 'cases', 'deviation', 'tolerance', ''],
      ...groups.map((group) => [
        group.group,
        group.layout,
        group.feature,
        String(group.cases),
        group.largestDeviation === null ? 'shape' : group.largestDeviation.toExponential(1),
        group.tolerance.toExponential(0),
        group.passed ? 'agrees' : `FAIL: ${group.worstCase}`,
      ]),
    ]),
  );
  const failed = groups.filter((group) => !group.passed).length;
  const cases = groups.reduce((sum, group) => sum + group.cases, 0);
  print(failed === 0 ? `${cases} cases agree` : `${failed} of ${groups.length} groups do not agree`);
}
