import { useFrame, useThree } from '@react-three/fiber';
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { Vector3 } from 'three';
import type { Label, Labels } from './labels.ts';

const HEIGHT_PX = 14;
const point = new Vector3();

interface Placed {
  readonly label: Label;
  readonly span: HTMLSpanElement;
  text: string;
  widthPx: number;
  x: number;
  y: number;
  depth: number;
  isSeen: boolean;
}

/** Writes the labels over the picture. Of two that would overlap the farther one fades; what is chosen always is in front. */
export function LabelPlacer({ labels, overlay }: { readonly labels: Labels; readonly overlay: RefObject<HTMLDivElement | null> }) {
  const camera = useThree((state) => state.camera);
  const size = useThree((state) => state.size);
  const placed = useRef(new Map<Label, Placed>());
  useEffect(() => {
    const spans = placed.current;
    return () => {
      spans.forEach(({ span }) => span.remove());
      spans.clear();
    };
  }, []);
  useFrame(() => {
    const layer = overlay.current;
    if (layer === null) {
      return;
    }
    const spans = placed.current;
    for (const [label, { span }] of spans) {
      if (!labels.has(label)) {
        span.remove();
        spans.delete(label);
      }
    }
    for (const label of labels) {
      const each = spans.get(label) ?? create(layer, label, spans);
      measure(each);
      point.set(label.x, label.y, label.z).applyMatrix4(camera.matrixWorldInverse);
      each.depth = -point.z;
      point.applyMatrix4(camera.projectionMatrix);
      const isSpeaker = label.kind === 'speaker';
      const gapPx = label.gapPx + (label.reach * camera.projectionMatrix.elements[5]! * size.height) / (2 * Math.max(0.1, each.depth));
      const px = ((point.x + 1) / 2) * size.width;
      const py = ((1 - point.y) / 2) * size.height;
      each.x = isSpeaker ? px - each.widthPx / 2 : px + gapPx;
      each.y = isSpeaker ? py - gapPx - HEIGHT_PX : py - HEIGHT_PX / 2;
      each.isSeen = each.depth > 0.05 && px > -40 && px < size.width + 40 && py > -20 && py < size.height + 20;
    }
    const order = [...spans.values()].filter((each) => each.isSeen).sort(before);
    const shown: Placed[] = [];
    for (const each of spans.values()) {
      each.span.style.opacity = each.isSeen ? each.span.style.opacity : '0';
    }
    for (const each of order) {
      const isFree = !shown.some((other) => overlap(each, other));
      if (isFree) {
        shown.push(each);
      }
      const opacity = String(isFree ? each.label.opacity : 0);
      if (each.span.style.opacity !== opacity) {
        each.span.style.opacity = opacity;
      }
      each.span.style.transform = `translate(${Math.round(each.x)}px, ${Math.round(each.y)}px)`;
    }
  }, -1);
  return null;
}

function create(layer: HTMLElement, label: Label, spans: Map<Label, Placed>): Placed {
  const span = document.createElement('span');
  span.dataset['kind'] = label.kind;
  layer.append(span);
  const each: Placed = { label, span, text: '', widthPx: 0, x: 0, y: 0, depth: 0, isSeen: false };
  spans.set(label, each);
  return each;
}

function measure(each: Placed): void {
  const { label, span } = each;
  const text = `${label.text} ${label.isChosen}`;
  if (each.text !== text) {
    each.text = text;
    span.textContent = label.text;
    span.dataset['chosen'] = String(label.isChosen);
    each.widthPx = span.offsetWidth;
  }
  if (span.style.color !== label.colour) {
    span.style.color = label.colour;
  }
}

/** Who is placed first: the chosen, then objects, then what is nearer. */
function before(a: Placed, b: Placed): number {
  const rank = (each: Placed): number => (each.label.isChosen ? 0 : each.label.kind === 'object' ? 1 : 2);
  return rank(a) - rank(b) || a.depth - b.depth;
}

function overlap(a: Placed, b: Placed): boolean {
  return a.x < b.x + b.widthPx + 3 && b.x < a.x + a.widthPx + 3 && a.y < b.y + HEIGHT_PX - 1 && b.y < a.y + HEIGHT_PX - 1;
}
