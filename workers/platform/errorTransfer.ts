// Stock comlink carries an error's name, message and stack; ours carry a code, a hint and a place too, and keep them across the border.
import { transferHandlers } from 'comlink';
import { PeriphonyError } from '../../src/base/index.ts';

interface Thrown {
  readonly value: unknown;
}
interface Wire {
  readonly isError: boolean;
  readonly value: unknown;
  readonly ours?: { readonly name: string; readonly code: string; readonly message: string; readonly hint: string; readonly at: string };
}

/** Call once in each thread that speaks comlink, before anything is exposed or wrapped. */
export function installErrorTransfer(): void {
  const stock = transferHandlers.get('throw')!;
  transferHandlers.set('throw', {
    canHandle: (value: unknown): value is unknown => stock.canHandle(value),
    serialize(thrown: unknown): [Wire, Transferable[]] {
      const { value } = thrown as Thrown;
      if (value instanceof PeriphonyError) {
        const { name, code, message, hint, at } = value;
        return [{ isError: true, value: undefined, ours: { name, code, message, hint, at } }, []];
      }
      return stock.serialize(thrown) as [Wire, Transferable[]];
    },
    deserialize(wire: Wire): never {
      if (wire.ours !== undefined) {
        const { name, code, message, hint, at } = wire.ours;
        const error = new PeriphonyError(code, message, hint, at);
        Object.defineProperty(error, 'name', { value: name });
        throw error;
      }
      stock.deserialize(wire);
      throw new Error('a thrown value did not arrive');
    },
  });
}
