import type { Paint } from '../controls/sizeCanvas.ts';
import { COLOURS } from '../theme/colours.ts';

/** Points of history, and how long they are. */
const POINTS = 240;
const SPAN_MS = 8000;
const RANGE_DB = 12;

/** Gain reductions of the last seconds: each point holds the most of its stretch. */
export interface ReductionHistory {
  push(nowMs: number, limiterDb: number, chainDb: number): void;
  /** True once after something was added. */
  hasMoved(): boolean;
  /** @param age 0 is the newest point */
  limiterDb(age: number): number;
  chainDb(age: number): number;
}

export function createReductionHistory(): ReductionHistory {
  const limiter = new Float32Array(POINTS);
  const chain = new Float32Array(POINTS);
  let place = 0;
  let sinceMs = 0;
  let moved = true;
  const at = (ring: Float32Array, age: number): number => ring[(place - age + 2 * POINTS) % POINTS]!;
  return {
    push: (nowMs, limiterDb, chainDb) => {
      const steps = Math.min(POINTS, Math.floor((nowMs - sinceMs) / (SPAN_MS / POINTS)));
      for (let step = 0; step < steps; step++) {
        place = (place + 1) % POINTS;
        limiter[place] = step === steps - 1 ? 0 : limiterDb;
        chain[place] = step === steps - 1 ? 0 : chainDb;
      }
      sinceMs = steps === POINTS ? nowMs : sinceMs + steps * (SPAN_MS / POINTS);
      limiter[place] = Math.max(limiter[place]!, limiterDb);
      chain[place] = Math.max(chain[place]!, chainDb);
      moved = true;
    },
    hasMoved: () => {
      const was = moved;
      moved = false;
      return was;
    },
    limiterDb: (age) => at(limiter, age),
    chainDb: (age) => at(chain, age),
  };
}

/** From above: the limiter's filled, the chain's as a line; lines at 3 and 6 dB. */
export function drawReductions({ context, widthPx, heightPx }: Paint, history: ReductionHistory): void {
  const y = (db: number): number => Math.sqrt(Math.min(1, db / RANGE_DB)) * heightPx;
  const x = (age: number): number => widthPx * (1 - age / (POINTS - 1));
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = COLOURS.well;
  context.fillRect(0, 0, widthPx, heightPx);
  context.font = '500 9px Inter, sans-serif';
  context.lineWidth = 1;
  for (const db of [1, 3, 6]) {
    const line = Math.round(y(db)) + 0.5;
    context.strokeStyle = '#181c20';
    context.beginPath();
    context.moveTo(0, line);
    context.lineTo(widthPx, line);
    context.stroke();
    context.fillStyle = COLOURS.faint;
    context.fillText(`−${db}`, 3, line - 2);
  }
  context.beginPath();
  context.moveTo(widthPx, 0);
  for (let age = 0; age < POINTS; age++) {
    context.lineTo(x(age), y(history.limiterDb(age)));
  }
  context.lineTo(0, 0);
  context.closePath();
  context.fillStyle = 'rgb(233 180 76 / 38%)';
  context.fill();
  context.beginPath();
  for (let age = 0; age < POINTS; age++) {
    context.lineTo(x(age), Math.max(0.75, y(history.chainDb(age))));
  }
  context.strokeStyle = COLOURS.good;
  context.lineWidth = 1.25;
  context.stroke();
}
