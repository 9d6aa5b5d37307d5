import { toast } from 'sonner';
import type { Scene } from '../../scene/index.ts';

/** What may be changed while an ADM master is open: who is muted, and what is delivered. Every change of those alone is one. */
export function isListeningEdit(before: Scene, after: Scene): boolean {
  return (
    after.elements.length === before.elements.length &&
    after.elements.every((element, k) => isSame(element, before.elements[k]!, 'mute')) &&
    isSame({ ...after, elements: before.elements }, before, 'deliverables')
  );
}

function isSame(a: object, b: object, except: string): boolean {
  const other = b as Readonly<Record<string, unknown>>;
  return Object.entries(a).every(([name, value]) => name === except || value === other[name]);
}

/** Said once, however often a hand tries. */
export function tellReadOnly(): void {
  toast.warning('An ADM master is read as it is; its objects are edited in a project.', { id: 'adm.read-only', duration: 6000 });
}
