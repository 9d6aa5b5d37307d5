import { useEffect, useRef } from 'react';

// One requestAnimationFrame for the whole page: what moves at 60 Hz is drawn from here and never goes through React state.

type Draw = (nowMs: number) => void;

const draws = new Set<Draw>();
let request = 0;

/** Calls `draw` once a frame until the returned function is called. */
export function onFrame(draw: Draw): () => void {
  draws.add(draw);
  if (request === 0) {
    request = requestAnimationFrame(run);
  }
  return () => draws.delete(draw);
}

/** Calls `draw` once a frame while the component lives; always the latest one. */
export function useFrames(draw: Draw): void {
  const latest = useRef(draw);
  useEffect(() => {
    latest.current = draw;
  });
  useEffect(() => onFrame((nowMs) => latest.current(nowMs)), []);
}

function run(nowMs: number): void {
  request = draws.size > 0 ? requestAnimationFrame(run) : 0;
  for (const draw of draws) {
    draw(nowMs);
  }
}
