import assert from 'node:assert/strict';
import { inputOf } from '../../../../src/host/modelProvider/inputOf.ts';

describe('the arguments of a call', () => {
  const tools = [
    { name: 'read', parameters: { type: 'object', required: ['path'] } },
    { name: 'test', parameters: { type: 'object', properties: { file: {} } } },
  ];
  const input = (name: string, text: string) => inputOf({ id: '', name, arguments: text }, tools);

  it('are the object that the model wrote', () => {
    assert.deepEqual(input('read', '{"path":"a"}'), { path: 'a' });
    assert.deepEqual(input('test', '{}'), {});
  });

  it('are none where they cannot be read and the tool needs some: VS Code then tells the model', () => {
    for (const broken of ['{"path":', '[]', '"a"', 'null', 'path=a']) assert.deepEqual(input('read', broken), {});
  });

  it('are unknown where the tool would run without: it must not run with others than were meant', () => {
    assert.equal(input('test', '{"file":'), undefined);
    assert.equal(input('unheard-of', '{'), undefined);
  });
});
