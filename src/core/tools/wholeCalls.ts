import type { ChatEvent, Finish, ToolCall } from '../chat.ts';
import { GrowingCalls } from './growingCalls.ts';

/** An event of an answer with complete tool calls. */
export type WholeEvent = Exclude<ChatEvent, { type: 'toolCall' }> | WholeCall;

/** A complete tool call. Its arguments are JSON, unless the model wrote invalid JSON. */
export interface WholeCall {
  readonly type: 'call';
  readonly call: ToolCall;
}

/**
 * Converts an answer so that each tool call arrives once, complete and in order, directly before `done`: nothing
 * earlier shows that a call is complete. An interrupted answer yields no calls, an answer cut by its length only the
 * complete ones, and an answer withheld by the safety rules none. Lower layers pass fragments, because each is paid for
 * and shows that the service is still writing.
 */
export async function* withWholeCalls(answer: AsyncIterable<ChatEvent>): AsyncGenerator<WholeEvent, void> {
  const growing = new GrowingCalls();
  let isWithheld = false;
  for await (const event of answer) {
    if (event.type === 'toolCall') {
      growing.add(event);
      continue;
    }
    if (event.type === 'safety') isWithheld ||= event.verdict === 'hide' || event.verdict === 'withdraw';
    if (event.type === 'done' && !isWithheld) {
      for (const call of completeCalls(growing.calls, event.finish)) yield { type: 'call', call };
    }
    yield event;
  }
}

/** A call without arguments may have an empty text in place of them. */
function completeCalls(calls: readonly ToolCall[], finish: Finish): ToolCall[] {
  const isCut = finish === 'length' || finish === 'filtered';
  return calls.flatMap((call, place) => {
    const isEmpty = call.arguments.trim() === '';
    const isComplete = isEmpty ? place < calls.length - 1 : isJson(call.arguments);
    if (isCut && !isComplete) return [];
    return isEmpty ? [{ ...call, arguments: '{}' }] : [call];
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
