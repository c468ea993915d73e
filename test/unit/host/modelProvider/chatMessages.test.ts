import assert from 'node:assert/strict';
import { chatMessages, holdsMoreThanText } from '../../../../src/host/modelProvider/chatMessages.ts';
import type { AskedMessage, MessagePart } from '../../../../src/host/modelProvider/messagePart.ts';

const text = (value: string): MessagePart => ({ type: 'text', text: value });
const data = (mimeType: string, value = ''): MessagePart => ({
  type: 'data',
  mimeType,
  bytes: new TextEncoder().encode(value),
});
const result = (id: string, ...parts: MessagePart[]): MessagePart => ({ type: 'toolResult', id, parts });
const said = (role: AskedMessage['role'], ...parts: MessagePart[]): AskedMessage => ({ role, parts });

describe('The messages of other extensions', () => {
  it('keep their order and roles, also two of one role in a row', () => {
    const asked = [said('system', text('Be brief.')), said('user', text('一')), said('user', text('二'))];
    assert.deepEqual(chatMessages(asked), [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '一' },
      { role: 'user', content: '二' },
    ]);
  });

  it('join the parts of one message unchanged', () => {
    assert.deepEqual(chatMessages([said('assistant', text('Hel'), text('lo'), text('\n'))]), [
      { role: 'assistant', content: 'Hello\n' },
    ]);
  });

  it('have tool calls with JSON arguments, several in one message', () => {
    const calls: MessagePart[] = [
      { type: 'toolCall', id: 'a', name: 'read', input: { path: '中.ts', lines: [1, 2] } },
      { type: 'toolCall', id: 'b', name: 'list', input: undefined },
    ];
    assert.deepEqual(chatMessages([said('assistant', text('Reading.'), ...calls)]), [
      {
        role: 'assistant',
        content: 'Reading.',
        toolCalls: [
          { id: 'a', name: 'read', arguments: '{"path":"中.ts","lines":[1,2]}' },
          { id: 'b', name: 'list', arguments: '{}' },
        ],
      },
    ]);
  });

  it('turn each tool result into a message, and keep the text before, between and after', () => {
    const asked = said('user', text('before'), result('a', text('A')), text('between'), result('b'), text('after'));
    assert.deepEqual(chatMessages([asked]), [
      { role: 'user', content: 'before' },
      { role: 'tool', content: 'A', toolCallId: 'a' },
      { role: 'user', content: 'between' },
      { role: 'tool', content: '', toolCallId: 'b' },
      { role: 'user', content: 'after' },
    ]);
  });

  it('join the parts of a tool result by line breaks: text, text as bytes and the text of a tree', () => {
    const leaf = { type: 2, text: 'from a tree', lineBreakBefore: false };
    const tree: MessagePart = { type: 'tree', value: { node: { type: 1, children: [{ type: 1, children: [leaf] }] } } };
    const asked = said(
      'user',
      result('a', text('one'), data('text/plain', '二'), data('application/json', '{}'), tree),
    );
    assert.deepEqual(chatMessages([asked]), [{ role: 'tool', content: 'one\n二\n{}\nfrom a tree', toolCallId: 'a' }]);
  });

  it('replace a picture in a tool result by a note, so that an agent can continue', () => {
    const [message] = chatMessages([said('user', result('a', text('screen:'), data('image/png', 'PNG')))]);
    assert.match(message?.content ?? '', /^screen:\n\[A file that is not text was left out here/);
    assert.equal(holdsMoreThanText([said('user', result('a', data('image/png')))]), false);
  });

  it('omit reasoning and VS Code’s own notes, and messages of nothing else', () => {
    const notes = [{ type: 'other' } as const, data('cache_control', 'ephemeral'), data('stateful_marker', 'x')];
    assert.deepEqual(chatMessages([said('assistant', ...notes), said('user', text('q'), ...notes)]), [
      { role: 'user', content: 'q' },
    ]);
  });
});

describe('A question with more than text', () => {
  it('is no longer one after its answer: a note replaces the file for the model', () => {
    const before = [said('user', text('What is this?'), data('image/png')), said('assistant', text('A cat.'))];
    assert.equal(holdsMoreThanText([...before, said('user', text('Whose?'))]), false);
    assert.match(chatMessages(before)[0]?.content ?? '', /^What is this\?\[A file that is not text was left out here/);
    assert.equal(holdsMoreThanText([...before, said('user', text('And this?'), data('image/png'))]), true);
  });

  it('has a picture or a binary file, and not only notes or text as bytes', () => {
    const holds = (mimeType: string): boolean => holdsMoreThanText([said('user', text('q'), data(mimeType))]);
    assert.deepEqual(['image/png', 'image/JPEG', 'application/pdf', 'audio/wav'].map(holds), [true, true, true, true]);
    const harmless = ['text/markdown', 'application/json', 'application/ld+json', 'cache_control', ''];
    assert.deepEqual(harmless.map(holds), [false, false, false, false, false]);
  });
});
