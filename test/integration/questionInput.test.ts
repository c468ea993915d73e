import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/core/logger.ts';
import { QuestionInput } from '../../src/host/commands/questionInput.ts';
import { UnsentQuestion } from '../../src/host/commands/unsentQuestion.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { replaced } from './replaced.ts';

describe('The input box for a question about the selection', () => {
  it('shows what the question costs, and recounts when typing pauses', async () => {
    const clock = new VirtualClock();
    const memory = { get: () => undefined, update: () => Promise.resolve() };
    const unsent = new UnsentQuestion(memory, clock, silentLogger);
    const inputs: vscode.InputBox[] = [];
    let type: (text: string) => void = () => assert.fail('no box');
    const { createInputBox } = vscode.window;
    const create = (): vscode.InputBox => {
      const input = createInputBox();
      const listeners: ((value: string) => void)[] = [];
      const box = Object.assign(Object.create(input) as vscode.InputBox, {
        onDidChangeValue: (listener: (value: string) => void) => listeners.push(listener),
        onDidAccept: () => undefined,
        onDidHide: (listener: () => void) => listeners.push(value => (value === 'leave' ? listener() : undefined)),
        show: () => undefined,
      }) as unknown as vscode.InputBox;
      type = value => {
        box.value = value;
        for (const listener of listeners) listener(value);
      };
      inputs.push(box);
      return box;
    };
    const counted: string[] = [];
    await replaced(vscode.window, 'createInputBox', create, async () => {
      const asking = new QuestionInput(unsent, clock).ask('Ask', text => {
        counted.push(text);
        return `≈${text.length} tokens`;
      });
      const box = inputs[0] ?? assert.fail('no box');
      assert.match(box.prompt ?? '', /^≈0 tokens\. What you type is sent with the selected code,/);
      for (const text of ['w', 'wh', 'why']) type(text);
      assert.deepEqual(counted, ['']);
      await clock.advance(200);
      assert.deepEqual(counted, ['', 'why']);
      assert.match(box.prompt ?? '', /^≈3 tokens\./);
      type('why?');
      type('leave');
      await asking;
      await clock.advance(1_000);
      assert.deepEqual(counted, ['', 'why']);
    });
  });
});
