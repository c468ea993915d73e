import type { ChatEvent, Finish, ToolCall } from '../chat.ts';
import { GrowingCalls } from './growingCalls.ts';

/** An event of an answer whose calls come whole. */
export type WholeEvent = Exclude<ChatEvent, { type: 'toolCall' }> | WholeCall;

/** A call of a tool, complete: its arguments are a JSON object, or what the model took for one. */
export interface WholeCall {
  readonly type: 'call';
  readonly call: ToolCall;
}

/**
 * An answer with its calls put together, for whoever makes them: each comes once, complete and in order, right before
 * `done`, since nothing earlier says that a call is complete. An answer that breaks gives none, and one that was cut by
 * its length none that was cut with it; what safety rules hold back is not called either. Below this they come in pieces, because each piece is paid for and shows that the
 * service still writes.
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

/** A call without arguments may say nothing for them. */
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
