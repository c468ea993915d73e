import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CHAT_CONSUMER } from '../../src/host/consumer.ts';
import { CAP } from '../../src/host/modelProvider/dailyCap.ts';
import { type Simulator, startSimulator } from '../support/simulator/simulator.ts';
import { whileChinese } from './inChinese.ts';
import { modelProviderStage } from './modelProviderStage.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const YUAN = 1_000_000_000;

describe('The daily budget of other chats and extensions', () => {
  let simulator: Simulator;
  let stage: ReturnType<typeof modelProviderStage>;

  before(async () => (simulator = await startSimulator()));
  after(() => simulator.close());
  beforeEach(async () => {
    stage = modelProviderStage(simulator);
    await stage.ledger.ready();
    simulator.script({ answer: { text: '好' } }, 'always');
  });
  afterEach(async () => {
    await stage.close();
    simulator.reset();
  });

  const caps = (): (number | undefined)[] => (stage.budgets.states() ?? []).map(({ budget }) => budget.limitNanoYuan);
  const byChat = { options: { requestInitiator: CHAT_CONSUMER, modelOptions: { _conversationId: 'c' } } };

  const answered = async (): Promise<void> => assert.equal((await stage.ask())[0], '好');

  it('is asked for once for all concurrent requests, and is then kept', async () => {
    const person = new Person(['¥5.00']);
    await person.during(async () => {
      const answers = await Promise.all([stage.ask(byChat), stage.ask(), stage.ask()]);
      assert.deepEqual(
        answers.map(parts => parts[0]),
        ['好', '好', '好'],
      );
    });
    assert.deepEqual(person.seen, [
      [
        'pick:',
        'Daily Budget for Other Chats and Extensions',
        '“VS Code chat” wants to use ernie-5.1 with your key',
        '¥2.00 · a day for all of them together',
        '¥5.00 · a day for all of them together',
        '¥10.00 · a day for all of them together',
        'Other Amount...',
        'No Budget · only your other budgets apply',
      ].join('\n'),
    ]);
    assert.deepEqual(
      stage.budgets.states()?.map(({ budget }) => budget),
      [{ ...CAP, limitNanoYuan: 5 * YUAN }],
    );
    await new Person([]).during(answered);
    // Nothing else records the decision: the user is asked again once the budget or its file is deleted.
    assert.equal(stage.memory.get('modelProviderUnlimited'), undefined);
  });

  it('is asked for in Chinese when VS Code is in Chinese', async () => {
    const person = new Person(['¥2.00']);
    await whileChinese(() => person.during(async () => assert.equal((await stage.ask(byChat))[0], '好')));
    assert.match(
      person.seen[0] ?? '',
      /^pick:\n其他聊天和扩展的每日预算\n“VS Code 聊天”想要使用你的密钥调用 ernie-5\.1\n/,
    );
  });

  it('can be any amount', async () => {
    const typed: vscode.InputBoxOptions[] = [];
    const type = async (options?: vscode.InputBoxOptions): Promise<string> => {
      typed.push(options ?? {});
      return '3.5';
    };
    const person = new Person(['Other Amount...']);
    await replaced(vscode.window, 'showInputBox', type as typeof vscode.window.showInputBox, () =>
      person.during(answered),
    );
    assert.equal(typed[0]?.title, 'Daily Budget for Other Chats and Extensions');
    assert.deepEqual(caps(), [3.5 * YUAN]);
  });

  it('can be declined, and is then not asked for again', async () => {
    await new Person(['No Budget']).during(answered);
    await new Person([]).during(answered);
    assert.deepEqual(caps(), []);
  });

  it('is not asked for when it is already set', async () => {
    await stage.decideCap(2 * YUAN);
    await new Person([]).during(answered);
  });

  it('fails the waiting requests when the prompt is closed, and is asked for again by the next request', async () => {
    const person = new Person([LEAVE, '¥2.00']);
    await person.during(async () => {
      const failures = await Promise.all([1, 2].map(() => stage.ask().catch((error: unknown) => String(error))));
      const [first = '', second] = failures;
      assert.match(
        String(first),
        /No daily budget is set yet.*nothing was sent or charged\. Ask again to choose one, or run “Set Budget/,
      );
      assert.equal(first, second);
      assert.deepEqual(simulator.requests(), []);
      assert.equal((await stage.ask())[0], '好');
    });
  });

  it('applies when another window sets it while this one asks, even if the prompt is closed here', async () => {
    let leave = (): void => assert.fail('nobody is asked');
    let isOpen = (): void => undefined;
    const opened = new Promise<void>(resolve => (isOpen = resolve));
    const pick = (): Promise<undefined> =>
      new Promise(resolve => {
        leave = () => resolve(undefined);
        isOpen();
      });
    await replaced(vscode.window, 'showQuickPick', pick as unknown as typeof vscode.window.showQuickPick, async () => {
      const waiting = stage.ask();
      await opened;
      await stage.decideCap(2 * YUAN);
      assert.deepEqual(stage.requests, [], 'nothing is sent while the question is open');
      leave();
      assert.equal((await waiting)[0], '好');
    });
    assert.deepEqual(caps(), [2 * YUAN]);
  });

  it('fails an answer that it cut, even if the caller had set a limit', async () => {
    simulator.script({ answer: { text: '长'.repeat(3000) } }, 'always');
    await stage.decideCap(5_800_000);
    await assert.rejects(stage.ask({ options: { modelOptions: { max_tokens: 4096 } } }), (error: Error) => {
      assert.match(
        error.message,
        /was left, so this answer was limited to \d+ tokens\. It was cut there\. It is counted/,
      );
      return true;
    });
  });

  it('is kept even if the request that caused the prompt was cancelled meanwhile', async () => {
    let choose = (_label: string): void => assert.fail('nobody is asked');
    let isOpen = (): void => undefined;
    const opened = new Promise<void>(resolve => (isOpen = resolve));
    const pick = (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> =>
      new Promise(resolve => {
        choose = label => resolve(items.find(item => item.label === label));
        isOpen();
      });
    await replaced(vscode.window, 'showQuickPick', pick as unknown as typeof vscode.window.showQuickPick, async () => {
      const source = new vscode.CancellationTokenSource();
      const cancelled = stage.ask({ token: source.token });
      await opened;
      source.cancel();
      await assert.rejects(cancelled, vscode.CancellationError);
      const waiting = stage.ask();
      // The second request waits for the same question; give it time to be sent by mistake.
      await stage.ledger.write(() => undefined);
      assert.deepEqual(stage.requests, [], 'nothing is sent while the question is open');
      choose('¥10.00');
      assert.equal((await waiting)[0], '好');
    });
    assert.deepEqual(caps(), [10 * YUAN]);
    assert.equal(simulator.requests().length, 1);
  });

  it('blocks a request that would exceed it, and says how to raise it', async () => {
    await stage.decideCap(1);
    await assert.rejects(stage.ask(), (error: vscode.LanguageModelError) => {
      assert.equal(error.code, 'Blocked');
      assert.match(
        error.message,
        /of today's budget for “Other Chats and Extensions” \(<¥0\.0001\) is left.*Nothing was sent\. To raise it, run “Set Budget\.\.\.” in the Command Palette\.$/,
      );
      return true;
    });
    await stage.decideCap(2 * YUAN);
    assert.equal((await stage.ask())[0], '好');
  });
});
