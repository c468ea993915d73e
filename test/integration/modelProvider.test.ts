import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BACKGROUND_CONSUMER, CHAT_CONSUMER } from '../../src/host/consumer.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { PRIORITY } from '../../src/core/priority.ts';
import { urgencyOf } from '../../src/core/urgencyOf.ts';
import { type Simulator, startSimulator } from '../support/simulator/simulator.ts';
import { modelProviderStage, picture, user } from './modelProviderStage.ts';

/** The options that VS Code's own chat passes with each request of a conversation. */
const OF_CHAT = { requestInitiator: CHAT_CONSUMER, modelOptions: { _otelTraceContext: null, _conversationId: 'c' } };

describe('A model for other extensions', () => {
  let simulator: Simulator;
  let stage: ReturnType<typeof modelProviderStage>;

  before(async () => (simulator = await startSimulator()));
  after(() => simulator.close());
  beforeEach(async () => {
    stage = modelProviderStage(simulator);
    await stage.ledger.ready();
    stage.decideNoCap();
  });
  afterEach(async () => {
    assert.deepEqual(simulator.violations(), []);
    await stage.close();
    simulator.reset();
  });

  const tools = [
    { name: 'read', description: 'Reads a file.', inputSchema: { type: 'object', required: ['path'] } },
    { name: 'list', description: 'Lists files.', inputSchema: { type: 'object', properties: {} } },
  ];

  it('reports reasoning and text as they arrive', async () => {
    simulator.script({ answer: { reasoning: '想', chunks: ['你', '好'] } });
    assert.deepEqual(await stage.ask(), [{ reasoning: '想' }, { reasoning: '' }, '你', '好']);
  });

  it('reports token usage to VS Code’s own chat and to no other caller', async () => {
    simulator.script({ answer: { text: '好' } }, 2);
    const last = (await stage.ask({ options: OF_CHAT })).at(-1);
    const [entry] = stage.ledger.bookings(1);
    assert.ok(entry !== undefined && entry.usage.inputTokens > 0);
    const { inputTokens, outputTokens, cachedInputTokens } = entry.usage;
    assert.deepEqual(last, {
      type: 'usage',
      value: {
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
        total_tokens: inputTokens + outputTokens,
        prompt_tokens_details: { cached_tokens: cachedInputTokens },
      },
    });
    assert.equal((await stage.ask({ options: { requestInitiator: 'someone.else' } })).at(-1), '好');
  });

  it('reports two parallel tool calls whole when their arguments arrive in fragments', async () => {
    simulator.script({
      answer: {
        text: 'Looking.',
        toolCalls: [
          { id: 'c1', name: 'read', arguments: ['{"pa', 'th":"中', '.ts"}'] },
          { id: 'c2', name: 'list', arguments: ['{', '}'] },
        ],
      },
    });
    const parts = await stage.ask({ options: { tools } });
    assert.deepEqual(parts.slice(-2), [
      { id: 'c1', name: 'read', input: { path: '中.ts' } },
      { id: 'c2', name: 'list', input: {} },
    ]);
    const body = JSON.stringify(simulator.requests()[0]?.body);
    assert.match(body, /"name":"read".*"required":\["path"\]/);
  });

  it('sends the results of tools', async () => {
    const messages = [
      user('Which files?'),
      vscode.LanguageModelChatMessage.Assistant([
        new vscode.LanguageModelTextPart('Looking.'),
        new vscode.LanguageModelToolCallPart('c1', 'read', { path: 'a' }),
        new vscode.LanguageModelToolCallPart('c2', 'list', {}),
      ]),
      user([
        new vscode.LanguageModelToolResultPart('c1', [new vscode.LanguageModelTextPart('content of a')]),
        new vscode.LanguageModelToolResultPart('c2', [
          new vscode.LanguageModelTextPart('a'),
          new vscode.LanguageModelTextPart('b'),
        ]),
      ]),
    ];
    simulator.script({ answer: { text: 'Two.' } });
    assert.equal((await stage.ask({ messages, options: { tools } })).join(''), 'Two.');
    const sent = simulator.requests()[0]?.body as { messages: readonly Record<string, unknown>[] };
    assert.deepEqual(
      sent.messages.slice(-2).map(({ role, content, tool_call_id }) => [role, content, tool_call_id]),
      [
        ['tool', 'content of a', 'c1'],
        ['tool', 'a\nb', 'c2'],
      ],
    );
  });

  it('passes empty input for unreadable arguments, and fails when the tool would run with empty input', async () => {
    simulator.script({ answer: { toolCalls: [{ id: 'c1', name: 'read', arguments: '{"path":' }] } });
    assert.deepEqual(await stage.ask({ options: { tools } }), [{ id: 'c1', name: 'read', input: {} }]);
    simulator.script({ answer: { toolCalls: [{ id: 'c1', name: 'list', arguments: '{"all":' }] } });
    await assert.rejects(
      stage.ask({ options: { tools } }),
      /^Error: The model called the tool list with arguments that cannot be read, so none was run\..*It is counted as ¥/,
    );
  });

  it('requires a tool call when the caller does', async () => {
    simulator.script({ answer: { toolCalls: [{ id: 'c1', name: 'list', arguments: '{}' }] } });
    await stage.ask({ options: { tools, toolMode: vscode.LanguageModelChatToolMode.Required } });
    const { tool_choice: choice } = simulator.requests()[0]?.body as Record<string, unknown>;
    assert.equal(choice, 'required');
  });

  it('closes the connection when the request is cancelled', async () => {
    simulator.script({ answer: { chunks: ['一', '二', '三'] }, delivery: { stall: { afterEvents: 1 } } });
    const source = new vscode.CancellationTokenSource();
    const asking = stage.ask({ token: source.token, onPart: () => source.cancel() });
    await assert.rejects(asking, vscode.CancellationError);
    await simulator.when(([request]) => request?.outcome === 'closedByClient');
  });

  it('sends nothing when the request is already cancelled', async () => {
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    await assert.rejects(stage.ask({ token: source.token }), vscode.CancellationError);
    assert.deepEqual(simulator.requests(), []);
  });

  it('refuses an image without sending anything', async () => {
    const messages = [user([new vscode.LanguageModelTextPart('What is this?'), picture() as never])];
    await assert.rejects(stage.ask({ messages }), /contains an image or another file.*Nothing was sent/);
    assert.deepEqual(simulator.requests(), []);
  });

  it('fails with the messages of our own chat and the error codes of VS Code', async () => {
    simulator.script({ instead: { kind: 'error', code: 'invalid_iam_token' } });
    const refused = await failureOf({});
    assert.equal(refused.code, 'NoPermissions');
    assert.match(refused.message, /refused this API Key.*Nothing was charged\..*“Set Credentials\.\.\.”/);
    simulator.script({ instead: { kind: 'error', code: 'account_overdue' } });
    const limited = await failureOf({});
    assert.deepEqual([limited.code, limited.stack], ['Blocked', '']);
    stage.person.hasCredentials = false;
    const missing = await failureOf({});
    assert.match(missing.message, /^Set a key to start asking\. Nothing was sent\./);
  });

  it('fails with the message of our own chat when the settings cannot be used', async () => {
    stage.person.unusable = new WenxinError('no-endpoint', 'wenxin.endpoints cannot be used', { code: 'setting' });
    const failure = await failureOf({ options: OF_CHAT });
    assert.match(failure.message, /^The setting wenxin\.endpoints/);
    assert.equal(failure.stack, '');
    assert.deepEqual(simulator.requests(), []);
  });

  it('fails without error code and stack in VS Code’s own chat, which would show them', async () => {
    simulator.script({ instead: { kind: 'error', code: 'invalid_iam_token' } });
    const refused = await failureOf({ options: OF_CHAT });
    assert.deepEqual([refused.name, refused.stack, refused.code], ['Error', '', undefined]);
    assert.ok(!refused.message.includes(simulator.key));
  });

  it('fails when the answer is cut, unless the caller set that limit', async () => {
    stage.person.maxOutputTokens = 2;
    simulator.script({ answer: { text: '一二三四五六七八' } }, 2);
    const cut = await failureOf({});
    assert.match(
      cut.message,
      /^The answer was cut at the output limit, which can be raised in the settings\. It is counted/,
    );
    stage.person.maxOutputTokens = 4096;
    assert.ok((await stage.ask({ options: { modelOptions: { max_tokens: 2 } } })).length > 0);
  });

  it('fails when the safety rules withdraw the answer', async () => {
    simulator.script({ answer: { text: '一', flag: 4 } });
    assert.match((await failureOf({})).message, /^The service withdrew this answer under its safety rules/);
  });

  it('refuses input that is too long without sending it', async () => {
    const messages = [user('汉'.repeat(300_000))];
    assert.match((await failureOf({ messages })).message, /more than ernie-5\.1 takes \(131,072\)\. Nothing was sent/);
    assert.deepEqual(simulator.requests(), []);
  });

  it('books requests under its feature, the workspace and the caller', async () => {
    simulator.script({ answer: { text: '好' } }, 'always');
    const helper = { requestInitiator: CHAT_CONSUMER, modelOptions: { _otelTraceContext: null } };
    await stage.ask({ options: { requestInitiator: 'someone.else' } });
    await stage.ask({ options: OF_CHAT });
    await stage.ask({ options: helper });
    const booked = stage.ledger.bookings(3).map(({ feature, workspace, consumer }) => [feature, workspace, consumer]);
    assert.deepEqual(booked, [
      ['modelProvider', 'shop', BACKGROUND_CONSUMER],
      ['modelProvider', 'shop', CHAT_CONSUMER],
      ['modelProvider', 'shop', 'someone.else'],
    ]);
  });

  it('has editor priority in a conversation, and background priority for requests the user did not make', async () => {
    simulator.script({ answer: { text: '好' } }, 'always');
    const helper = { requestInitiator: CHAT_CONSUMER, modelOptions: { _otelTraceContext: null } };
    await stage.ask({ options: OF_CHAT });
    await stage.ask({ options: helper });
    assert.deepEqual(stage.requests.map(urgencyOf), [PRIORITY.editor, PRIORITY.background]);
  });

  it('counts the tokens of texts and of messages, as objects of VS Code and in serialized form', async () => {
    const { provider } = stage;
    const count = (text: unknown): Promise<number> => provider.provideTokenCount({ id: 'ernie-5.1' }, text as string);
    const chinese = '这是一个关于订单的函数，请解释它的作用。';
    const tokens = await count(chinese);
    assert.ok(tokens >= chinese.length / 2 && tokens <= chinese.length, String(tokens));
    const message = await count(user(chinese));
    assert.ok(message > tokens);
    const sent = { role: 1, content: [{ type: 'text', value: chinese }] };
    assert.equal(await count(sent), message);
    const call = {
      role: 2,
      content: [{ type: 'tool_use', toolCallId: 'c', name: 'read', parameters: { path: chinese } }],
    };
    assert.ok((await count(call)) > tokens);
    assert.equal(await count(''), 0);
  });

  async function failureOf(asking: Parameters<typeof stage.ask>[0]): Promise<Error & { readonly code?: unknown }> {
    return stage.ask(asking).then(
      () => assert.fail('it did not fail'),
      (error: unknown) => (error instanceof Error ? error : assert.fail('no error')),
    );
  }
});
