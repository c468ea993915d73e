import '../../support/wordingAlone.ts';
import assert from 'node:assert/strict';
import type { NewQuestion } from '../../../src/core/conversation/nextTurn.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Expand } from '../../../src/host/chat/asker.ts';
import { begin, DONE, lastTurn, question, scripted, text } from '../conversation/sessionStage.ts';

const { Asker } = await import('../../../src/host/chat/asker.ts');
const { Composer } = await import('../../../src/host/chat/composer.ts');
const { CostCheck } = await import('../../../src/host/chat/costCheck.ts');
const { SecretCheck } = await import('../../../src/host/chat/secretCheck.ts');

function stage(expand: Expand) {
  const { backend, requests } = scripted(text('answer'), DONE);
  const { session, history, clock } = begin(backend);
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  let shows = 0;
  const asker = new Asker({
    session,
    composer,
    expand,
    decideSecrets: new SecretCheck().decide,
    costCheck: new CostCheck(
      () => assert.fail('nothing is asked about its cost'),
      () => undefined,
    ),
    showComposer: () => {
      shows++;
      return Promise.resolve();
    },
  });
  return { asker, session, composer, requests, shows: () => shows };
}

const FIX: NewQuestion = { ...question('/fix it'), feature: 'fix', prompt: 'Find and fix it' };

describe('Asking a typed prompt', () => {
  it('sends the prompt’s text, and shows what was typed', async () => {
    const { asker, session, requests } = stage(() => Promise.resolve(FIX));
    await asker.ask(question('/fix it'));
    const [turn] = session.conversation.turns;
    assert.deepEqual([turn?.question, turn?.prompt, turn?.feature], ['/fix it', 'Find and fix it', 'fix']);
    assert.equal(requests[0]?.messages.at(-1)?.content, 'Find and fix it');
  });

  it('keeps the question in the composer, once, when the prompt lacks something', async () => {
    const { asker, session, composer, requests, shows } = stage(() => Promise.resolve(undefined));
    composer.type('/fix it');
    await asker.ask(question('/fix it'), () => assert.fail('it was not decided'));
    await asker.ask(question('/fix it'));
    assert.deepEqual([requests.length, session.conversation.turns.length, composer.draft.text], [0, 0, '/fix it']);
    assert.equal(shows(), 2);
    assert.equal(asker.isBusy, false);
  });

  it('is busy while the user decides what the prompt is about', async () => {
    const decide: (() => void)[] = [];
    const { asker } = stage(() => new Promise(resolve => decide.push(() => resolve(FIX))));
    const asked = asker.ask(question('/fix it'));
    assert.equal(asker.isBusy, true);
    decide[0]?.();
    await asked;
    assert.equal(asker.isBusy, false);
  });

  it('is busy from the moment a command asks, also when there is nothing to decide', async () => {
    const { asker, session } = stage(() => assert.fail('it is known what is meant'));
    const asked = asker.ask({ ...FIX, question: 'Fix this code' });
    // A second command that runs at the same time may check this between any two steps of the first one.
    for (let step = 0; !session.isBusy; step++) {
      assert.ok(step < 100, 'it is not asked');
      assert.equal(asker.isBusy, true, `after ${step} steps`);
      await Promise.resolve();
    }
    await asked;
    assert.equal(asker.isBusy, false);
  });

  it('keeps the question when another conversation is shown before the prompt is resolved', async () => {
    const decide: (() => void)[] = [];
    const { asker, session, composer, requests } = stage(() => new Promise(resolve => decide.push(() => resolve(FIX))));
    await asker.ask({ ...FIX, question: 'Fix this code' });
    const asked = asker.ask(question('/fix it'), () => assert.fail('it is not asked'));
    session.startNew();
    decide[0]?.();
    await asked;
    assert.deepEqual([requests.length, session.conversation.turns.length], [1, 0]);
    assert.equal(composer.draft.text, '/fix it');
  });

  it('keeps an edited question when another conversation is shown before its prompt is resolved', async () => {
    const decide: (() => void)[] = [];
    const { asker, session, composer, requests } = stage(() => new Promise(resolve => decide.push(() => resolve(FIX))));
    await asker.ask({ ...FIX, question: 'Fix this code' });
    const edited = asker.edit(lastTurn(session), question('/fix it'));
    session.startNew();
    decide[0]?.();
    await edited;
    assert.deepEqual([requests.length, composer.draft.text], [1, '/fix it']);
  });

  it('sends at most the given number of earlier questions', async () => {
    const { asker, session, requests } = stage(() => Promise.resolve(FIX));
    await asker.ask({ ...FIX, question: 'Fix this code' });
    await asker.ask({ ...question('/fix it'), mostEarlier: 0 });
    assert.equal(session.conversation.turns[1]?.mostEarlier, 0);
    assert.equal(requests[1]?.messages.filter(({ role }) => role === 'user').length, 1);
  });

  it('is no longer busy and keeps the question when the prompts cannot be read', async () => {
    const { asker, composer } = stage(() => Promise.reject(new Error('disk')));
    await assert.rejects(asker.ask(question('/fix it')), /disk/);
    assert.equal(composer.draft.text, '/fix it');
    assert.equal(asker.isBusy, false);
  });

  it('does not look for a prompt in a command’s question', async () => {
    const { asker, requests } = stage(() => assert.fail('it is known what is meant'));
    await asker.ask({ ...FIX, question: 'Fix this code' });
    assert.equal(requests.length, 1);
  });
});
