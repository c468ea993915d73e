/** Formats a batch's duration in whole minutes, rounded up. */
export function minutesText(minutes: number): string {
  return minutes > 0 && minutes < 1 ? '<1' : Math.ceil(minutes).toLocaleString('en-US');
}
