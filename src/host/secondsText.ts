/** Formats milliseconds as seconds with one decimal, without the unit, for a table or a line of facts. */
export function secondsText(ms: number): string {
  return ms < 50 ? '<0.1' : (ms / 1000).toFixed(1);
}

/** Formats milliseconds as seconds with one decimal for a sentence, where `<0.1` would not be read: at least 0.1. */
export function spokenSeconds(ms: number): string {
  return Math.max(0.1, ms / 1000).toFixed(1);
}
