import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Highlighter } from '../../src/core/highlight/highlighter.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { codeTools } from '../../src/host/chat/codeTools.ts';
import { Proposals } from '../../src/host/editing/proposals.ts';
import type { HostMessage } from '../../src/protocol/chat.ts';
import { begin, DONE, scripted, text } from '../unit/conversation/sessionStage.ts';
import { LEAVE, Person } from './person.ts';
import { selectIn } from './selectIn.ts';

/** Creates the tools of a chat whose only turn has this answer. */
async function stage(answer: string) {
  const { session, clock } = begin(scripted(text(answer), DONE).backend);
  await session.ask({ feature: 'chat', question: 'q', prompt: 'q', attachments: [] });
  const posted: HostMessage[] = [];
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (line: string) => warnings.push(line) };
  const workerFile = `${__dirname}/../../highlighter.cjs`;
  const highlighter = new Highlighter({ workerFile, clock, logger });
  const tools = codeTools({
    session,
    highlighter,
    proposals: new Proposals(),
    terminals: { running: () => undefined },
    post: message => posted.push(message),
    logger,
  });
  return { tools, posted, warnings, highlighter, turnId: session.conversation.turns[0]?.id ?? '' };
}

async function open(content: string, selection: vscode.Selection): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ content, language: 'typescript' });
  const editor = await vscode.window.showTextDocument(document);
  await selectIn(editor, selection);
  return document;
}

describe('Code of an answer', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is inserted at the cursor with the indentation of its line', async () => {
    const { tools, turnId } = await stage('Try:\n\n```ts\nif (a) {\n  b();\n}\n```');
    const document = await open('{\n    \n}\n', new vscode.Selection(1, 4, 1, 4));
    await tools.insert({ type: 'insert', turnId, text: 'if (a) {\n  b();\n}' });
    assert.equal(document.getText(), '{\n    if (a) {\n      b();\n    }\n}\n');
  });

  it('replaces the selection', async () => {
    const { tools, turnId } = await stage('```ts\nx\n```');
    const document = await open('a b c', new vscode.Selection(0, 2, 0, 3));
    await tools.insert({ type: 'insert', turnId, text: 'x' });
    assert.equal(document.getText(), 'a x c');
  });

  it('opens as a new file in its language', async () => {
    const { tools, turnId } = await stage('```sh\nnpm ci\n```');
    await tools.newFile({ type: 'newFile', turnId, text: 'npm ci' });
    const document = vscode.window.activeTextEditor?.document;
    assert.deepEqual(
      [document?.getText(), document?.languageId, document?.isUntitled],
      ['npm ci\n', 'shellscript', true],
    );
  });

  it('is inserted with invisible characters only after a confirmation', async () => {
    const { tools, turnId } = await stage('```ts\na\u200bb\n```');
    const document = await open('', new vscode.Selection(0, 0, 0, 0));
    await new Person([LEAVE]).during(async () => tools.insert({ type: 'insert', turnId, text: 'a\u200bb' }));
    assert.equal(document.getText(), '');
    await new Person(['Write as Is']).during(async () => tools.insert({ type: 'insert', turnId, text: 'a\u200bb' }));
    assert.equal(document.getText(), 'a\u200bb');
  });

  it('is refused when the answer does not contain it', async () => {
    const { tools, turnId, warnings } = await stage('```ts\nx\n```');
    const document = await open('a', new vscode.Selection(0, 0, 0, 1));
    const person = new Person([]);
    await person.during(async () => {
      await tools.insert({ type: 'insert', turnId, text: 'rm -rf /' });
      await tools.newFile({ type: 'newFile', turnId: 'another', text: 'x' });
      await tools.applyCode({ type: 'applyCode', turnId, text: 'y' });
    });
    assert.equal(document.getText(), 'a');
    assert.equal(vscode.window.activeTextEditor?.document, document);
    assert.deepEqual([warnings.length, new Set(person.seen).size], [3, 1]);
  });

  it('is highlighted', async () => {
    const { tools, posted, highlighter } = await stage('');
    await tools.highlight({ type: 'highlight', key: 'k', language: 'json', text: '[1]' });
    await tools.highlight({ type: 'highlight', key: 'l', language: 'klingon', text: '[1]' });
    assert.deepEqual(posted, [
      {
        type: 'highlighted',
        key: 'k',
        runs: [
          [null, 1],
          ['number', 1],
          [null, 1],
        ],
      },
      { type: 'highlighted', key: 'l', runs: null },
    ]);
    await highlighter.close();
  });
});
