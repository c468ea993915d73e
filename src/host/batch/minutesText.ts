/** How long a batch will take, in whole minutes: rather too long than too short. */
export function minutesText(minutes: number): string {
  return minutes > 0 && minutes < 1 ? '<1' : Math.ceil(minutes).toLocaleString('en-US');
}
