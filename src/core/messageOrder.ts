import type { ChatMessage, ToolCall } from './chat.ts';

/** Separates texts that are merged into one message. */
const SEPARATOR = '\n\n';
/** Placeholder for the question that precedes a leading answer. */
const BEFORE = '…';
/** Placeholder answer between tool results and the user's next message, where the protocol requires one. */
const ACKNOWLEDGEMENT = 'OK';
/** The text that Baidu's own SDK sends to continue an answer. */
const GO_ON = '继续';
/** Placeholders for missing results. Only models read them. */
const NO_RESULT = '(no result: the call was not made, or was cancelled)';
const EMPTY_RESULT = '(empty)';
/** Prefixes for texts that are out of place. */
const STRAY_RESULT = 'Result of a tool:\n';
const BROKEN_ARGUMENTS = 'The arguments were no JSON object:\n';

/** The format of ids that services generate; other ids are replaced. */
const PLAIN_ID = /^[\w.:-]{1,64}$/;

type UserMessage = Extract<ChatMessage, { role: 'user' | 'tool' | 'system' }>;

/** A call and its results. */
interface Answered {
  readonly call: ToolCall;
  readonly results: string[];
}

/**
 * Returns messages in the order that both protocols accept: system texts first and merged into one message, then user
 * and assistant alternating, each tool call answered directly after the message that makes it, no blank messages, and a
 * user or tool message last. V1's rules are documented (Baidu WENXINWORKSHOP/s/Llsr67q8h); V2 documents only
 * `invalid_messages`, but Baidu's own mock of it is as strict. No text is lost: adjacent messages of one role are
 * merged, a call without a result gets a placeholder, and a result without a call becomes plain text. Call arguments
 * are always JSON objects, because servers of open-weight models parse them (vllm-project/vllm, `chat_utils.py`).
 * Returns an empty array if there is no question.
 */
export function orderedMessages(messages: readonly ChatMessage[]): ChatMessage[] {
  const isAsked = messages.some(({ role, content }) => (role === 'user' || role === 'tool') && content.trim() !== '');
  if (!isAsked) return [];
  const order = new Order();
  let turn: { calls: Answered[]; others: UserMessage[] } = { calls: [], others: [] };
  for (const message of messages) {
    if (message.role === 'system') continue;
    if (message.role !== 'assistant') {
      turn.others.push(message);
      continue;
    }
    order.endTurn(turn.calls, turn.others);
    turn = { calls: order.addAnswer(message.content, message.toolCalls ?? []), others: [] };
  }
  order.endTurn(turn.calls, turn.others);
  const system = joined(messages.filter(({ role }) => role === 'system').map(({ content }) => content));
  return [...(system === '' ? [] : [{ role: 'system', content: system } as const]), ...order.end()];
}

class Order {
  readonly #written: ChatMessage[] = [];
  readonly #ids = new Set<string>();
  #standIns = 0;

  /** Adds an assistant message. Returns its calls under their original ids. */
  addAnswer(content: string, toolCalls: readonly ToolCall[]): Answered[] {
    const last = this.#written.at(-1);
    if (content.trim() === '' && toolCalls.length === 0) return [];
    if (last === undefined) this.#written.push({ role: 'user', content: BEFORE });
    const before = last?.role === 'assistant' ? [this.#written.pop()?.content ?? ''] : [];
    const calls = toolCalls.map(call => ({ ...call, id: this.#idFor(call.id), arguments: sentArguments(call) }));
    const said = joined([...before, content]);
    this.#written.push({ role: 'assistant', content: said, ...(calls.length > 0 && { toolCalls: calls }) });
    return toolCalls.map(call => ({ call, results: [] }));
  }

  /** Adds the messages between two answers: first the results of the calls, in order of arrival. */
  endTurn(calls: readonly Answered[], others: readonly UserMessage[]): void {
    const texts: string[] = [];
    const inOrder = new Set<Answered>();
    for (const message of others) {
      const answered = message.role === 'tool' ? calledAs(calls, message.toolCallId) : undefined;
      if (answered === undefined) {
        texts.push(message.role === 'tool' ? strayResult(message.content) : message.content);
        continue;
      }
      answered.results.push(message.content);
      inOrder.add(answered);
    }
    const sent = this.#written.at(-1);
    const sentCalls = sent?.role === 'assistant' ? (sent.toolCalls ?? []) : [];
    for (const answered of [...inOrder, ...calls.filter(call => !inOrder.has(call))]) {
      const toolCallId = sentCalls[calls.indexOf(answered)]?.id ?? '';
      this.#written.push({ role: 'tool', content: resultOf(answered), toolCallId });
    }
    for (const text of texts) this.#addQuestion(text);
  }

  /** Returns the messages, ending with one that requires an answer. */
  end(): readonly ChatMessage[] {
    if (this.#written.at(-1)?.role === 'assistant') this.#addQuestion(GO_ON);
    return this.#written;
  }

  #addQuestion(content: string): void {
    if (content.trim() === '') return;
    const last = this.#written.at(-1);
    if (last?.role === 'tool') this.#written.push({ role: 'assistant', content: ACKNOWLEDGEMENT });
    const before = last?.role === 'user' ? [this.#written.pop()?.content ?? ''] : [];
    this.#written.push({ role: 'user', content: joined([...before, content]) });
  }

  /** Returns an id that is unique in the conversation. */
  #idFor(id: string): string {
    let sent = id;
    while (!PLAIN_ID.test(sent) || this.#ids.has(sent)) sent = `call_${++this.#standIns}`;
    this.#ids.add(sent);
    return sent;
  }
}

/**
 * Returns the call that a result belongs to: of several calls with the same id, the first without a result, otherwise
 * the first.
 */
function calledAs(calls: readonly Answered[], id: string): Answered | undefined {
  const named = calls.filter(({ call }) => call.id === id);
  return named.find(({ results }) => results.length === 0) ?? named[0];
}

function resultOf({ call, results }: Answered): string {
  const result = results.length === 0 ? NO_RESULT : joined(results) || EMPTY_RESULT;
  const isBroken = call.arguments.trim() !== '' && sentArguments(call) !== call.arguments;
  return isBroken ? joined([`${BROKEN_ARGUMENTS}${call.arguments}`, result]) : result;
}

/** Returns the arguments if they are a JSON object, otherwise `{}`. */
function sentArguments({ arguments: text }: ToolCall): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : '{}';
  } catch {
    return '{}';
  }
}

function strayResult(content: string): string {
  return content.trim() === '' ? '' : `${STRAY_RESULT}${content}`;
}

function joined(texts: readonly string[]): string {
  return texts.filter(text => text.trim() !== '').join(SEPARATOR);
}
