import { CanvasTexture } from 'three';

/** A soft round light. */
export const GLOW = paint((context, size) => {
  const half = size / 2;
  const gradient = context.createRadialGradient(half, half, 0, half, half, half);
  gradient.addColorStop(0, 'rgba(255,255,255,0.9)');
  gradient.addColorStop(0.5, 'rgba(255,255,255,0.5)');
  gradient.addColorStop(0.8, 'rgba(255,255,255,0.32)');
  gradient.addColorStop(0.96, 'rgba(255,255,255,0.22)');
  gradient.addColorStop(1, 'rgba(255,255,255,0)');
  context.fillStyle = gradient;
  context.fillRect(0, 0, size, size);
});

/** A round point with clean edges at every distance. */
export const DISC = paint((context, size) => {
  context.fillStyle = '#fff';
  context.beginPath();
  context.arc(size / 2, size / 2, size / 2 - 3, 0, 2 * Math.PI);
  context.fill();
});

/** Around what is chosen. */
export const RING = paint((context, size) => {
  context.strokeStyle = '#fff';
  context.lineWidth = 9;
  context.beginPath();
  context.arc(size / 2, size / 2, size / 2 - 10, 0, 2 * Math.PI);
  context.stroke();
});

function paint(draw: (context: CanvasRenderingContext2D, size: number) => void): CanvasTexture {
  const size = 128;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (context !== null) {
    draw(context, size);
  }
  return new CanvasTexture(canvas);
}
