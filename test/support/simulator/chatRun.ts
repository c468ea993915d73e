import { billFor, NO_CHARGE } from './bill.ts';
import type { ChatRequest } from './chatRequest.ts';
import type { Head, StreamEvent } from './completion.ts';
import { deliver, noProgress, type Progress } from './delivery.ts';
import type { ErrorWriter } from './errorWriter.ts';
import { appendLine, encodeEvents } from './eventStream.ts';
import type { Exchange } from './exchange.ts';
import { flood } from './flood.ts';
import { type Generation, generate } from './generation.ts';
import { replyInstead } from './instead.ts';
import type { Reply } from './reply.ts';
import type { Script, ScriptedAnswer } from './script.ts';
import type { ServiceState } from './serviceState.ts';

/** How one chat protocol writes down what the model said. */
export interface Dialect {
  wholeAnswer(head: Head, request: ChatRequest, generation: Generation, script: ScriptedAnswer): string;
  streamedAnswer(head: Head, request: ChatRequest, generation: Generation, script: ScriptedAnswer): StreamEvent[];
  readonly writeError: ErrorWriter;
}

/** Answers an admitted chat request, from the script to the bill. */
export async function runChat(
  exchange: Exchange,
  service: ServiceState,
  request: ChatRequest,
  dialect: Dialect,
): Promise<void> {
  const script = service.scripts.take('chat', exchange.record.body);
  const { beforeHeadersMs, chunkMs } = service.settings;
  const how = { beforeHeadersMs, chunkMs, ...script.delivery };
  const { instead } = script;
  const progress = noProgress();
  const askedAtMs = service.nowMs();
  if (instead?.kind === 'flood') return flood(exchange, instead);
  if (instead?.kind === 'error') exchange.record.errorCode = instead.code;
  if (instead && !isInsideStream(instead, request)) {
    const reply = replyInstead(instead, contentType(request), exchange.record.requestId, dialect.writeError);
    return deliver(exchange, reply, how, progress);
  }
  const generation = generate(request, script.answer ?? {});
  const reply = compose(exchange, request, generation, script, dialect);
  exchange.bill = () => {
    const lost = how.billLost === true && !progress.headersSent;
    const counts = lost ? generation.tokens : producedTokens(generation, reply, progress);
    exchange.record.generatedTokens = counts.outputTokens;
    exchange.record.answerCompleted =
      progress.complete && !instead && !script.answer?.omit?.some(part => part !== 'usage');
    // Nothing was begun before the headers: such a request costs nothing, unless a script says the answer was lost.
    exchange.record.bill = progress.headersSent || lost ? billFor(request.model, counts) : NO_CHARGE;
    service.charges.add(askedAtMs, request.model, exchange.record.bill);
    service.windows.addOutput(request.model.id, service.settings.limits, counts.outputTokens);
  };
  await deliver(exchange, reply, how, progress);
}

/** An error inside the stream leaves the part of the answer before it standing, and billed. */
function isInsideStream(instead: NonNullable<Script['instead']>, request: ChatRequest): boolean {
  return request.stream && instead.kind === 'error' && (instead.as ?? 'response') !== 'response';
}

function compose(
  exchange: Exchange,
  request: ChatRequest,
  generation: Generation,
  script: Script,
  dialect: Dialect,
): Reply {
  const { requestId, atMs } = exchange.record;
  const head = { id: requestId, createdS: Math.floor(atMs / 1000) };
  const headers = { 'content-type': contentType(request) };
  const answer = script.answer ?? {};
  if (!request.stream)
    return { status: 200, headers, body: Buffer.from(dialect.wholeAnswer(head, request, generation, answer)) };
  const events = dialect.streamedAnswer(head, request, generation, answer);
  const framing = script.framing ?? {};
  if (script.instead?.kind !== 'error') return { status: 200, headers, ...encodeEvents(events, framing) };
  const begun = events.slice(0, script.instead.afterEvents ?? 0);
  const data = dialect.writeError(script.instead, requestId).body;
  if (script.instead.as === 'line') return { status: 200, headers, ...appendLine(encodeEvents(begun, framing), data) };
  const { outputTokens, reasoningTokens } = begun.at(-1) ?? { outputTokens: 0, reasoningTokens: 0 };
  return { status: 200, headers, ...encodeEvents([...begun, { data, outputTokens, reasoningTokens }], framing) };
}

/** What had been generated when the reply stopped. An answer that is no stream is generated before its first byte leaves. */
function producedTokens(generation: Generation, reply: Reply, progress: Progress): Generation['tokens'] {
  const { tokens } = generation;
  if (!reply.marks) return progress.headersSent ? tokens : { ...tokens, outputTokens: 0, reasoningTokens: 0 };
  const mark = reply.marks.findLast(({ start }) => start < progress.producedBytes);
  return { ...tokens, outputTokens: mark?.outputTokens ?? 0, reasoningTokens: mark?.reasoningTokens ?? 0 };
}

function contentType(request: ChatRequest): string {
  return request.stream ? 'text/event-stream' : 'application/json';
}
