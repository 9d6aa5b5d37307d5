// Numbers as a person reads them on a terminal.
import type { Warning } from '../base/index.ts';

export function db(value: number | null, digits = 1): string {
  return value === null ? '−∞' : value.toFixed(digits).replace('-', '−');
}

/** Rows as columns, the first left, the rest right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => (row[c] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, c) => {
          const space = ' '.repeat(widths[c]! - cell.length);
          return c === 0 ? cell + space : space + cell;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Warnings and other asides, off the standard output. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function sayWarnings(warnings: readonly Warning[]): void {
  warnings.forEach((warning) => say(`warning: ${warning.at}: ${warning.message} [${warning.code}]`));
}
