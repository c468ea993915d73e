import type { PageMessage } from '../../protocol/chat.ts';

/** More places do not tell more. */
const MAX_PLACES = 8;

/** An error without its content: words of an error can hold text of the conversation, names and places in a script cannot. */
export function errorReport(error: unknown): Extract<PageMessage, { type: 'broken' }> {
  const { name, stack = '' } = error instanceof Error ? error : { name: typeof error };
  const places = [...stack.matchAll(/^\s+at .*?:(\d{1,7}:\d{1,7})\)?$/gm)].map(([, place]) => place);
  return {
    type: 'broken',
    error: /^\w{1,40}$/.test(name) ? name : 'Error',
    places: places.slice(0, MAX_PLACES).join(', '),
  };
}
