import assert from 'node:assert/strict';

import type { AnswerOptions, Tool } from '../../../src/core/answerOptions.ts';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { Authorization } from '../../../src/core/authorization.ts';
import type { Usage } from '../../../src/core/booking.ts';
import type { ChatMessage, Endpoint, ToolCall } from '../../../src/core/chat.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { withWholeCalls } from '../../../src/core/tools/wholeCalls.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import type { JsonObject } from '../../support/simulator/json.ts';
import { authorizedRequest } from './authorizedRequest.ts';

const timeouts = { firstTokenMs: 5000, betweenTokensMs: 5000, totalMs: 20_000 };

const READ = 'mcp.files/读文件';
const TOOLS: readonly Tool[] = [
  {
    name: READ,
    description: '读一个文件',
    parameters: { $schema: 'x', type: 'object', properties: { path: { type: 'any' }, lines: { type: 'array' } } },
  },
  { name: 'now' },
];

/** Returns the name under which the request offers a tool to the model. */
function sentName(body: unknown, place: number): string {
  const { tools, functions } = body as { tools?: { function: JsonObject }[]; functions?: JsonObject[] };
  return String((tools?.[place]?.function ?? functions?.[place])?.['name']);
}

describe('An agent over HTTP', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  beforeEach(() => simulator.reset());
  after(() => simulator.close());

  interface Answer {
    readonly text: string;
    readonly calls: readonly ToolCall[];
    readonly usage: Usage | undefined;
  }

  async function ask(
    way: Way,
    messages: readonly ChatMessage[],
    options: AnswerOptions = { tools: TOOLS },
  ): Promise<Answer> {
    const backend = createQianfanBackend({
      fetch: () => globalThis.fetch,
      clock: systemClock,
      logger: silentLogger,
      timeouts: () => timeouts,
    });
    const request = authorizedRequest({ ...way(simulator), messages, options });
    const calls: ToolCall[] = [];
    let text = '';
    let usage: Usage | undefined;
    for await (const event of withWholeCalls(backend(request, new AbortController().signal))) {
      if (event.type === 'call') calls.push(event.call);
      if (event.type === 'text') text += event.text;
      if (event.type === 'done') usage = event.usage;
    }
    return { text, calls, usage };
  }

  type Way = (simulator: Simulator) => { endpoint: Endpoint; authorization: Authorization; model: string };
  const v2: Way = ({ baseUrl, key }) => ({
    endpoint: { name: 'v2', baseUrl },
    authorization: bearer(key),
    model: 'ernie-5.1',
  });
  const v1: Way = ({ url, accessCode }) => ({
    endpoint: { name: 'v1', baseUrl: url, api: 'v1' },
    authorization: {
      apply: (_method, address) => ({ url: address, headers: { authorization: `ACCESSCODE ${accessCode}` } }),
      secrets: [accessCode],
    },
    model: 'ernie-3.5-8k',
  });

  for (const [name, way, mostCalls] of [
    ['V2', v2, 2],
    ['V1', v1, 1],
  ] as const) {
    it(`calls tools, is answered and interrupted, and the service takes it all: ${name}`, async () => {
      const question: ChatMessage = { role: 'user', content: '看看 a.ts' };
      // Find out under which name the service receives the tool.
      await ask(way, [question]);
      const sent = sentName(simulator.requests().at(-1)?.body, 0);
      simulator.answers([
        {
          toolCalls: [
            { name: sent, arguments: { path: '源码/a.ts' } },
            { name: 'now', arguments: {} },
          ].slice(0, mostCalls),
          text: '先看看',
          interleaved: true,
        },
        { text: '看完了', when: { afterTools: true } },
        { text: '好的', when: { says: '算了' } },
      ]);
      const first = await ask(way, [{ role: 'system', content: 's1' }, { role: 'system', content: 's2' }, question]);
      assert.deepEqual(
        first.calls.map(({ name: called, arguments: text }) => [called, text]),
        [
          [READ, '{"path":"源码/a.ts"}'],
          ['now', '{}'],
        ].slice(0, mostCalls),
      );
      const calling: ChatMessage = { role: 'assistant', content: first.text, toolCalls: first.calls };
      const result = (id: string): ChatMessage => ({ role: 'tool', content: 'let a = "1";\n', toolCallId: id });
      // In a different order than the calls.
      const results = first.calls.toReversed().map(({ id }) => result(id));
      assert.equal((await ask(way, [question, calling, ...results])).text, '看完了');
      // The user stops the calls and sends two more messages, and a result arrives late.
      const late = [question, calling, ...results.slice(1), { role: 'user', content: '算了' } as const];
      const last = [...late, { role: 'user', content: '别看了' } as const, result('of another conversation')];
      const { text, usage } = await ask(way, last);
      assert.equal(text, '好的');
      assert.ok(usage !== undefined && usage.inputTokens <= inputBound(last, TOOLS));
      await simulator.idle();
      assert.deepEqual(simulator.violations(), []);
      assert.equal(simulator.requests().at(-1)?.errorCode, null);
    });
  }

  it('receives no call when the connection is cut in the middle of one', async () => {
    const toolCalls = [{ name: 'now', arguments: { a: 'x'.repeat(200) } }];
    for (let afterEvents = 1; afterEvents < 12; afterEvents++) {
      simulator.script({ answer: { toolCalls }, delivery: { cut: { afterEvents } } });
      await assert.rejects(ask(v2, [{ role: 'user', content: '?' }]), { kind: 'truncated' });
    }
  });
});
