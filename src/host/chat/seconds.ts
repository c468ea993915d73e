/** In texts about waits: the page puts the seconds that are left in its place. */
export const SECONDS = '{seconds}';
