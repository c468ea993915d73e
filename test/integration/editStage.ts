import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { Answer } from '../../src/core/conversation/conversation.ts';
import { secretsIn, withoutSecrets } from '../../src/core/conversation/secrets/questionSecrets.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { AskOnce, OneQuestion } from '../../src/host/asking/oneQuestion.ts';
import { UnsentQuestion } from '../../src/host/commands/unsentQuestion.ts';
import { editCommands } from '../../src/host/edits/editCommands.ts';
import type { RunEdit } from '../../src/host/edits/editOrder.ts';
import type { EditParts } from '../../src/host/edits/editParts.ts';
import type { AnswerLimit } from '../../src/host/edits/fitsAnswer.ts';
import { runEdit } from '../../src/host/edits/runEdit.ts';
import { ShownEdits } from '../../src/host/edits/shownEdits.ts';
import { COMMANDS, SCHEMES } from '../../src/host/ids.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { Person } from './person.ts';
import { selectIn } from './selectIn.ts';

type Act = ConstructorParameters<typeof Person>[0][number];
type EditCommand = Extract<keyof ReturnType<typeof editCommands>, string>;

/** A question that waits for its answer. */
interface Waiting {
  readonly question: OneQuestion;
  readonly signal: AbortSignal | undefined;
  readonly onText: (text: string) => void;
  /** Ends the question with an answer, or with `undefined` for none. */
  readonly end: (answer: Partial<Answer> | undefined, sent?: OneQuestion) => void;
}

let stages = 0;

/** Files of the workspace, the commands that edit them, and a model that the test controls. */
export class EditStage {
  readonly clock = new VirtualClock();
  readonly asked: OneQuestion[] = [];
  readonly waiting: Waiting[] = [];
  #asked: (() => void) | undefined;
  isTrustedFolder = true;
  answerLimit: AnswerLimit = { tokens: 4_096, isOwn: true };
  readonly folder: string;
  readonly commands: ReturnType<typeof editCommands>;
  readonly runEdit: RunEdit;
  /** Comment threads that are open, in the order in which they were created. */
  readonly threads: vscode.CommentThread[] = [];
  readonly #subscriptions: { dispose(): unknown }[] = [];

  constructor() {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(root !== undefined);
    // VS Code caches documents for a while, so each test uses its own folder.
    this.folder = join(root, 'edits', String(++stages));
    const memory = { get: () => undefined, update: () => Promise.resolve() };
    const parts: EditParts = {
      askOnce: this.#ask,
      edits: new ShownEdits(),
      answerLimit: () => this.answerLimit,
      costText: ({ prompt }) => `≈${prompt.length} tokens`,
      unsent: new UnsentQuestion(memory, this.clock, silentLogger),
      replyLanguage: () => 'auto',
      trustsWorkspace: () => this.isTrustedFolder,
      clock: this.clock,
    };
    const ask = (): Promise<void> => assert.fail('nothing is asked in the chat');
    const { createCommentController } = vscode.comments;
    vscode.comments.createCommentController = (id, label) =>
      recording(createCommentController(id, label), this.threads);
    this.commands = editCommands({ ...parts, ask, subscriptions: this.#subscriptions });
    vscode.comments.createCommentController = createCommentController;
    this.runEdit = runEdit(parts);
  }

  async close(): Promise<void> {
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const each of this.#subscriptions) each.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes a file, opens it and selects a part of it. */
  async opened(
    path: string,
    bytes: string | Uint8Array,
    selected: string,
    encoding = 'utf8',
  ): Promise<vscode.TextDocument> {
    const document = await this.#document(path, bytes, encoding);
    const start = document.getText().indexOf(selected);
    assert.ok(start >= 0, 'the code is in the file');
    await selectPart(document, start, start + selected.length);
    return document;
  }

  /** Like `opened`, with a selection by offsets in a known text. */
  async openedAt(
    path: string,
    bytes: Uint8Array,
    { before, start, end }: { readonly before: string; readonly start: number; readonly end: number },
    encoding: string,
  ): Promise<vscode.TextDocument> {
    const document = await this.#document(path, bytes, encoding);
    assert.equal(document.getText(), before);
    await selectPart(document, start, end);
    return document;
  }

  /** Edits the selection and answers at once; returns what was shown. */
  async edit(
    answer: Partial<Answer> | undefined,
    acts: readonly Act[] = [],
    instruction = 'improve it',
  ): Promise<readonly string[]> {
    const person = new Person([instruction, ...acts]);
    await person.during(async () => {
      const editing = this.run(COMMANDS.editSelection);
      (await this.question()).end(answer);
      await editing;
    });
    return person.seen;
  }

  /** Runs a command with a scripted user; returns what was shown. */
  async act(command: EditCommand, acts: readonly Act[] = [], place?: unknown): Promise<readonly string[]> {
    const person = new Person(acts);
    await person.during(() => this.run(command, place));
    return person.seen;
  }

  async run(command: EditCommand, place?: unknown): Promise<void> {
    await this.commands[command](place);
  }

  /** Waits for the next question and returns it. */
  async question(): Promise<Waiting> {
    for (;;) {
      const next = this.waiting.shift();
      if (next !== undefined) return next;
      await new Promise<void>(resolve => (this.#asked = resolve));
    }
  }

  /** The active comparison of an edit. */
  get comparison(): vscode.TabInputTextDiff | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputTextDiff && input.modified.scheme === SCHEMES.edit ? input : undefined;
  }

  /** Waits until the proposed text is `text`. */
  async proposed(text: string): Promise<void> {
    const { modified } = this.comparison ?? assert.fail('no edit is shown');
    const document = await vscode.workspace.openTextDocument(modified);
    while (document.getText() !== text) {
      await new Promise<void>(resolve => {
        const listening = vscode.workspace.onDidChangeTextDocument(event => {
          if (event.document !== document) return;
          listening.dispose();
          resolve();
        });
        if (document.getText() === text) resolve();
      });
    }
  }

  bytes(path: string): Promise<Buffer> {
    return readFile(join(this.folder, path));
  }

  async text(path: string): Promise<string> {
    return String(await this.bytes(path));
  }

  async #document(path: string, bytes: string | Uint8Array, encoding: string): Promise<vscode.TextDocument> {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file), { encoding });
    assert.equal(document.encoding, encoding);
    return document;
  }

  readonly #ask: AskOnce = (question, { onText = () => undefined, signal } = {}) => {
    this.asked.push(question);
    return new Promise(resolve => {
      const end: Waiting['end'] = (answer, sent = question) => {
        const given = answer && {
          ...newAnswer('ernie-5.1'),
          state: 'finished' as const,
          finish: 'stop' as const,
          ...answer,
        };
        resolve(given && { answer: given, sent });
      };
      signal?.addEventListener('abort', () => end(undefined));
      this.waiting.push({ question, signal, onText, end });
      this.#asked?.();
    });
  };
}

/** Returns a controller whose threads are in `threads` until they are disposed. */
function recording(controller: vscode.CommentController, threads: vscode.CommentThread[]): vscode.CommentController {
  return {
    ...controller,
    createCommentThread: (uri, range, comments) => {
      const thread = controller.createCommentThread(uri, range, comments);
      const dispose = thread.dispose.bind(thread);
      threads.push(thread);
      thread.dispose = () => {
        threads.splice(threads.indexOf(thread), 1);
        dispose();
      };
      return thread;
    },
    dispose: () => controller.dispose(),
  };
}

async function selectPart(document: vscode.TextDocument, start: number, end: number): Promise<void> {
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  await selectIn(editor, new vscode.Selection(document.positionAt(start), document.positionAt(end)));
}

/** Creates an answer that is one block of code. */
export function block(code: string): Partial<Answer> {
  return { text: `\`\`\`\n${code}\n\`\`\`` };
}

/** Returns the question with a placeholder for each secret, as it is sent when the user chooses to mask them. */
export function masked(question: OneQuestion): OneQuestion {
  const { feature, typed, prompt, attachments } = question;
  const asked = { feature, question: typed, prompt, attachments };
  const sent = withoutSecrets(asked, new Set(secretsIn(asked).map(({ value }) => value)));
  return { ...question, typed: sent.question, prompt: sent.prompt, attachments: sent.attachments };
}
