// Return the place of the stop that is nearest to a value.
export function nearest(stops, value) {
  let best = 0;
  stops.forEach((stop, i) => Math.abs(stop - value) < Math.abs(stops[best] - value) && (best = i));
  return best;
}

// Every figure loads this module for itself, so what must differ within a page is counted for the page.
export function identifier() {
  globalThis.liveFigureIdentifiers = (globalThis.liveFigureIdentifiers ?? 0) + 1;
  return `live-${globalThis.liveFigureIdentifiers}`;
}
