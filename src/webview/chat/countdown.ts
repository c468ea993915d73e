/** Where the seconds that are left stand in a text of the host. */
const SECONDS = '{seconds}';

/** Whole seconds until then; never less than one, because only the host knows when a wait is over. */
export function secondsLeft(remainingMs: number): number {
  return Math.max(1, Math.ceil(remainingMs / 1000));
}

/** When the number changes next, in milliseconds; `undefined` when it stays. */
export function nextChangeMs(remainingMs: number): number | undefined {
  return remainingMs <= 1000 ? undefined : remainingMs - (secondsLeft(remainingMs) - 1) * 1000;
}

/** The text as it is shown when so much is left. */
export function withSeconds(text: string, remainingMs: number | undefined): string {
  return remainingMs === undefined ? text : text.replaceAll(SECONDS, String(secondsLeft(remainingMs)));
}
