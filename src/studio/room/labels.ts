/** A name in the room. The frame loop says where; the placer decides which are seen. */
export interface Label {
  readonly kind: 'object' | 'speaker';
  text: string;
  colour: string;
  isChosen: boolean;
  /** How strong it may be at most. */
  opacity: number;
  /** three.js coordinates. */
  x: number;
  y: number;
  z: number;
  /** Size of what it names, half of it, in the room's units; and the gap to it in pixels. */
  reach: number;
  gapPx: number;
}

export type Labels = Set<Label>;

export function createLabels(): Labels {
  return new Set();
}

export function createLabel(kind: Label['kind'], text: string): Label {
  return { kind, text, colour: '', isChosen: false, opacity: 1, x: 0, y: 0, z: 0, reach: 0, gapPx: 6 };
}
