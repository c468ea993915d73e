import assert from 'node:assert/strict';

import type { Tool } from '../../../src/core/answerOptions.ts';
import type { ChatMessage } from '../../../src/core/chat.ts';
import { sentQuestion } from '../../../src/core/sentQuestion.ts';

const ASK: ChatMessage = { role: 'user', content: '?' };
const NONE = { type: 'object', properties: {} };

/** Returns the names of the tools that are sent. */
function namesOf(tools: readonly Tool[], messages: readonly ChatMessage[] = [ASK], tool?: string): string[] {
  const options = { tools, ...(tool !== undefined && { toolChoice: { tool } }) };
  return sentQuestion(messages, options).tools.map(({ name }) => name);
}

describe('A question as it is sent', () => {
  it('has tools under names that services accept, in calls and in the tool choice too', () => {
    const name = 'mcp.files/读';
    const calling: ChatMessage = { role: 'assistant', content: '', toolCalls: [{ id: 'c', name, arguments: '{}' }] };
    const tools = [{ name, description: 'reads' }];
    const {
      messages,
      tools: sent,
      toolChoice,
      ownName,
    } = sentQuestion([ASK, calling], {
      tools,
      toolChoice: { tool: name },
    });
    const [{ name: standIn } = { name: '' }] = sent;
    assert.match(standIn, /^mcp_files_[\da-f]{8}$/);
    assert.deepEqual(sent, [{ name: standIn, description: `${name}: reads`, parameters: NONE }]);
    assert.deepEqual(messages[1], { ...calling, toolCalls: [{ id: 'c', name: standIn, arguments: '{}' }] });
    assert.deepEqual(toolChoice, { tool: standIn });
    assert.equal(ownName(standIn), name);
  });

  it('describes a tool only if it has a description', () => {
    assert.deepEqual(sentQuestion([ASK], { tools: [{ name: 'now', description: ' ' }] }).tools, [
      { name: 'now', parameters: NONE },
    ]);
  });

  it('has each tool once', () => {
    const tools = [{ name: 'a', description: 'first' }, { name: 'b' }, { name: 'a', description: 'second' }];
    assert.deepEqual(namesOf(tools), ['a', 'b']);
    assert.equal(sentQuestion([ASK], { tools }).tools[0]?.description, 'first');
  });

  it('has at most 128 tools, with preference for those in use, in their original order', () => {
    const tools = Array.from({ length: 200 }, (_, index) => ({ name: `t${index}` }));
    const names = tools.map(({ name }) => name);
    assert.deepEqual(namesOf(tools.slice(0, 128)), names.slice(0, 128));
    assert.deepEqual(namesOf(tools), names.slice(0, 128));
    const calling: ChatMessage = {
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'c', name: 't150', arguments: '{}' }],
    };
    assert.deepEqual(namesOf(tools, [ASK, calling], 't199'), [...names.slice(0, 126), 't150', 't199']);
  });

  it('may only choose an existing tool', () => {
    const tools = [{ name: 'a' }];
    assert.equal(sentQuestion([ASK], { toolChoice: 'required' }).toolChoice, undefined);
    assert.equal(sentQuestion([ASK], { tools: [], toolChoice: { tool: 'a' } }).toolChoice, undefined);
    assert.equal(sentQuestion([ASK], { tools, toolChoice: { tool: 'b' } }).toolChoice, undefined);
    for (const toolChoice of ['auto', 'none', 'required'] as const)
      assert.equal(sentQuestion([ASK], { tools, toolChoice }).toolChoice, toolChoice);
  });
});
