import type { PageMessage } from '../../protocol/chat.ts';

/** More stack frames add no information. */
const MAX_PLACES = 8;

/**
 * Returns an error without its message, which can contain text of the conversation; names and script positions cannot.
 */
export function errorReport(error: unknown): Extract<PageMessage, { type: 'broken' }> {
  const { name, stack = '' } = error instanceof Error ? error : { name: typeof error };
  const places = [...stack.matchAll(/^\s+at .*?:(\d{1,7}:\d{1,7})\)?$/gm)].map(([, place]) => place);
  return {
    type: 'broken',
    error: /^\w{1,40}$/.test(name) ? name : 'Error',
    places: places.slice(0, MAX_PLACES).join(', '),
  };
}
