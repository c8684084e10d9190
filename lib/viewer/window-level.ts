/** A display window in rescaled units. */
export interface DisplayWindow {
  centre: number;
  width: number;
}

/**
 * The window after a drag: right widens, down darkens (raises the centre), in proportion to the volume's own
 * automatic window, so that the same gesture does the same on every scale of values.
 */
export function dragWindow(
  start: DisplayWindow,
  automatic: DisplayWindow,
  movedX: number,
  movedY: number,
): DisplayWindow {
  const perPixel = automatic.width / 300;
  const width = Math.max(automatic.width / 1000, start.width + movedX * perPixel);
  return { centre: start.centre + movedY * perPixel, width };
}

/** Lower and upper bound of a window in stored values. `slope` must be positive. */
export function storedRange(
  window: DisplayWindow,
  rescale: { slope: number; intercept: number },
): { lower: number; upper: number } {
  const toStored = (value: number) => (value - rescale.intercept) / rescale.slope;
  return {
    lower: toStored(window.centre - window.width / 2),
    upper: toStored(window.centre + window.width / 2),
  };
}

/** Grey level 0-255 of a value under a window. */
export function greyOf(value: number, window: DisplayWindow): number {
  const grey = ((value - window.centre) / window.width + 0.5) * 255;
  return grey <= 0 ? 0 : grey >= 255 ? 255 : Math.round(grey);
}
