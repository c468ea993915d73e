/** Placeholder in texts about waits; the page replaces it with the seconds left. */
export const SECONDS = '{seconds}';
