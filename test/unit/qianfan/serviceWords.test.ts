import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { FailureKind } from '../../../src/core/errors.ts';
import { serviceWords } from '../../../src/core/qianfan/serviceWords.ts';
import { bodyOf, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, KEY, QUESTION, delta, event } from './attempt.ts';

const words = (text: string, question: string[] = [], secrets: string[] = [], kind: FailureKind = 'refused') =>
  serviceWords(kind, text, { secrets, question });

describe('The error message of the service in the log', () => {
  it('is kept when it concerns the account, the key, the model or the load', () => {
    const kinds = ['refused', 'busy', 'credentials', 'model-permission', 'model-gone', 'quota', 'overdue'] as const;
    for (const kind of kinds)
      assert.equal(words('Rate limit reached for RPM', [], [], kind), 'Rate limit reached for RPM');
  });

  it('is dropped when it may concern the question', () => {
    for (const kind of ['invalid', 'too-long', 'unsafe', 'not-json'] as const) {
      assert.equal(words('messages[1].content is not allowed: x', [], [], kind), undefined);
    }
    assert.equal(words(' \n'), undefined);
  });

  it('is one short line without control characters', () => {
    assert.equal(words('one\u001b[2J\r\ntwo\u202e'), 'one [2J two');
    assert.equal([...(words('x'.repeat(1000)) ?? '')].length, 200);
  });

  it('is dropped when it contains a secret, a part of one or something that looks like one', () => {
    for (const text of [
      `bad key ${KEY}`,
      `bad key …${KEY.slice(20, 30)}…`,
      `bad key ${encodeURIComponent(KEY)}`,
      'unknown client_id=abc',
      'token Bearer abc',
      'see bce-v3/ALTAK-other/1',
    ]) {
      assert.equal(words(text, [], [KEY]), undefined, text);
    }
  });

  it('loses the text that also occurs in the question', () => {
    assert.equal(words('busy with 如何删除生产库 now', ['请问如何删除生产库？']), 'busy with … now');
    assert.equal(words('busy with deleteAllUsers() now', ['explain deleteAllUsers()']), 'busy with… now');
    assert.equal(words('busy with 你好', ['你好']), 'busy with …');
    // Short common words stay.
    assert.equal(words('No permission to use the model', ['use the force']), 'No permission to use the model');
  });

  it('never contains twelve consecutive characters of the question', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '汉', '字'), maxLength: 60 });
    fc.assert(
      fc.property(text, text, text, (question, before, after) => {
        const said = words(`${before}${question}${after}`, [question]) ?? '';
        for (let at = 0; at + 12 <= said.length; at++) assert.ok(!question.includes(said.slice(at, at + 12)));
      }),
    );
  });
});

describe('A refusal in the log', () => {
  const complaint = { error: { code: 'tpm_rate_limit_exceeded', message: `slow down: ${QUESTION}` }, id: 'as-9' };
  const said = "qianfan.example HTTP 429 tpm_rate_limit_exceeded as-9, in the service's words: slow down: …";

  it('contains the message of the service, while the failure does not', async () => {
    const attempt = new Attempt(() => Response.json(complaint, { status: 429 }));
    const failure = await attempt.fails('refused');
    assert.ok(attempt.logged.includes(said), attempt.logged.join('\n'));
    assert.doesNotMatch(JSON.stringify([failure.message, failure.details]), /slow/);
  });

  it('contains the message of an error inside a stream too', async () => {
    const attempt = new Attempt(() => eventStream(bodyOf(delta('a'), event(complaint))));
    await attempt.fails('refused');
    assert.ok(attempt.logged.includes(said.replace('429', '200')), attempt.logged.join('\n'));
  });

  it('contains the message in the headers of the Baidu gateway', async () => {
    const headers = {
      'x-bce-error-code': 'SignatureDoesNotMatch',
      'x-bce-error-message': 'SignatureDoesNotMatch, cause: Fail to authn user: Signature does not match',
      'x-bce-request-id': 'bce-1',
    };
    const attempt = new Attempt(() => new Response('', { status: 403, headers }));
    const { details } = await attempt.fails('credentials');
    assert.deepEqual([details.code, details.requestId], ['SignatureDoesNotMatch', 'bce-1']);
    assert.match(attempt.logged.join('\n'), /in the service's words: SignatureDoesNotMatch, cause: Fail to authn user/);
  });
});
