import assert from 'node:assert/strict';
import { WenxinError } from '../../../src/core/errors.ts';
import { exampleEndpoint } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { answering, AttemptsStage, failing, kindOf } from './attemptsStage.ts';

describe('Attempts over several endpoints and models', () => {
  const second = { ...exampleEndpoint, name: 'second' };

  it('go to the next endpoint at once, and use it for the following questions', async () => {
    const stage = new AttemptsStage([failing('unreachable'), answering(), answering()]);
    stage.endpoints = [exampleEndpoint, second];
    await readEvents(stage.ask());
    await readEvents(stage.ask());
    assert.deepEqual(stage.sent, ['1 example ernie-test', '2 second ernie-test unreachable', '1 second ernie-test']);
    const passedOver = stage.inner.requests.map(({ insteadOf }) => insteadOf);
    assert.deepEqual(passedOver, [undefined, undefined, 'example'], 'only where it was not even asked');
  });

  it('report a skipped endpoint as failed only if it failed and is not used in the end', async () => {
    const slow = new AttemptsStage([answering()], {
      expectedWaitMs: ({ endpoint }) => (endpoint.name === 'example' ? 60_000 : 0),
    });
    slow.endpoints = [exampleEndpoint, second];
    await readEvents(slow.ask());
    const asked = ({ inner }: AttemptsStage): unknown[] =>
      inner.requests.map(({ endpoint, insteadOf }) => [endpoint.name, insteadOf]);
    assert.deepEqual(asked(slow), [['second', undefined]]);

    const back = new AttemptsStage([failing('unreachable'), answering(), failing('busy'), answering()]);
    back.endpoints = [exampleEndpoint, second];
    await readEvents(back.ask());
    await readEvents(back.ask());
    assert.deepEqual(asked(back).slice(2), [
      ['second', 'example'],
      ['example', undefined],
    ]);
  });

  it('return to the first endpoint when its recovery time has passed', async () => {
    const stage = new AttemptsStage([failing('unreachable'), answering(), answering(), answering()]);
    stage.endpoints = [exampleEndpoint, second];
    await readEvents(stage.ask());
    await stage.clock.advance(60_000);
    await readEvents(stage.ask());
    await readEvents(stage.ask());
    assert.deepEqual(stage.sent.slice(2), ['1 example ernie-test', '1 example ernie-test']);
  });

  it('are limited in total like those of a single endpoint', async () => {
    const stage = new AttemptsStage(Array.from({ length: 9 }, () => failing('busy')));
    stage.endpoints = [exampleEndpoint, second];
    const reading = stage.start();
    await stage.clock.advance(120_000);
    assert.equal(kindOf(reading.error), 'busy');
    assert.deepEqual(
      stage.inner.requests.map(({ endpoint }) => endpoint.name),
      ['example', 'second', 'example'],
    );
  });

  it('fall back to another model when the requested one is gone, and try each once', async () => {
    const stage = new AttemptsStage([failing('model-gone'), answering()]);
    stage.fallbackModels = ['ernie-lite'];
    await readEvents(stage.ask());
    assert.deepEqual(stage.sent, ['1 example ernie-test', '2 example ernie-lite model-gone']);
  });

  it('never use a more expensive model without consent, but report that there is one', async () => {
    const dear = { standIn: () => ({ contextTokens: undefined, priceRatio: 3 }) };
    const stage = new AttemptsStage([failing('quota'), answering()], dear);
    stage.fallbackModels = ['ernie-dear'];
    const reading = stage.start();
    await stage.clock.advance(0);
    assert.ok(reading.error instanceof WenxinError);
    const { dearerModel, dearerRatio } = reading.error.details;
    assert.deepEqual([dearerModel, dearerRatio], ['ernie-dear', 3]);
    const agreed = new AttemptsStage([failing('quota'), answering()], dear);
    agreed.fallbackModels = ['ernie-dear'];
    await readEvents(agreed.ask({ consent: { dearerModel: true } }));
    assert.equal(agreed.sent[1], '2 example ernie-dear quota');
  });

  it('do not use the retry budget for the first try of another endpoint', async () => {
    const scripts = Array.from({ length: 50 }, () => [failing('unreachable')]).flat();
    const stage = new AttemptsStage([...scripts, ...Array.from({ length: 50 }, () => answering())]);
    stage.endpoints = [exampleEndpoint, second];
    const readings = Array.from({ length: 50 }, () => stage.start());
    await stage.clock.advance(0);
    assert.ok(readings.every(({ events }) => events.at(-1)?.type === 'done'));
  });

  it('do not make an outage worse: a hundred questions send at most 110 requests', async () => {
    const stage = new AttemptsStage(Array.from({ length: 400 }, () => failing('busy')));
    const readings = Array.from({ length: 100 }, () => stage.start());
    await stage.clock.advance(120_000);
    assert.ok(readings.every(({ error }) => kindOf(error) === 'busy'));
    assert.ok(stage.sent.length > 100 && stage.sent.length <= 110, `${stage.sent.length} requests`);
  });
});
