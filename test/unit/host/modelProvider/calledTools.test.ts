import assert from 'node:assert/strict';
import { CalledTools, inputOf } from '../../../../src/host/modelProvider/calledTools.ts';

const piece = (index: number, text: string, facts: { id?: string; name?: string } = {}) =>
  ({ type: 'toolCall', index, arguments: text, ...facts }) as const;

describe('calls of tools in pieces', () => {
  it('are put together by their places, also where the pieces come mixed', () => {
    const calls = new CalledTools();
    for (const each of [
      piece(1, '', { id: 'b', name: 'list' }),
      piece(0, '{"pa', { id: 'a', name: 'read' }),
      piece(1, '{}'),
      piece(0, 'th":1}'),
    ]) {
      calls.add(each);
    }
    assert.deepEqual(calls.whole(), [
      { id: 'a', name: 'read', arguments: '{"path":1}' },
      { id: 'b', name: 'list', arguments: '{}' },
    ]);
  });

  it('are none before a piece came', () => {
    assert.deepEqual(new CalledTools().whole(), []);
  });
});

describe('the arguments of a call', () => {
  const tools = [
    { name: 'read', parameters: { type: 'object', required: ['path'] } },
    { name: 'test', parameters: { type: 'object', properties: { file: {} } } },
  ];
  const input = (name: string, text: string) => inputOf({ id: '', name, arguments: text }, tools);

  it('are an object, empty where the model wrote nothing', () => {
    assert.deepEqual(input('read', '{"path":"a"}'), { path: 'a' });
    assert.deepEqual(input('test', ' '), {});
  });

  it('are none where they cannot be read and the tool needs some: VS Code then tells the model', () => {
    for (const broken of ['{"path":', '[]', '"a"', 'null', 'path=a']) assert.deepEqual(input('read', broken), {});
  });

  it('are unknown where the tool would run without: it must not run with others than were meant', () => {
    assert.equal(input('test', '{"file":'), undefined);
    assert.equal(input('unheard-of', '{'), undefined);
  });
});
