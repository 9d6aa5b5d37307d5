/** The end of every switch over a union: the compiler proves that it is never reached. */
export function assertNever(value: never, where: string): never {
  throw new Error(`${where}: unexpected ${JSON.stringify(value)}`);
}
