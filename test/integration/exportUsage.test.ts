import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { ExportPiece, ExportQuery } from '../../src/core/spend/report/exportPiece.ts';
import { exportUsage, type ExportParts } from '../../src/host/usage/exportUsage.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { whileChinese } from './inChinese.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

/** A reader that returns the given pieces and records its queries. */
class FakeReader {
  readonly asked: ExportQuery[] = [];
  readonly #pieces: readonly string[];
  readonly #attempts: number;

  constructor(pieces: readonly string[], attempts = 1_200) {
    this.#pieces = pieces;
    this.#attempts = attempts;
  }

  async *exportPieces(query: ExportQuery): AsyncGenerator<ExportPiece> {
    this.asked.push(query);
    for (const [index, text] of this.#pieces.entries()) {
      yield await Promise.resolve({ text, attempts: index === 0 ? this.#attempts : 0, next: undefined });
    }
  }
}

interface Stage {
  readonly reader?: ExportParts['reader'];
  /** The file that the user chooses; `undefined` for none. */
  readonly target?: vscode.Uri | undefined;
  readonly clock?: VirtualClock;
}

const parts = ({ reader = new FakeReader(['text']), clock = new VirtualClock() }: Stage): ExportParts => ({
  reader,
  today: () => 20260307,
  clock,
  logger: silentLogger,
});

/** Exports as a user with these acts; returns what they see and the options of the save dialog. */
async function seen(stage: Stage, ...acts: ConstructorParameters<typeof Person>[0]) {
  const person = new Person(acts);
  const dialogs: vscode.SaveDialogOptions[] = [];
  const showSaveDialog = (options?: vscode.SaveDialogOptions): Thenable<vscode.Uri | undefined> => {
    if (options !== undefined) dialogs.push(options);
    return Promise.resolve(stage.target);
  };
  await replaced(vscode.window, 'showSaveDialog', showSaveDialog, () => person.during(() => exportUsage(parts(stage))));
  return { seen: person.seen, dialogs };
}

const newFile = (name = 'out.csv'): vscode.Uri => vscode.Uri.file(join(temporaryFolder(), name));

describe('Exporting the usage', () => {
  it('offers ranges with their dates', async () => {
    const { seen: shown } = await seen({}, LEAVE);
    assert.deepEqual(shown[0]?.split('\n').slice(3), [
      'Today · 2026-03-07',
      'Last 7 Days · 2026-03-01 – 2026-03-07',
      'Last 30 Days · 2026-02-06 – 2026-03-07',
      'This Month · 2026-03-01 – 2026-03-07',
      'Last Month · 2026-02-01 – 2026-02-28',
      'All',
    ]);
  });

  it('reads nothing when the user cancels at the range or the format', async () => {
    const reader = new FakeReader(['text']);
    await seen({ reader }, LEAVE);
    await seen({ reader }, 'Today', LEAVE);
    assert.deepEqual(reader.asked, []);
  });

  it('writes all pieces unchanged, and says where', async () => {
    const reader = new FakeReader(['\uFEFFa,b\r\n', '模型,1\r\n', '🙂']);
    const target = newFile();
    const { seen: shown, dialogs } = await seen({ reader, target }, 'Last Month', 'CSV file', LEAVE);
    assert.equal(readFileSync(target.fsPath, 'utf8'), '\uFEFFa,b\r\n模型,1\r\n🙂');
    assert.equal(shown.at(-1), `info: 1,200 requests were exported to “${target.fsPath}”. [Open]`);
    assert.equal(dialogs[0]?.defaultUri?.path.split('/').at(-1), 'wenxin-usage_2026-02-01_2026-02-28.csv');
    const [query] = reader.asked;
    assert.deepEqual([query?.firstDay, query?.lastDay, query?.filter], [20260201, 20260228, {}]);
    assert.ok(query?.format.name === 'csv' && query.format.headers.amountYuan === 'Amount (CNY)');
  });

  it('writes all requests as JSON', async () => {
    const reader = new FakeReader(['{}'], 1);
    const target = newFile('out.json');
    const { seen: shown, dialogs } = await seen({ reader, target }, 'All', 'JSON file', LEAVE);
    assert.deepEqual(reader.asked, [{ firstDay: 0, lastDay: 99991231, filter: {}, format: { name: 'json' } }]);
    assert.equal(dialogs[0]?.defaultUri?.path.split('/').at(-1), 'wenxin-usage_all.json');
    assert.equal(shown.at(-1), `info: 1 request was exported to “${target.fsPath}”. [Open]`);
  });

  it('asks only for the file when the range and the format are given', async () => {
    const reader = new FakeReader(['{}'], 2);
    const target = newFile('chosen.json');
    const range = { firstDay: 20260301, lastDay: 20260305, filter: { model: 'ernie-5.1' } };
    const person = new Person([LEAVE]);
    let name = '';
    const showSaveDialog = (options?: vscode.SaveDialogOptions): Thenable<vscode.Uri> => {
      name = options?.defaultUri?.path.split('/').at(-1) ?? '';
      return Promise.resolve(target);
    };
    await replaced(vscode.window, 'showSaveDialog', showSaveDialog, () =>
      person.during(() => exportUsage(parts({ reader }), { range, format: 'json' })),
    );
    assert.deepEqual(reader.asked, [{ ...range, format: { name: 'json' } }]);
    assert.equal(name, 'wenxin-usage_2026-03-01_2026-03-05.json');
    assert.equal(person.seen.length, 1);
  });

  it('opens the file on request', async () => {
    const target = newFile('opened.json');
    await seen({ reader: new FakeReader(['{"a": 1}']), target }, 'Today', 'JSON file', 'Open');
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, target.fsPath);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('writes nothing when no file is chosen', async () => {
    const { seen: shown } = await seen({ target: undefined }, 'Today', 'CSV file');
    assert.equal(shown.length, 2);
  });

  it('says when there are no requests, and asks for no file', async () => {
    const { seen: shown, dialogs } = await seen({ reader: new FakeReader(['head'], 0) }, 'Today', 'CSV file');
    assert.equal(shown.at(-1), 'info: There are no requests in this range.');
    assert.deepEqual(dialogs, []);
  });

  it('says when the ledger cannot be read', async () => {
    const reader = {
      async *exportPieces(): AsyncGenerator<ExportPiece> {
        yield* [];
        await Promise.reject(new WenxinError('storage', 'damaged'));
      },
    };
    const { seen: shown, dialogs } = await seen({ reader }, 'Today', 'CSV file', LEAVE);
    const sentence = 'The usage cannot be read from disk, so nothing was exported.';
    assert.equal(shown.at(-1), `error: ${sentence} [Show Log]`);
    assert.deepEqual(dialogs, []);
  });

  it('says when the file cannot be written', async () => {
    const folder = temporaryFolder();
    const { seen: shown } = await seen({ target: vscode.Uri.file(folder) }, 'Today', 'CSV file', LEAVE);
    assert.match(shown.at(-1) ?? '', /^error: The file cannot be written: .* \[Show Log\]$/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('can be cancelled when it takes long', async () => {
    const clock = new VirtualClock();
    const reader: ExportParts['reader'] = {
      async *exportPieces(_, signal) {
        yield* [];
        const aborted = new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
        void clock.advance(1_000);
        await aborted;
      },
    };
    const person = new Person(['Today', 'CSV file'], { cancelsProgress: true });
    await person.during(() => exportUsage(parts({ reader, clock })));
    assert.equal(person.seen.at(-1), 'progress (cancellable): Exporting the usage...');
  });

  it('uses Chinese, also in the table headers', async () => {
    const reader = new FakeReader(['text']);
    const target = newFile();
    await whileChinese(async () => {
      const { seen: shown } = await seen({ reader, target }, '上个月', 'CSV 文件', LEAVE);
      assert.equal(shown.at(-1), `info: 已将 1,200 个请求导出到“${target.fsPath}”。 [打开]`);
    });
    const format = reader.asked[0]?.format;
    assert.ok(format?.name === 'csv' && format.headers.inputTokens === '输入 tokens');
  });
});
