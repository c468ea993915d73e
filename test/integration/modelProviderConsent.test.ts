import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { manageAccess } from '../../src/host/modelProvider/manageAccess.ts';
import { type Simulator, startSimulator } from '../support/simulator/simulator.ts';
import { whileChinese } from './inChinese.ts';
import { modelProviderStage } from './modelProviderStage.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const QUESTION =
  'modal: “shop.helper” wants to use ernie-5.1 with your key You pay for its questions. They are counted under its name and limited by the budget for other chats and extensions. You can take the access back with “Manage Access of Other Extensions”. [Allow] [Only This Time] [Deny]';

describe('The access of other extensions', () => {
  let simulator: Simulator;
  let stage: ReturnType<typeof modelProviderStage>;

  before(async () => (simulator = await startSimulator()));
  after(() => simulator.close());
  beforeEach(async () => {
    stage = modelProviderStage(simulator);
    await stage.ledger.ready();
    stage.decideNoCap();
    simulator.script({ answer: { text: '好' } }, 'always');
  });
  afterEach(async () => {
    await stage.close();
    simulator.reset();
  });

  const by = (requestInitiator: string) => stage.ask({ options: { requestInitiator } });
  const answered = async (): Promise<void> => assert.equal((await by('shop.helper'))[0], '好');

  it('is asked for once for all concurrent requests of an extension, and is then remembered', async () => {
    const person = new Person(['Allow']);
    await person.during(async () => {
      await Promise.all([answered(), answered()]);
      await answered();
    });
    assert.deepEqual(person.seen, [QUESTION]);
    assert.equal(stage.memory.get('modelProviderAllowed.shop.helper'), true);
  });

  it('is asked for separately for each extension', async () => {
    const person = new Person(['Allow', 'Deny']);
    await person.during(async () => {
      await answered();
      await assert.rejects(by('shop.other'));
    });
    assert.match(person.seen[1] ?? '', /“shop\.other” wants to use/);
    assert.equal(simulator.requests().length, 1);
  });

  it('can be granted for a single request', async () => {
    await new Person(['Only This Time', 'Only This Time']).during(async () => {
      await answered();
      await answered();
    });
  });

  for (const [how, act] of [
    ['Deny', 'Deny'],
    ['the prompt is closed', LEAVE],
  ] as const) {
    it(`is refused after ${how}, without asking again in this window`, async () => {
      const person = new Person([act]);
      await person.during(async () => {
        for (let times = 0; times < 2; times++) {
          await assert.rejects(by('shop.helper'), (error: vscode.LanguageModelError) => {
            assert.equal(error.code, 'NoPermissions');
            assert.equal(
              error.message,
              'Nothing was sent or charged: you have not let “shop.helper” use your key. To allow it, run “Manage Access of Other Extensions...” in the Command Palette.',
            );
            return true;
          });
        }
      });
      assert.deepEqual(person.seen, [QUESTION]);
      assert.deepEqual(simulator.requests(), []);
    });
  }

  it('is granted when the user sets the daily budget for a request of that extension', async () => {
    stage.memory.delete('modelProviderUnlimited');
    await new Person(['¥5.00']).during(answered);
    await new Person([]).during(answered);
  });

  it('is asked for in Chinese when VS Code is in Chinese', async () => {
    const person = new Person(['拒绝']);
    await whileChinese(() =>
      person.during(() =>
        assert.rejects(
          by('shop.helper'),
          /尚未发送，也未计费：你未允许“shop\.helper”使用你的密钥。如需允许，请在命令面板中运行“管理其他扩展的使用权限...”。/,
        ),
      ),
    );
    assert.equal(
      person.seen[0],
      'modal: “shop.helper”想要使用你的密钥调用 ernie-5.1 该扩展提问的费用由你承担，会按扩展单独统计，并受“其他聊天和扩展”预算的限制。可随时通过“管理其他扩展的使用权限”收回。 [允许] [仅此一次] [拒绝]',
    );
  });

  it('can be revoked, and is then asked for again', async () => {
    await new Person(['Allow']).during(answered);
    const person = new Person(['shop.helper', 'Deny']);
    await person.during(async () => {
      await manageAccess(stage.consent);
      await assert.rejects(by('shop.helper'));
    });
    const title = 'pick:\nExtensions That May Use Your Key\nUncheck one to be asked when it next wants to use the key';
    assert.equal(person.seen[0], `${title}\n[x] · Another extension\n[x] · shop.helper\n[x] · someone.else`);
    assert.equal(person.seen[1], QUESTION);
    assert.equal(stage.memory.has('modelProviderAllowed.shop.helper'), false);
    assert.equal(stage.memory.get('modelProviderAllowed.someone.else'), true);
  });

  it('can be granted to an extension that was denied', async () => {
    await new Person(['Deny']).during(() => assert.rejects(by('shop.helper')));
    const person = new Person(['shop.helper']);
    await person.during(async () => {
      await manageAccess(stage.consent);
      await answered();
    });
    assert.match(person.seen[0] ?? '', /\[ \] · shop\.helper · denied until this window is reloaded$/);
  });

  it('is unchanged when the list is closed, and is explained when there is nothing to list', async () => {
    await new Person([LEAVE]).during(() => manageAccess(stage.consent));
    assert.equal(stage.memory.get('modelProviderAllowed.someone.else'), true);
    stage.memory.clear();
    const person = new Person([]);
    await person.during(() => manageAccess(stage.consent));
    assert.deepEqual(person.seen, [
      'info: No other extension has used your key. When one wants to for the first time, you are asked.',
    ]);
  });

  it('is granted even if the request that caused the prompt was cancelled meanwhile', async () => {
    let choose = (_title: string): void => assert.fail('nobody is asked');
    let isOpen = (): void => undefined;
    const opened = new Promise<void>(resolve => (isOpen = resolve));
    const show = (_text: string, _options: unknown, ...items: vscode.MessageItem[]): Promise<unknown> =>
      new Promise(resolve => {
        choose = title => resolve(items.find(item => item.title === title));
        isOpen();
      });
    await replaced(vscode.window, 'showWarningMessage', show as typeof vscode.window.showWarningMessage, async () => {
      const source = new vscode.CancellationTokenSource();
      const cancelled = stage.ask({ options: { requestInitiator: 'shop.helper' }, token: source.token });
      await opened;
      source.cancel();
      await assert.rejects(cancelled, vscode.CancellationError);
      const waiting = answered();
      // The second request waits for the same question; give it time to be sent by mistake.
      await stage.ledger.write(() => undefined);
      assert.deepEqual(stage.requests, [], 'nothing is sent while the question is open');
      choose('Allow');
      await waiting;
    });
    assert.equal(simulator.requests().length, 1);
  });
});
