/** Formats milliseconds as seconds with one decimal, without the unit. */
export function secondsText(ms: number): string {
  return ms < 50 ? '<0.1' : (ms / 1000).toFixed(1);
}
