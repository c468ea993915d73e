import assert from 'node:assert/strict';
import { answerSettings } from '../../../../src/host/modelProvider/answerSettings.ts';

const allowed = { maxOutputTokens: 4096, temperature: undefined };
const settings = (modelOptions: Record<string, unknown>) =>
  answerSettings({ modelOptions, mustCallTool: false }, allowed);

describe('The settings of an answer for another extension', () => {
  it('are the defaults without options, or with options that only VS Code knows', () => {
    const plain = { maxOutputTokens: 4096, isOwnLimit: false };
    assert.deepEqual(answerSettings({ mustCallTool: false }, allowed), plain);
    assert.deepEqual(settings({ _conversationId: 'x', top_p: 1, n: 3 }), plain);
  });

  it('limit the answer by any name of that option, but never beyond the user’s limit', () => {
    for (const name of ['max_tokens', 'maxTokens', 'max_completion_tokens', 'max_output_tokens', 'maxOutputTokens']) {
      assert.deepEqual(settings({ [name]: 20 }), { maxOutputTokens: 20, isOwnLimit: true }, name);
    }
    assert.deepEqual(settings({ max_tokens: 100_000 }), { maxOutputTokens: 4096, isOwnLimit: false });
    for (const odd of [0, -1, 1.5, '20', null]) assert.equal(settings({ max_tokens: odd }).maxOutputTokens, 4096);
  });

  it('have the requested temperature, else the user’s own', () => {
    assert.equal(settings({ temperature: 0 }).temperature, 0);
    assert.equal(settings({ temperature: 9 }).temperature, undefined);
    const own = { ...allowed, temperature: 0.3 };
    assert.equal(answerSettings({ mustCallTool: false }, own).temperature, 0.3);
  });

  it('have stop sequences and a seed that the service accepts', () => {
    assert.deepEqual(settings({ stop: ';', seed: 7 }).options, { stop: [';'], seed: 7 });
    assert.deepEqual(settings({ stop: ['a', 'b'] }).options, { stop: ['a', 'b'] });
    for (const stop of [['a', 'b', 'c', 'd', 'e'], ['x'.repeat(21)], [''], [], 5]) {
      assert.equal(settings({ stop }).options, undefined);
    }
    assert.equal(settings({ seed: -1 }).options, undefined);
  });

  it('omit a tool’s schema that is not an object', () => {
    for (const inputSchema of [null, true, 'object', []]) {
      const tools = [{ name: 'list', description: '', inputSchema }];
      assert.deepEqual(answerSettings({ tools, mustCallTool: false }, allowed).options, { tools: [{ name: 'list' }] });
    }
  });

  it('keep tools with their schemas, and require a tool call when requested', () => {
    const inputSchema = { type: 'object', properties: { path: { type: 'string' } } };
    const tools = [
      { name: 'read', description: 'Reads a file.', inputSchema },
      { name: 'list', description: '', inputSchema: undefined },
    ];
    const told = [{ name: 'read', description: 'Reads a file.', parameters: inputSchema }, { name: 'list' }];
    assert.deepEqual(answerSettings({ tools, mustCallTool: false }, allowed).options, { tools: told });
    assert.deepEqual(answerSettings({ tools, mustCallTool: true }, allowed).options, {
      tools: told,
      toolChoice: 'required',
    });
    assert.equal(answerSettings({ tools: [], mustCallTool: true }, allowed).options, undefined);
  });
});
