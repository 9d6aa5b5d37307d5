export interface Paint {
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels: the context is scaled for the screen. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** The canvas was sized anew and is empty. */
  readonly isNew: boolean;
}

/** Fits a canvas to its box and the screen's pixels. Null while it has no room. */
export function sizeCanvas(canvas: HTMLCanvasElement): Paint | null {
  const widthPx = canvas.clientWidth;
  const heightPx = canvas.clientHeight;
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const context = widthPx === 0 || heightPx === 0 ? null : canvas.getContext('2d');
  if (context === null) {
    return null;
  }
  const isNew = canvas.width !== Math.round(widthPx * ratio) || canvas.height !== Math.round(heightPx * ratio);
  if (isNew) {
    canvas.width = Math.round(widthPx * ratio);
    canvas.height = Math.round(heightPx * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, widthPx, heightPx, isNew };
}
