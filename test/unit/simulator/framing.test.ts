import assert from 'node:assert/strict';
import type { Framing } from '../../support/simulator/script.ts';
import { appendLine, encodeEvents } from '../../support/simulator/eventStream.ts';

const events = ['{"a":1}', '[DONE]'].map(data => ({ data, outputTokens: 0, reasoningTokens: 0 }));
const encode = (framing: Framing) => encodeEvents(events, framing).body.toString();

describe('simulator: framing of events', () => {
  const cases: readonly [string, Framing, string][] = [
    ['plain', {}, 'data: {"a":1}\n\ndata: [DONE]\n\n'],
    ['carriage return and line feed', { lineEnd: 'crlf' }, 'data: {"a":1}\r\n\r\ndata: [DONE]\r\n\r\n'],
    ['carriage return alone', { lineEnd: 'cr' }, 'data: {"a":1}\r\rdata: [DONE]\r\r'],
    ['a byte order mark', { byteOrderMark: true }, '\ufeffdata: {"a":1}\n\ndata: [DONE]\n\n'],
    ['comments', { comments: true }, ': keep-alive\ndata: {"a":1}\n\n: keep-alive\ndata: [DONE]\n\n'],
    ['no space', { noSpace: true }, 'data:{"a":1}\n\ndata:[DONE]\n\n'],
    ['no final blank line', { noFinalBlankLine: true }, 'data: {"a":1}\n\ndata: [DONE]\n'],
    ['an event cut short', { invalidJsonAt: 0 }, 'data: {"a"\n\ndata: [DONE]\n\n'],
    [
      'other fields',
      { otherFields: true },
      'id: 0\nevent: message\nretry: 3000\ndata: {"a":1}\n\nid: 1\nevent: message\nretry: 3000\ndata: [DONE]\n\n',
    ],
  ];
  for (const [what, framing, expected] of cases)
    it(`writes ${what}`, () => {
      assert.equal(encode(framing), expected);
    });

  it('marks the byte range of each event', () => {
    const marked = [...events, { data: '"你"', outputTokens: 7, reasoningTokens: 2 }];
    const { body, marks } = encodeEvents(marked, { byteOrderMark: true });
    assert.deepEqual(
      marks.map(({ start, end }) => body.subarray(start, end).toString()),
      ['\ufeffdata: {"a":1}\n\n', 'data: [DONE]\n\n', 'data: "你"\n\n'],
    );
    assert.equal(marks.at(-1)?.end, body.length);
    assert.deepEqual([marks.at(-1)?.outputTokens, marks.at(-1)?.reasoningTokens], [7, 2]);
  });

  it('appends a line that is not an event', () => {
    assert.equal(appendLine(encodeEvents(events, {}), '{"error":1}').body.toString(), `${encode({})}{"error":1}\n`);
  });
});
