import assert from 'node:assert/strict';
import { conversationJson } from '../../../../src/core/conversation/exchange/conversationJson.ts';
import { MAX_IMPORT_BYTES } from '../../../../src/core/conversation/exchange/importLimit.ts';
import { parseConversation } from '../../../../src/core/conversation/exchange/parseConversation.ts';
import { exampleTurn } from '../../../support/exampleTurn.ts';

const parse = (text: string) => parseConversation(new TextEncoder().encode(text));
const turn = exampleTurn('a', { answer: { failure: { kind: 'budget' } } });
const text = conversationJson({ title: 't', conversation: { id: 'c', turns: [turn], tip: 'a' } });
const changed = (change: (file: Record<string, unknown>, turn: Record<string, unknown>) => void): string => {
  const file = JSON.parse(text) as Record<string, unknown> & { conversation: { turns: Record<string, unknown>[] } };
  change(file, file.conversation.turns[0] ?? {});
  return JSON.stringify(file);
};

describe('A conversation as JSON', () => {
  it('states its format and version', () => {
    const { format, version } = JSON.parse(text) as Record<string, unknown>;
    assert.deepEqual([format, version], ['ask-wenxin-conversation', 1]);
  });

  it('may begin with a byte order mark', () => {
    assert.equal(typeof parse(`\ufeff${text}`), 'object');
  });

  it('keeps fields that a newer version added', () => {
    const parsed = parse(changed((_file, asked) => (asked['colour'] = { name: 'red' })));
    assert.ok(typeof parsed === 'object');
    assert.deepEqual({ ...parsed.conversation.turns[0] }, { ...turn, colour: { name: 'red' } });
  });

  it('reads a failure of an unknown kind as unexpected', () => {
    const parsed = parse(text.replace('"budget"', '"new-kind"'));
    assert.ok(typeof parsed === 'object');
    assert.deepEqual(parsed.conversation.turns[0]?.answer.failure, { kind: 'unexpected' });
  });

  it('reads an answer that was being written as interrupted', () => {
    const parsed = parse(text.replace('"budget"', '"elsewhere"'));
    assert.ok(typeof parsed === 'object');
    assert.equal(parsed.conversation.turns[0]?.answer.failure?.kind, 'interrupted');
  });

  it('is rejected as foreign when it has another format', () => {
    for (const foreign of ['{}', '[]', '{"format":"openai"}', '\u0000', '{', 'null', ''])
      assert.equal(parse(foreign), 'foreign', foreign);
    assert.equal(parseConversation(new Uint8Array([0xff, 0xfe, 0x7b])), 'foreign');
  });

  it('is rejected when it is of a newer version or too large', () => {
    assert.equal(parse(changed(file => (file['version'] = 2))), 'newer');
    assert.equal(parseConversation(new Uint8Array(MAX_IMPORT_BYTES + 1)), 'too-large');
  });

  it('is rejected when it is damaged', () => {
    const damages = [
      text.slice(0, -10),
      changed(file => (file['conversation'] = [])),
      changed(file => (file['conversation'] = { id: 'c', turns: [] })),
      changed(file => (file['conversation'] = { id: 'c', turns: [turn, turn] })),
      changed((_file, asked) => (asked['id'] = '')),
      changed((_file, asked) => (asked['id'] = 'a\u0000')),
      changed((_file, asked) => (asked['id'] = '\ud800')),
      changed((_file, asked) => (asked['feature'] = 'shell')),
      changed((_file, asked) => (asked['askedAtMs'] = 1e300)),
      changed((_file, asked) => (asked['attachments'] = [{ path: 1 }])),
      changed((_file, asked) => (asked['answer'] = { ...turn.answer, state: 'odd' })),
      changed((_file, asked) => (asked['answer'] = { ...turn.answer, bookings: [{}] })),
      changed(
        (_file, asked) =>
          (asked['answer'] = { ...turn.answer, citations: [{ index: 1, url: 'command:x', title: '' }] }),
      ),
    ];
    for (const damaged of damages) assert.equal(parse(damaged), 'broken', damaged);
  });
});
