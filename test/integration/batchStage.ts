import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { BatchStore } from '../../src/core/batch/batchStore.ts';
import type { Item } from '../../src/core/batch/item.ts';
import { type PlannedLine, writeRequests } from '../../src/core/batch/requestsFile.ts';
import { systemClock } from '../../src/core/clock.ts';
import { userMessage } from '../../src/core/conversation/prompts.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { sourceHash, sourceText } from '../../src/host/batch/input/sourceText.ts';
import { reviewBatch } from '../../src/host/batch/review/reviewBatch.ts';
import { ReviewTexts } from '../../src/host/batch/review/reviewTexts.ts';
import { exampleLedger } from '../support/exampleLedger.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { Person } from './person.ts';

type Act = ConstructorParameters<typeof Person>[0][number];

/** What the model answered about a file of the stage, or about some of its lines. */
export interface Answered {
  readonly path: string;
  readonly answer: string;
  readonly lines?: { readonly startLine: number; readonly endLine: number };
  readonly finish?: 'stop' | 'length';
}

/** Id of a stage's job. */
export const JOB = 'job';

let stages = 0;

/** Files on disk, a job about them, and a scripted user who reviews its answers. */
export class BatchStage {
  readonly folder: string;
  readonly jobFolder = temporaryFolder();
  readonly #ledger = exampleLedger({ folder: temporaryFolder(), clock: systemClock });
  readonly store = new BatchStore(this.#ledger, () => 0, systemClock);
  readonly texts = new ReviewTexts();

  constructor() {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(root !== undefined);
    // VS Code caches documents for a while, so each test uses its own folder.
    this.folder = join(root, 'batch', String(++stages));
  }

  async close(): Promise<void> {
    this.texts.dispose();
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await this.store.close();
    await this.#ledger.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.file(join(this.folder, path));
  }

  async write(path: string, bytes: string | Uint8Array): Promise<void> {
    const file = this.uri(path).fsPath;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }

  bytes(path: string): Promise<Buffer> {
    return readFile(this.uri(path).fsPath);
  }

  /** Adds a job whose questions about the current files are all answered. */
  async answered(answers: readonly Answered[]): Promise<void> {
    const lines: PlannedLine[] = [];
    for (const [index, { path, lines: asked }] of answers.entries()) {
      const text = await sourceText(this.uri(path));
      const rows = text.split(/(?<=\n)/).slice(asked?.startLine, asked?.endLine);
      const attachment = { id: 'a', path, languageId: '', startLine: 1, endLine: rows.length, text: rows.join('') };
      lines.push({
        line: {
          customId: `${path}#${index + 1}`,
          messages: [{ role: 'user', content: userMessage('Go', [attachment]) }],
        },
        source: {
          uri: this.uri(path).toString(),
          sha256: sourceHash(text),
          languageId: 'plaintext',
          ...(asked && { lines: asked }),
        },
      });
    }
    const items = await writeRequests(this.jobFolder, lines, 'm');
    const plan = {
      title: 'Example',
      origin: 'files',
      workspace: '',
      way: 'requests',
      folder: this.jobFolder,
      isEdit: true,
      maxOutputTokens: 100,
    } as const;
    await this.store.add({ id: JOB, model: 'm', plan }, items);
    const runner = await this.store.enter(JOB);
    for (const { number, questionId = '' } of await this.store.claim(JOB, runner, items.length)) {
      const { answer: text = '', finish = 'stop' } = answers[number - 1] ?? {};
      const answer = { text, reasoning: '', toolCalls: [], finish };
      await this.store.finish({ jobId: JOB, number, questionId }, { state: 'done', answer, model: 'm' });
    }
    await this.store.leave(runner);
  }

  items(): readonly Item[] {
    return this.store.items(JOB, { limit: 100 });
  }

  /** Returns the numbers of the accepted items and of the rejected ones. */
  decided(): readonly (readonly number[])[] {
    return (['accepted', 'rejected'] as const).map(review =>
      this.items()
        .filter(item => item.review === review)
        .map(({ number }) => number),
    );
  }

  /**
   * Reviews the job.
   *
   * @param choose receives the labels while the edits are shown, and returns those that stay checked; `undefined`
   *   closes the list.
   */
  async review(
    choose: (labels: readonly string[]) => Promise<readonly string[] | undefined> | readonly string[] | undefined,
    acts: readonly Act[] = [],
    type: (options: vscode.InputBoxOptions) => string | undefined = () => assert.fail('nothing had to be typed'),
  ): Promise<readonly string[]> {
    const person = new Person(acts);
    const { createQuickPick, showInputBox } = vscode.window;
    Object.assign(vscode.window, {
      createQuickPick: () => checkList(choose, person.seen),
      showInputBox: (options: vscode.InputBoxOptions) => {
        person.seen.push(`type: ${options.prompt ?? ''}`);
        return Promise.resolve(type(options));
      },
    });
    const { store, texts } = this;
    try {
      await person.during(() => reviewBatch({ store, texts, clock: new VirtualClock(), logger: silentLogger }, JOB));
    } finally {
      Object.assign(vscode.window, { createQuickPick, showInputBox });
    }
    return person.seen;
  }
}

/** Creates a quick pick that `choose` answers. */
function checkList(
  choose: (labels: readonly string[]) => Promise<readonly string[] | undefined> | readonly string[] | undefined,
  seen: string[],
) {
  const heard: { accept?: () => void; hide?: () => void } = {};
  const pick = {
    items: [] as readonly vscode.QuickPickItem[],
    selectedItems: [] as readonly vscode.QuickPickItem[],
    onDidTriggerItemButton: () => undefined,
    onDidAccept: (listener: () => void) => (heard.accept = listener),
    onDidHide: (listener: () => void) => (heard.hide = listener),
    hide: () => heard.hide?.(),
    dispose: () => undefined,
    show: () => {
      assert.deepEqual(pick.selectedItems, pick.items, 'all are checked at first');
      seen.push(['list:', ...pick.items.map(({ label, description }) => `${label} ${description ?? ''}`)].join('\n'));
      void Promise.resolve(choose(pick.items.map(({ label }) => label))).then(labels => {
        pick.selectedItems = pick.items.filter(({ label }) => labels?.includes(label));
        if (labels === undefined) heard.hide?.();
        else heard.accept?.();
      });
    },
  };
  return pick;
}
