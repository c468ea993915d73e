import assert from 'node:assert/strict';
import {
  conversationMarkdown,
  parseMarkdown,
} from '../../../../src/core/conversation/exchange/conversationMarkdown.ts';
import type { Booking } from '../../../../src/core/booking.ts';
import type { Turn } from '../../../../src/core/conversation/conversation.ts';
import { exampleAttachment, exampleTurn } from '../../../support/exampleTurn.ts';
import { words } from './words.ts';

const booking: Booking = {
  questionId: 'q',
  model: 'ernie-5.1',
  endpoint: 'V2',
  usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
  source: 'usage',
  amountNanoYuan: 12_300_000,
  outcome: 'ok',
  totalMs: 1,
};

const markdown = (...turns: Turn[]): string =>
  conversationMarkdown({ title: '互斥锁', conversation: { id: 'c', turns, tip: turns.at(-1)?.id } }, words);
/** Removes the comments that a reader does not see. */
const visible = (text: string): string => text.replaceAll(/<!-- .* -->\n?/g, '').replaceAll(/\n{3,}/g, '\n\n');
const read = (text: string): Turn[] => {
  const parsed = parseMarkdown(text);
  return typeof parsed === 'string' ? assert.fail(parsed) : [...parsed.conversation.turns];
};

describe('A conversation as Markdown', () => {
  it('has questions as headings, attachments as code, answers unchanged, and a line with model, cost and time', () => {
    const attachments = [exampleAttachment('x', 'src/a.ts', 'const fence = "```";')];
    const answer = { text: '先 **lock**，再\n\n- unlock', bookings: [booking, booking] };
    const askedAtMs = Date.UTC(2026, 10, 26, 13, 10);
    assert.equal(
      visible(markdown(exampleTurn('a', { question: '怎么用互斥锁？', attachments, askedAtMs, answer }))),
      [
        '# 互斥锁',
        '## 怎么用互斥锁？',
        '`src/a.ts` (lines 1–2)',
        '````typescript\nconst fence = "```";\n````',
        '先 **lock**，再\n\n- unlock',
        '*ernie-5.1 · ¥0.0246 · 2026-11-26 21:10*\n',
      ].join('\n\n'),
    );
  });

  it('quotes a question of several lines below its heading', () => {
    assert.match(markdown(exampleTurn('a', { question: '一\n\n二' })), /\n## 一 二\n\n<!-- .*\n\n> 一\n> \n> 二\n\n/);
  });

  it('closes a code block that the answer left open', () => {
    const text = markdown(
      exampleTurn('a', { answer: { state: 'stopped', text: '好：\n```ts\nlet x' } }),
      exampleTurn('b'),
    );
    assert.match(text, /let x\n```\n\n<!-- \/wenxin:answer 0 -->/);
    assert.equal(read(text)[0]?.answer.text, '好：\n```ts\nlet x');
  });

  it('marks incomplete and withdrawn answers and unknown or estimated costs', () => {
    const { amountNanoYuan: _, ...unknown } = booking;
    const line = (answer: Partial<Turn['answer']>): string =>
      /\*ernie.*\*/.exec(markdown(exampleTurn('a', { answer })))?.[0] ?? '';
    assert.match(
      line({ state: 'stopped', bookings: [{ ...booking, source: 'estimate' }] }),
      /· ≈¥0\.0123 · .* · incomplete\*$/,
    );
    assert.match(line({ bookings: [{ ...unknown, amountNanoYuan: undefined }, booking] }), /· price unknown ·/);
    assert.match(line({ bookings: [{ ...booking, amountNanoYuan: 0, isFlat: true }] }), /· plan ·/);
    assert.match(line({ safety: 'withdrawn', text: '' }), /· withdrawn\*$/);
  });

  it('lists the sources of an answer', () => {
    const citations = [{ index: 1, url: 'https://example.com/<a>', title: 'A [b]' }];
    const text = markdown(exampleTurn('a', { answer: { citations } }));
    assert.ok(text.includes('**Sources**\n\n1. A \\[b\\] <https://example.com/%3Ca%3E>'), text);
  });

  it('contains only the branch that was shown last', () => {
    const turns = [exampleTurn('a'), { ...exampleTurn('b'), parent: 'a' }, { ...exampleTurn('c'), parent: 'a' }];
    const text = conversationMarkdown({ title: '', conversation: { id: 'c', turns, tip: 'b' } }, words);
    assert.deepEqual(
      [...text.matchAll(/^#+ .*/gm)].map(([line]) => line),
      ['# Chat', '## 问题 a', '## 问题 b'],
    );
  });

  it('contains turns without branches in the order they were asked', () => {
    const turns = [exampleTurn('a'), exampleTurn('b'), exampleTurn('c')];
    const text = conversationMarkdown({ title: '', conversation: { id: 'c', turns, tip: undefined } }, words);
    assert.equal(read(text).length, 3);
  });

  it('is imported with edits, also with Windows line endings', () => {
    const text = markdown(exampleTurn('a', { question: 'old', answer: { text: 'one\ntwo' } }));
    const changed = text.replace('## old', '## new').replace('two', 'three').replaceAll('\n', '\r\n');
    assert.deepEqual(
      read(changed).map(({ question, prompt, answer }) => [question, prompt, answer.text]),
      [['new', 'new', 'one\nthree']],
    );
  });

  it('is rejected when it is foreign, damaged or of a newer version', () => {
    const text = markdown(exampleTurn('a', { attachments: [exampleAttachment('x', 'a.ts')] }));
    assert.equal(parseMarkdown('# A README\n\nHello'), 'foreign');
    assert.equal(parseMarkdown(''), 'foreign');
    assert.equal(parseMarkdown(text.replace('"version":1', '"version":2')), 'newer');
    const damages = [
      text.replace('<!-- /wenxin:answer 0 -->', ''),
      text.replace('"askedAtMs":1', '"askedAtMs":"1"'),
      text.replace('"turn":{', '"turn":['),
      text.replace('```typescript', ''),
      text.slice(0, text.indexOf('<!-- wenxin:answer')),
      text.slice(0, text.indexOf('## ')),
      text.replace('"version":1', '"version":'),
    ];
    for (const damaged of damages) assert.equal(parseMarkdown(damaged), 'broken', damaged);
  });
});
