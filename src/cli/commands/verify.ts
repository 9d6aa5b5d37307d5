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
    .option('--summary', 'one row a feature over all layouts, as Markdown')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  periphony verify objects-4+7+0.json psp-4+7+0.json\n  periphony verify tests/fixtures/ear/*.json --summary',
    )
    .action((files: readonly string[], options: { readonly json?: true; readonly summary?: true }) => {
      const ports = createNodePorts('.');
      const groups = files.flatMap((file) => verifyFile(ports, file));
      const passed = groups.every((group) => group.passed);
      if (options.json) {
        printJson({ passed, cases: groups.reduce((sum, group) => sum + group.cases, 0), groups });
      } else if (options.summary) {
        printSummary(groups);
      } else {
        printGroups(groups);
      }
      process.exitCode = passed ? 0 : 1;
    });
}

/** A row a feature: layouts together, the largest deviation of all. The README's table. */
function printSummary(groups: readonly VerifiedGroup[]): void {
  const rows = new Map<string, VerifiedGroup[]>();
  for (const group of groups) {
    const key = `${group.group.replace(/\.json$/, '').replace(/-(x-)?\d.*$/, '')}: ${group.feature}`;
    rows.set(key, [...(rows.get(key) ?? []), group]);
  }
  print('| vectors | layouts | cases | largest deviation | tolerance | |\n|---|---|---|---|---|---|');
  for (const [key, list] of rows) {
    const layouts = new Set(list.map((group) => group.layout)).size;
    const cases = list.reduce((sum, group) => sum + group.cases, 0);
    const shapeDiffers = list.some((group) => group.largestDeviation === null);
    const deviation = shapeDiffers ? 'shape' : Math.max(...list.map((group) => group.largestDeviation!)).toExponential(1);
    const tolerance = Math.min(...list.map((group) => group.tolerance)).toExponential(0);
    print(`| ${key} | ${layouts} | ${cases} | ${deviation} | ${tolerance} | ${list.every((group) => group.passed) ? 'agrees' : 'FAIL'} |`);
  }
}

function printGroups(groups: readonly VerifiedGroup[]): void {
  print(
    table([
      ['file', 'layout', 'feature', 'cases', 'deviation', 'tolerance', 'worst case', ''],
      ...groups.map((group) => [
        group.group,
        group.layout,
        group.feature,
        String(group.cases),
        group.largestDeviation === null ? 'shape' : group.largestDeviation.toExponential(1),
        group.tolerance.toExponential(0),
        group.worstCase,
        group.passed ? 'agrees' : 'FAIL',
      ]),
    ]),
  );
  const failed = groups.filter((group) => !group.passed).length;
  const cases = groups.reduce((sum, group) => sum + group.cases, 0);
  print(failed === 0 ? `${cases} cases agree` : `${failed} of ${groups.length} groups do not agree`);
}
