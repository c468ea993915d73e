import assert from 'node:assert/strict';
import { cp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { NewQuestion } from '../../src/core/conversation/nextTurn.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { AskOnce, OneQuestion } from '../../src/host/asking/oneQuestion.ts';
import { UnsentQuestion } from '../../src/host/commands/unsentQuestion.ts';
import { editCommands } from '../../src/host/edits/editCommands.ts';
import type { AnswerLimit } from '../../src/host/edits/fitsAnswer.ts';
import { ShownEdits } from '../../src/host/edits/shownEdits.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { Person } from './person.ts';
import { selectIn } from './selectIn.ts';

// This module runs as dist/test/integration/index.cjs.
const modules = createRequire(resolve(__dirname, '../../../package.json'));

/** Projects in a folder of the workspace, a scripted model, and a scripted user who has code changed. */
export class CodeEditStage {
  readonly root: vscode.Uri;
  /** Questions to the model. */
  readonly questions: OneQuestion[] = [];
  /** Questions in the chat. */
  readonly chat: NewQuestion[] = [];
  /** Returns the answer to a question. */
  answer: (question: OneQuestion) => string = () => assert.fail('nothing was to be asked');
  trustsFolder = true;
  answerLimit: AnswerLimit = { tokens: 4_096, isOwn: true };
  readonly #subscriptions: { dispose(): unknown }[] = [];
  readonly #commands: ReturnType<typeof editCommands>;

  constructor(name: string) {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('there is no workspace');
    this.root = vscode.Uri.joinPath(folder, name);
    const clock = new VirtualClock();
    const askOnce: AskOnce = question => {
      this.questions.push(question);
      const answer = { ...newAnswer('ernie-5.1'), state: 'finished' as const, finish: 'stop' as const };
      return Promise.resolve({ answer: { ...answer, text: this.answer(question) }, sent: question });
    };
    const nowhere = { get: () => undefined, update: () => Promise.resolve() };
    this.#commands = editCommands({
      askOnce,
      ask: question => {
        this.chat.push(question);
        return Promise.resolve();
      },
      edits: new ShownEdits(),
      costText: () => 'costs nothing',
      answerLimit: () => this.answerLimit,
      trustsWorkspace: () => this.trustsFolder,
      unsent: new UnsentQuestion(nowhere, clock, silentLogger),
      replyLanguage: () => 'en',
      subscriptions: this.#subscriptions,
      clock,
    });
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.root, path);
  }

  async write(path: string, text: string): Promise<vscode.Uri> {
    await vscode.workspace.fs.writeFile(this.uri(path), Buffer.from(text));
    return this.uri(path);
  }

  bytes(path: string): Promise<string> {
    return readFile(this.uri(path).fsPath, 'utf8');
  }

  /** Copies an installed package as it was published: its sources, its tests and its manifest. */
  async copyPackage(name: string, path = name): Promise<void> {
    let folder = dirname(modules.resolve(name));
    while (!folder.endsWith(join('node_modules', name))) folder = dirname(folder);
    const isWanted = (file: string): boolean => !file.slice(folder.length).includes('node_modules');
    await cp(folder, this.uri(path).fsPath, { recursive: true, filter: isWanted });
  }

  /** Shows a file and selects the text between the start of `from` and the end of `to`, which may be empty. */
  async select(path: string, from: string, to = from): Promise<vscode.TextEditor> {
    const editor = await vscode.window.showTextDocument(this.uri(path));
    const text = editor.document.getText();
    const start = text.indexOf(from);
    assert.ok(start >= 0, `${from} is in the file`);
    const end = text.indexOf(to, start) + to.length;
    const { document } = editor;
    await selectIn(editor, new vscode.Selection(document.positionAt(start), document.positionAt(end)));
    return editor;
  }

  /** Runs a command as the palette and the light bulb do, and returns what was shown. */
  async run(
    id: keyof typeof this.commands,
    given: readonly unknown[] = [],
    acts: ConstructorParameters<typeof Person>[0] = [],
  ): Promise<readonly string[]> {
    const person = new Person(acts);
    await person.during(async () => this.#commands[id](...given));
    return person.seen;
  }

  /** Accepts the shown edit. */
  async accept(): Promise<readonly string[]> {
    return this.run(COMMANDS.acceptEdit);
  }

  get commands(): ReturnType<typeof editCommands> {
    return this.#commands;
  }

  async close(): Promise<void> {
    for (const each of this.#subscriptions) each.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(this.root.fsPath, { recursive: true, force: true });
  }
}

/** Formats code like an answer that consists of one code block. */
export function fenced(code: string, language = 'ts'): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

/** Returns the code that a question is about: its last attachment. The others are context. */
export function askedCode({ attachments }: OneQuestion): string {
  return attachments.at(-1)?.text ?? assert.fail('nothing was attached');
}
