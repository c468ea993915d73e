import type { ChatMessage, ToolCall } from './chat.ts';

/** Between two texts that become one message. */
const SEPARATOR = '\n\n';
/** Stands for what was said before a conversation that begins with an answer. */
const BEFORE = '…';
/** Stands between what tools gave back and the person, where an answer has to. */
const ACKNOWLEDGEMENT = 'OK';
/** What Baidu's own SDK asks where an answer has to go on. */
const GO_ON = '继续';
/** In place of results. Models read them, and nobody else does. */
const NO_RESULT = '(no result: the call was not made, or was cancelled)';
const EMPTY_RESULT = '(empty)';
/** Before texts that stand elsewhere than they should. */
const STRAY_RESULT = 'Result of a tool:\n';
const BROKEN_ARGUMENTS = 'The arguments were no JSON object:\n';

/** Ids as they are made up by services; others have a stand-in. */
const PLAIN_ID = /^[\w.:-]{1,64}$/;

type UserMessage = Extract<ChatMessage, { role: 'user' | 'tool' | 'system' }>;

/** A call, and what came back for it. */
interface Answered {
  readonly call: ToolCall;
  readonly results: string[];
}

/**
 * Messages in the order that both protocols take (V1's is strict, Baidu WENXINWORKSHOP/s/Llsr67q8h; of V2's nothing is
 * documented but `invalid_messages`, and Baidu's own mock of it is as strict): the system's words first and once, then
 * the person and the assistant by turns, each call of a tool answered right behind the message that makes it, nothing
 * blank, and the person or a tool last. No text is lost: neighbours of one side are joined, a call without a result has
 * a note for one, and a result without a call is told as a text. Arguments of calls are JSON objects, which servers of
 * open weights parse (vllm-project/vllm, `chat_utils.py`). Empty when there is nothing to ask.
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

  /** Adds what the assistant said and called; the calls come back under the ids they had. */
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

  /** Adds what came between an answer and the next one: first the results of its calls, as they came. */
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

  /** The messages, which somebody has to answer. */
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

  /** One that no other call of the conversation has. */
  #idFor(id: string): string {
    let sent = id;
    while (!PLAIN_ID.test(sent) || this.#ids.has(sent)) sent = `call_${++this.#standIns}`;
    this.#ids.add(sent);
    return sent;
  }
}

/** The call that a result is for: of several under one id the first that has none, and else one that has one already. */
function calledAs(calls: readonly Answered[], id: string): Answered | undefined {
  const named = calls.filter(({ call }) => call.id === id);
  return named.find(({ results }) => results.length === 0) ?? named[0];
}

function resultOf({ call, results }: Answered): string {
  const result = results.length === 0 ? NO_RESULT : joined(results) || EMPTY_RESULT;
  const isBroken = call.arguments.trim() !== '' && sentArguments(call) !== call.arguments;
  return isBroken ? joined([`${BROKEN_ARGUMENTS}${call.arguments}`, result]) : result;
}

/** None where they are no JSON object. */
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
