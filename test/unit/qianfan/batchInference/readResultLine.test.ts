import assert from 'node:assert/strict';
import { readResultLine } from '../../../../src/core/qianfan/batchInference/readResultLine.ts';

const body = {
  id: 'as-1',
  model: 'ernie-5.1',
  choices: [{ index: 0, message: { role: 'assistant', content: '好' }, finish_reason: 'stop', flag: 0 }],
  usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
};
const lineWith = (response: unknown, error: unknown = null): string =>
  JSON.stringify({ id: 'r', custom_id: 'a', response, error });

describe('A line of results', () => {
  it('is an answer', () => {
    assert.deepEqual(readResultLine(lineWith({ status_code: 200, request_id: 'req-1', body })), {
      customId: 'a',
      requestId: 'req-1',
      state: 'answered',
      answer: { text: '好', reasoning: '', toolCalls: [], finish: 'stop' },
      model: 'ernie-5.1',
      usage: { inputTokens: 7, cachedInputTokens: 0, outputTokens: 2, reasoningTokens: 0 },
    });
  });

  it('is an answer even with a body as text, and without status, request ID, usage and finish reason', () => {
    const bare = { choices: [{ message: { content: '好' } }] };
    for (const response of [{ body: bare }, { body: JSON.stringify(bare) }])
      assert.deepEqual(readResultLine(lineWith(response)), {
        customId: 'a',
        state: 'answered',
        answer: { text: '好', reasoning: '', toolCalls: [], finish: 'stop' },
      });
  });

  it('is a withheld answer when the safety rules flagged it', () => {
    const choices = [{ ...body.choices[0], flag: 4 }];
    const result = readResultLine(lineWith({ status_code: 200, body: { ...body, choices } }));
    assert.ok(result?.state === 'answered' && result.isWithheld);
  });

  for (const [what, line, expected] of [
    [
      'an error in its body',
      lineWith({ status_code: 400, body: { error: { code: 'invalid_argument', message: 'x' } } }),
      { kind: 'invalid', status: 400, code: 'invalid_argument' },
    ],
    [
      'an error beside an empty response',
      lineWith(null, { code: 'internal_error', message: 'x' }),
      { kind: 'busy', status: 200, code: 'internal_error' },
    ],
    ['a status alone', lineWith({ status_code: 429 }), { kind: 'refused', status: 429 }],
    ['neither answer nor error', lineWith({ status_code: 200, body: {} }), { kind: 'not-json', status: 200 }],
  ] as const)
    it(`is a failure with ${what}`, () => {
      assert.deepEqual(readResultLine(line), { customId: 'a', state: 'failed', ...expected });
    });

  for (const code of ['batch_expired', 'batch_cancelled'])
    it(`is undone with ${code}`, () => {
      assert.deepEqual(readResultLine(lineWith(null, { code, message: 'x' })), { customId: 'a', state: 'undone' });
    });

  it('keeps no message of the service, which may repeat the question', () => {
    const result = readResultLine(lineWith(null, { code: 'the question was 你好', message: 'the question was 你好' }));
    assert.equal(JSON.stringify(result).includes('你好'), false);
  });

  for (const text of ['', '{', '[]', '{"custom_id":7}', '{"response":{}}'])
    it(`is not \`${text}\``, () => assert.equal(readResultLine(text), undefined));
});
