import assert from 'node:assert/strict';
import type { ChatBackend, ChatRequest } from '../../../src/core/chat.ts';
import type { NewQuestion, SessionSettings } from '../../../src/core/conversation/nextTurn.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { Feature } from '../../../src/core/feature.ts';
import { begin, DONE, lastTurn, question, SETTINGS, text } from './sessionStage.ts';

const EXPLAIN: NewQuestion = { feature: 'explain', question: 'Explain a.ts', prompt: 'Explain', attachments: [] };

/** A chat in which one command has its own model with smaller limits. */
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

describe('A feature with its own model', () => {
  it('is answered by that model within its limits, while the chat uses the default model', async () => {
    const { session, asked } = stage();
    await session.ask(EXPLAIN);
    assert.equal(lastTurn(session).answer.model, 'small');
    await session.ask(question('and?'));
    assert.deepEqual(asked(), [
      ['small', 100],
      ['ernie-5.1', 4_096],
    ]);
  });

  it('is planned for that model, so that price and length are right', () => {
    const { session } = stage();
    assert.deepEqual([session.plan(EXPLAIN).model, session.plan(EXPLAIN).maxOutputTokens], ['small', 100]);
    assert.equal(session.plan(question('and?')).model, 'ernie-5.1');
  });

  it('keeps its model when it is retried, continued or regenerated', async () => {
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

  it('is retried with the model that is set by then', async () => {
    const { session, asked, change } = stage('busy');
    await session.ask(EXPLAIN);
    change('smaller');
    await session.retry(lastTurn(session).id);
    assert.equal(asked()[1]?.[0], 'smaller');
  });

  it('reports that the limit of its own model cut the answer', async () => {
    const { session } = stage('cut', 'cut');
    await session.ask(EXPLAIN);
    assert.equal(lastTurn(session).answer.isModelLimit, true);
    await session.ask(question('and?'));
    assert.equal(lastTurn(session).answer.isModelLimit, undefined);
  });

  it('rejects a question that is too long for its own model only', async () => {
    const { session, asked } = stage();
    const prompt = 'word '.repeat(2_000);
    await session.ask({ ...EXPLAIN, prompt });
    assert.equal(lastTurn(session).answer.failure?.kind, 'too-long');
    await session.ask(question(prompt));
    assert.deepEqual(asked(), [['ernie-5.1', 4_096]]);
  });
});
