import assert from 'node:assert/strict';
import type { ChatBackend, ChatRequest } from '../../../src/core/chat.ts';
import type { NewQuestion, SessionSettings } from '../../../src/core/conversation/nextTurn.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { Feature } from '../../../src/core/feature.ts';
import { begin, DONE, lastTurn, question, SETTINGS, text } from './sessionStage.ts';

const EXPLAIN: NewQuestion = { feature: 'explain', question: 'Explain a.ts', prompt: 'Explain', attachments: [] };

/** A chat of which one command has a model of its own, that takes and gives less. */
function stage(...endings: readonly ('done' | 'cut' | 'busy')[]) {
  const requests: ChatRequest[] = [];
  const left = [...endings];
  const backend: ChatBackend = async function* (request) {
    await Promise.resolve();
    requests.push(request);
    const ending = left.shift() ?? 'done';
    if (ending === 'busy') throw new WenxinError('busy', 'busy');
    yield text('answer');
    yield { ...DONE, finish: ending === 'cut' ? 'length' : 'stop' };
  };
  let small = 'small';
  const settingsFor = (feature: Feature): SessionSettings =>
    feature === 'explain' ? { ...SETTINGS, model: small, modelOutputTokens: 100, modelContextTokens: 1_000 } : SETTINGS;
  const asked = (): (readonly [string, number])[] => requests.map(each => [each.model, each.maxOutputTokens]);
  return { ...begin(backend, { settingsFor }), asked, change: (model: string) => (small = model) };
}

describe('A feature with a model of its own', () => {
  it('is asked of that, within its limits, and the chat of the one that is set', async () => {
    const { session, asked } = stage();
    await session.ask(EXPLAIN);
    assert.equal(lastTurn(session).answer.model, 'small');
    await session.ask(question('and?'));
    assert.deepEqual(asked(), [
      ['small', 100],
      ['ernie-5.1', 4_096],
    ]);
  });

  it('is planned for that, so that its price and its length are the right ones', () => {
    const { session } = stage();
    assert.deepEqual([session.plan(EXPLAIN).model, session.plan(EXPLAIN).maxOutputTokens], ['small', 100]);
    assert.equal(session.plan(question('and?')).model, 'ernie-5.1');
  });

  it('keeps to it when it is asked again, after a failure too, and when more of its answer is wanted', async () => {
    const { session, asked } = stage('busy', 'cut', 'done', 'done');
    await session.ask(EXPLAIN);
    await session.retry(lastTurn(session).id);
    assert.equal(session.planContinue(lastTurn(session)).model, 'small');
    await session.continueAnswer(lastTurn(session).id);
    assert.equal(session.planRegenerate(lastTurn(session)).model, 'small');
    await session.regenerate(lastTurn(session).id);
    assert.deepEqual(
      asked().map(([model]) => model),
      ['small', 'small', 'small', 'small'],
    );
  });

  it('is asked of the one that is set by then', async () => {
    const { session, asked, change } = stage('busy');
    await session.ask(EXPLAIN);
    change('smaller');
    await session.retry(lastTurn(session).id);
    assert.equal(asked()[1]?.[0], 'smaller');
  });

  it('tells of its own model that it cut the answer', async () => {
    const { session } = stage('cut', 'cut');
    await session.ask(EXPLAIN);
    assert.equal(lastTurn(session).answer.isModelLimit, true);
    await session.ask(question('and?'));
    assert.equal(lastTurn(session).answer.isModelLimit, undefined);
  });

  it('refuses what is too long for its own model alone', async () => {
    const { session, asked } = stage();
    const prompt = 'word '.repeat(2_000);
    await session.ask({ ...EXPLAIN, prompt });
    assert.equal(lastTurn(session).answer.failure?.kind, 'too-long');
    await session.ask(question(prompt));
    assert.deepEqual(asked(), [['ernie-5.1', 4_096]]);
  });
});
