import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formatYuan } from '../../src/core/money.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { eventually } from './eventually.ts';
import { ledgerRows } from './ledgerFile.ts';
import { NativeChat, WITH_NATIVE_CHAT } from './nativeChat.ts';
import { setStage, type Stage } from './stage.ts';

/** A message of a request, as the service receives it. */
interface SentMessage {
  readonly role: string;
  readonly content: string;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string } }[];
}

describe('VS Code’s own agent', () => {
  let stage: Stage;
  let window: Workbench;
  let chat: NativeChat;

  const inWorkspace = (name: string): string => path.join(stage.workspace, name);
  const sent = (index: number): readonly SentMessage[] =>
    (stage.simulator.requests().at(index)?.body as { messages: SentMessage[] }).messages;

  before(async () => {
    stage = await setStage(WITH_NATIVE_CHAT);
    window = await stage.openWindow();
    chat = new NativeChat(window);
    await chat.choose('ernie-5.1');
  });

  after(() => stage.close());

  it('reads, edits and creates files and runs a command with its own tools, as the model tells it to', async () => {
    const cart = inWorkspace('src/cart.ts');
    const check = inWorkspace('src/check.cjs');
    const before = readFileSync(cart, 'utf8');
    stage.simulator.answers([
      {
        reasoning: '先看看购物车。',
        toolCalls: [
          { name: 'read_file', arguments: { filePath: cart, startLine: 1, endLine: 30 } },
          { name: 'list_dir', arguments: { path: path.dirname(cart) } },
        ],
        interleaved: true,
      },
      {
        text: '给每一行加上备注。',
        toolCalls: [
          {
            name: 'replace_string_in_file',
            arguments: {
              filePath: cart,
              oldString: '  name: string;\n  priceInFen: number;\n',
              newString: '  name: string;\n  /** 备注 */\n  note: string;\n  priceInFen: number;\n',
            },
          },
        ],
        when: { afterTools: true },
      },
      {
        toolCalls: [{ name: 'create_file', arguments: { filePath: check, content: 'console.log(`ran ${6 * 7}`);\n' } }],
        when: { afterTools: true },
      },
      {
        toolCalls: [
          {
            name: 'run_in_terminal',
            arguments: { command: 'node src/check.cjs', explanation: '运行检查', goal: '检查', mode: 'sync' },
          },
        ],
        when: { afterTools: true },
      },
      { text: '都完成了。', when: { afterTools: true } },
    ]);
    await chat.ask('给购物车的每一行加备注，并检查');
    await window.quickInput.pick('¥5.00');
    await chat.confirmation.waitFor();
    await window.screenshot('native-agent-confirmation-en');
    await chat.confirmation.click();
    await chat.whenAnswered('都完成了');
    await chat.stopButton.waitFor({ state: 'hidden' });
    await window.screenshot('native-agent-done-en');

    assert.equal(
      readFileSync(cart, 'utf8'),
      before.replace('  name: string;\n', '  name: string;\n  /** 备注 */\n  note: string;\n'),
    );
    assert.ok(existsSync(check));
    assert.equal(stage.simulator.requests().length, 5);
    assert.deepEqual(stage.simulator.violations(), []);
  });

  it('has the results of its tools sent to the model, each under its call', () => {
    const messages = sent(-1).slice(-9);
    assert.deepEqual(
      messages.map(({ role, tool_calls: calls = [] }) => [role, ...calls.map(call => call.function.name)].join(' ')),
      [
        'assistant read_file list_dir',
        'tool',
        'tool',
        'assistant replace_string_in_file',
        'tool',
        'assistant create_file',
        'tool',
        'assistant run_in_terminal',
        'tool',
      ],
    );
    const called = messages.flatMap(({ tool_calls: calls = [] }) => calls.map(({ id }) => id));
    const answered = messages.flatMap(({ tool_call_id: id }) => (id === undefined ? [] : [id]));
    assert.deepEqual(answered, called);
    assert.match(messages[1]?.content ?? '', /购物车中的一行/);
    assert.match(messages[2]?.content ?? '', /discounts\.ts/);
    assert.match(messages[8]?.content ?? '', /ran 42/, 'what the command printed');
  });

  it('has each step in the ledger under the model provider, at the exact billed amount', async () => {
    const rows = ledgerRows(stage.server);
    const requests = stage.simulator.requests();
    assert.deepEqual(
      rows.map(({ state, outcome, source, feature, consumer, request, amount }) => [
        state,
        outcome,
        source,
        feature,
        consumer,
        request,
        amount,
      ]),
      requests.map(({ requestId, bill }) => [
        1,
        0,
        0,
        'modelProvider',
        'github.copilot-chat',
        requestId,
        bill.amountNanoYuan,
      ]),
    );
    const { amountNanoYuan } = stage.simulator.account();
    assert.equal(
      rows.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
      amountNanoYuan,
    );
    await window.spend.filter({ hasText: formatYuan(amountNanoYuan) }).waitFor();
  });

  it('is listed apart from VS Code’s background requests in the usage panel, when those are allowed', async () => {
    await stage.server.changeSettings({ 'chat.byokUtilityModelDefault': 'mainAgent' });
    await window.reload();
    await chat.choose('ernie-5.1');
    stage.simulator.script({ answer: { text: '看一看' } }, 'always');
    stage.simulator.answers([
      {
        toolCalls: [{ name: 'list_dir', arguments: { path: inWorkspace('src') } }],
        when: { offers: 'list_dir', afterTools: false },
      },
      { text: '这就是全部。', when: { offers: 'list_dir', afterTools: true } },
    ]);
    await chat.askUntilReady('再列一次', '这就是全部');
    await stage.simulator.idle();
    await window.runCommand('Show Usage and Spend');
    await window.usage.getByRole('tab', { name: 'Consumer' }).click();
    const row = window.usage.getByRole('row').filter({
      has: window.usage.getByRole('rowheader', { name: 'VS Code (background)', exact: true }),
    });
    await row.first().scrollIntoViewIfNeeded();
    await window.screenshot('native-usage-background-en');
    // VS Code may ask once more in the background meanwhile.
    await eventually(
      async () => {
        const background = ledgerRows(stage.server).filter(({ consumer }) => consumer === 'vscode-background');
        assert.ok(background.length > 0);
        assert.ok(background.every(({ feature }) => feature === 'modelProvider'));
        const amount = formatYuan(background.reduce((sum, each) => sum + (each.amount ?? 0), 0));
        return { amount, text: await row.first().innerText() };
      },
      ({ amount, text }) => text.includes(amount),
    );
  });
});
