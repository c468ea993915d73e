import assert from 'node:assert/strict';
import { inputOf } from '../../../../src/host/modelProvider/inputOf.ts';

describe('The arguments of a tool call', () => {
  const tools = [
    { name: 'read', parameters: { type: 'object', required: ['path'] } },
    { name: 'test', parameters: { type: 'object', properties: { file: {} } } },
  ];
  const input = (name: string, text: string) => inputOf({ id: '', name, arguments: text }, tools);

  it('are the object that the model wrote', () => {
    assert.deepEqual(input('read', '{"path":"a"}'), { path: 'a' });
    assert.deepEqual(input('test', '{}'), {});
  });

  it('are empty when they cannot be parsed and the tool requires some, so that VS Code tells the model', () => {
    for (const broken of ['{"path":', '[]', '"a"', 'null', 'path=a']) assert.deepEqual(input('read', broken), {});
  });

  it('are undefined when they cannot be parsed and the tool would run without any', () => {
    assert.equal(input('test', '{"file":'), undefined);
    assert.equal(input('unheard-of', '{'), undefined);
  });
});
