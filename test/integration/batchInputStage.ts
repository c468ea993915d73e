import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { BatchInput } from '../../src/core/batch/plan/batchInput.ts';
import type { PlannedLine } from '../../src/core/batch/requestsFile.ts';
import type { BatchInputDeps } from '../../src/host/batch/input/batchInputDeps.ts';
import { pickBatchInput } from '../../src/host/batch/input/pickBatchInput.ts';
import { PromptLibrary } from '../../src/host/prompts/promptLibrary.ts';
import { csvRows } from '../../src/lazy/csvRows.ts';
import { Person } from './person.ts';
import { replaced } from './replaced.ts';

/** A file with four functions, two of which contain another one. */
export const BASKET = `import { tax } from './tax';

/** Holds things. */
export class Basket {
  #things: number[] = [];

  constructor(things: number[]) {
    this.#things = things;
  }

  total(): number {
    const plus = (a: number, b: number): number => a + b;
    return this.#things.reduce(plus, 0);
  }
}

export function price(basket: Basket): number {
  function rounded(value: number): number {
    return Math.round(value);
  }
  return rounded(basket.total() * tax);
}

export const half = (value: number): number => value / 2;
`;

/** A folder of the workspace, and a scripted user who creates batches from its files. */
export class BatchInputStage {
  readonly root: vscode.Uri;
  /** What the last call of `pick` showed. */
  seen: readonly string[] = [];
  /** Options of the last input box, such as its value and its validation. */
  box: vscode.InputBoxOptions = {};
  mostInputTokens: number | undefined;
  mayRun = true;
  /** The document that was shown last. */
  document = '';
  readonly #own: vscode.Uri;
  readonly #kept = new Map<string, unknown>();

  constructor(name: string) {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('there is no workspace');
    this.root = vscode.Uri.joinPath(folder, name);
    this.#own = vscode.Uri.joinPath(folder, '..', `${name}-prompts-${process.pid}`);
  }

  file(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.root, path);
  }

  async write(path: string, content: string | Uint8Array): Promise<vscode.Uri> {
    const uri = this.file(path);
    await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? Buffer.from(content) : content);
    return uri;
  }

  async writePrompt(name: string, text: string): Promise<void> {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(this.#own, `${name}.md`), Buffer.from(text));
  }

  /** Returns the input of the batch when the user chooses the rows `acts` and types `typed` into input boxes. */
  async pick(
    uris: readonly vscode.Uri[] | undefined,
    acts: ConstructorParameters<typeof Person>[0],
    typed?: string,
  ): Promise<BatchInput | undefined> {
    const person = new Person(acts);
    let input: BatchInput | undefined;
    const type = (options: vscode.InputBoxOptions = {}): Promise<string | undefined> => {
      this.box = options;
      return Promise.resolve(typed);
    };
    await replaced(vscode.window, 'showInputBox', type as typeof vscode.window.showInputBox, () =>
      person.during(async () => {
        input = await pickBatchInput(this.#deps(), uris);
      }),
    );
    this.seen = person.seen;
    return input;
  }

  async end(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(this.root, { recursive: true });
    await vscode.workspace.fs.delete(this.#own, { recursive: true }).then(undefined, () => undefined);
  }

  #show(title: string, text: string): Promise<void> {
    this.document = `${title}\n${text}`;
    return Promise.resolve();
  }

  #deps(): BatchInputDeps {
    return {
      mayRun: () => this.mayRun,
      library: new PromptLibrary(this.#own, () => true),
      replyLanguage: () => 'en',
      memory: {
        keys: () => [...this.#kept.keys()],
        get: (key: string, other?: unknown) => this.#kept.get(key) ?? other,
        update: async (key: string, value: unknown) => {
          this.#kept.set(key, value);
          await Promise.resolve();
        },
      } as vscode.Memento,
      documents: { show: (title, _, text) => this.#show(title, text) },
      splitRows: () => csvRows,
      mostInputTokens: () => this.mostInputTokens,
    };
  }
}

/** Reads all questions of a batch, as often as it is called. */
export async function linesOf(input: BatchInput | undefined): Promise<PlannedLine[]> {
  assert.ok(input !== undefined, 'there is no batch');
  const lines: PlannedLine[] = [];
  for await (const line of input.lines) lines.push(line);
  assert.equal(lines.length, input.count);
  return lines;
}

export async function idsOf(input: BatchInput | undefined): Promise<string[]> {
  return (await linesOf(input)).map(({ line }) => line.customId);
}

/** Returns the last message of a question, which follows the instructions. */
export function askedOf({ line }: PlannedLine): string {
  return line.messages.at(-1)?.content ?? '';
}
