import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatBackend, ChatRequest } from '../../src/core/chat.ts';
import type { Attachment, Turn } from '../../src/core/conversation/conversation.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import { CostCheck } from '../../src/host/chat/costCheck.ts';
import { TurnButtons } from '../../src/host/chat/turnButtons.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { madeUp } from '../support/madeUpSecret.ts';
import { begin, DONE, lastTurn, question, text } from '../unit/conversation/sessionStage.ts';
import { askerWithButtons } from './everydayChat.ts';
import { costs, expectation } from './expectations.ts';
import { replaced } from './replaced.ts';

type Ending = 'done' | 'cut' | 'busy' | 'broken' | 'held';

const CODE: Attachment = { id: 'a', path: 'a.ts', languageId: 'typescript', startLine: 1, endLine: 1, text: 'x' };

/** Creates buttons under questions whose answers end as scripted and probably cost up to ¥1. */
function stage({ limitYuan = Infinity } = {}) {
  const requests: ChatRequest[] = [];
  const endings: Ending[] = [];
  const backend: ChatBackend = async function* (request, signal) {
    await Promise.resolve();
    requests.push(request);
    const ending = endings.shift();
    if (ending === 'busy') throw new WenxinError('busy', 'busy');
    yield text(`answer ${requests.length}`);
    if (ending === 'broken') throw new WenxinError('truncated', 'cut');
    if (ending === 'held') await new Promise(resolve => signal.addEventListener('abort', resolve));
    signal.throwIfAborted();
    yield { ...DONE, finish: ending === 'cut' ? 'length' : 'stop' };
  };
  const { session, history, clock } = begin(backend);
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  const expect = () => expectation({ cost: costs(0.5, 1, 2) });
  const costCheck = new CostCheck(expect, () => (limitYuan === Infinity ? undefined : limitYuan * 1e9));
  const { asker, buttons } = askerWithButtons(session, composer, costCheck);
  return { session, history, composer, asker, buttons, requests, end: (...how: Ending[]) => endings.push(...how) };
}

/** Answers each warning with the button of that name; returns the messages of the warnings. */
async function choosing(choice: string | undefined, run: () => void | Promise<void>): Promise<string[]> {
  const told: string[] = [];
  const choose = (message: string, ...rest: readonly unknown[]): Promise<unknown> => {
    told.push(message);
    const items = rest.filter(
      (each): each is vscode.MessageItem => typeof each === 'object' && 'title' in (each as object),
    );
    return Promise.resolve(items.find(({ title }) => title.startsWith(choice ?? '\0')));
  };
  await replaced(vscode.window, 'showWarningMessage', choose as typeof vscode.window.showWarningMessage, run);
  return told;
}

const beside = ({ session }: ReturnType<typeof stage>): readonly Turn[] => session.branchesOf(lastTurn(session).id);

describe('The buttons under a question and its answer', () => {
  it('ask an edited question on a new branch, with the same attachments', async () => {
    const on = stage();
    await on.session.ask({ ...question('one'), attachments: [CODE] });
    await on.buttons.onEdit(lastTurn(on.session).id, 'eins');
    assert.deepEqual(
      beside(on).map(({ question: asked, prompt, attachments }) => [asked, prompt, attachments]),
      [
        ['one', 'one', [CODE]],
        ['eins', 'eins', [CODE]],
      ],
    );
  });

  it('send as few earlier turns with an edited question as with the original', async () => {
    const on = stage();
    await on.session.ask(question('earlier'));
    await on.session.ask({ ...question('one'), mostEarlier: 0 });
    await on.buttons.onEdit(lastTurn(on.session).id, 'eins');
    assert.equal(lastTurn(on.session).mostEarlier, 0);
    assert.equal(on.requests[2]?.messages.filter(({ role }) => role === 'user').length, 1);
  });

  it('turn an edited question of a command into a typed one, and keep an unedited one as it is', async () => {
    const on = stage();
    await on.session.ask({ feature: 'fix', question: 'Fix this code', prompt: 'Find and fix', attachments: [CODE] });
    const { id } = lastTurn(on.session);
    await on.buttons.onEdit(id, 'Fix line 3');
    on.buttons.onShowBranch(id);
    await on.buttons.onEdit(id, 'Fix this code');
    assert.deepEqual(
      beside(on).map(({ feature, prompt }) => [feature, prompt]),
      [
        ['fix', 'Find and fix'],
        ['chat', 'Fix line 3'],
        ['fix', 'Find and fix'],
      ],
    );
    assert.deepEqual(
      on.requests.map(({ fresh }) => fresh),
      [undefined, undefined, true],
    );
  });

  it('retry an unedited question in place when it has no answer yet', async () => {
    const on = stage();
    on.end('busy');
    await on.session.ask(question('one'));
    await on.buttons.onEdit(lastTurn(on.session).id, 'one');
    assert.deepEqual([on.requests.length, beside(on).length], [2, 1]);
  });

  it('load what another window has written of an answer since', async () => {
    const on = stage();
    await on.session.ask(question('one'));
    const { id } = on.session.conversation;
    const turn = lastTurn(on.session);
    const failure = { kind: 'elsewhere' } as const;
    await on.history.save(id, { ...turn, answer: { ...turn.answer, state: 'failed', failure } });
    await on.session.reload();
    await on.history.save(id, turn);
    await on.buttons.onFailure(turn.id, 'loadAgain');
    assert.deepEqual(lastTurn(on.session).answer, turn.answer);
    assert.equal(on.requests.length, 1);
  });

  it('do nothing for an empty question or an unknown turn', async () => {
    const on = stage();
    await on.session.ask(question('one'));
    await on.buttons.onEdit(lastTurn(on.session).id, ' \n');
    await on.buttons.onEdit('unknown', 'two');
    assert.equal(on.requests.length, 1);
  });

  it('ask about a secret in an edited question before it is sent', async () => {
    const secret = `bce-v3/ALTAK-${madeUp('letters', 21)}/${madeUp('hex', 40)}`;
    for (const [choice, sent] of [
      [undefined, 0],
      ['Mask', 1],
      ['Send as Is', 1],
    ] as const) {
      const on = stage();
      await on.session.ask(question('one'));
      const told = await choosing(choice, () => on.buttons.onEdit(lastTurn(on.session).id, `use ${secret}`));
      assert.deepEqual([told, on.requests.length - 1], [['1 possible secret in what you are about to send.'], sent]);
      const isThere = JSON.stringify(on.requests.at(-1)?.messages).includes(secret);
      assert.equal(isThere, choice === 'Send as Is');
      // The page still has the edited text, so it is not put into the composer.
      assert.equal(on.composer.draft.text, '');
    }
  });

  it('ask for confirmation of the cost before anything is sent again', async () => {
    const on = stage({ limitYuan: 0.9 });
    on.end('cut');
    await on.session.ask(question('one'));
    const { id } = lastTurn(on.session);
    for (const press of [
      () => on.buttons.onEdit(id, 'two'),
      () => on.buttons.onAnswer(id, 'regenerate'),
      () => on.buttons.onAnswer(id, 'continue'),
    ]) {
      const told = await choosing(undefined, press);
      assert.match(told.join(), /will probably cost ¥\d\.\d+–1\.00/);
    }
    assert.equal(on.requests.length, 1);
  });

  it('continue an answer that was cut or broke off, and no other', async () => {
    const on = stage();
    on.end('cut', 'done');
    await on.session.ask(question('one'));
    const { id } = lastTurn(on.session);
    await on.buttons.onAnswer(id, 'continue');
    assert.deepEqual([lastTurn(on.session).answer.text, on.requests[1]?.isPart], ['answer 1answer 2', true]);
    await on.buttons.onAnswer(id, 'continue');
    assert.equal(on.requests.length, 2);
    on.end('broken');
    await on.session.ask(question('two'));
    await on.buttons.onAnswer(lastTurn(on.session).id, 'continue');
    assert.equal(on.requests.length, 3, 'what failed offers it with the failure');
    await on.buttons.onFailure(lastTurn(on.session).id, 'continue');
    assert.equal(lastTurn(on.session).answer.text, 'answer 3answer 4');
  });

  it('regenerate an answer with a fresh request, and show the chosen branch', async () => {
    const on = stage();
    await on.session.ask(question('one'));
    const first = lastTurn(on.session).id;
    await on.buttons.onAnswer(first, 'regenerate');
    assert.deepEqual([on.requests[1]?.fresh, lastTurn(on.session).answer.text], [true, 'answer 2']);
    on.buttons.onShowBranch(first);
    assert.equal(lastTurn(on.session).answer.text, 'answer 1');
  });

  it('change nothing while an answer is being written, and say so', async () => {
    const on = stage();
    await on.session.ask(question('one'));
    const first = lastTurn(on.session).id;
    await on.buttons.onEdit(first, 'eins');
    on.end('held');
    const running = on.session.ask(question('two'));
    await new Promise(resolve => setImmediate(resolve));
    const told: string[] = [];
    const tell = (message: string): Promise<undefined> => {
      told.push(message);
      return Promise.resolve(undefined);
    };
    await replaced(vscode.window, 'showInformationMessage', tell, async () => {
      await on.buttons.onEdit(lastTurn(on.session).id, 'zwei');
      on.buttons.onShowBranch(first);
    });
    assert.deepEqual(told, ['An answer is still being written. Ask this question again when it is complete.']);
    assert.deepEqual(
      on.session.conversation.turns.map(turn => turn.question),
      ['eins', 'two'],
    );
    on.session.stop();
    await running;
  });

  it('start a new chat when the safety rules ended this one', async () => {
    const { session } = begin(async function* () {
      await Promise.resolve();
      yield text('no');
      yield { type: 'safety', verdict: 'end' };
      yield DONE;
    });
    const on = stage();
    await session.ask(question('one'));
    const buttons = new TurnButtons({
      session,
      composer: on.composer,
      asker: on.asker,
      shown: turn => turn,
      host: () => '',
      allowHost: () => Promise.resolve(false),
      enterPrice: () => Promise.resolve(false),
      showComposer: () => Promise.resolve(),
    });
    const ran: string[] = [];
    const run = (command: string): Promise<undefined> => {
      ran.push(command);
      return Promise.resolve(undefined);
    };
    await replaced(vscode.commands, 'executeCommand', run as typeof vscode.commands.executeCommand, async () => {
      await buttons.onAnswer(lastTurn(session).id, 'regenerate');
      await buttons.onAnswer(lastTurn(session).id, 'newChat');
    });
    assert.deepEqual(ran, [COMMANDS.newChat]);
  });
});
