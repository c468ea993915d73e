import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { openResults, readResults } from '../../src/host/batch/results/openResults.ts';
import type { ResultsParts } from '../../src/host/batch/results/resultsParts.ts';
import { showItem } from '../../src/host/batch/results/showItem.ts';
import { TextDocuments } from '../../src/host/context/textDocuments.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { BatchStage, JOB } from './batchStage.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';
import { tabNamed } from './tabNamed.ts';

describe('The results of a batch', () => {
  let stage: BatchStage;
  let documents: TextDocuments;
  let parts: ResultsParts;

  beforeEach(async () => {
    stage = new BatchStage();
    documents = new TextDocuments('wenxin-batch-test');
    parts = {
      store: stage.store,
      documents,
      attemptsOf: () => [
        {
          questionId: 'q',
          attempt: 1,
          account: 'a',
          endpoint: 'main',
          model: 'm',
          workspace: '',
          feature: 'batch',
          consumer: 'ask-wenxin',
          cause: 'batch',
          sentAtMs: Date.UTC(2026, 10, 22, 4),
          localDay: 20261122,
          billDay: 20261122,
          utcOffsetMinutes: 480,
          reservedNanoYuan: 0,
          usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
          source: 'estimate',
          amountNanoYuan: 12_300_000,
          outcome: 'failed',
          failure: 'busy',
          totalMs: 2_500,
          requestId: 'as-7',
        },
      ],
      failureText: ({ kind }) => `because ${kind}`,
      timeZone: () => 'Asia/Shanghai',
      clock: { ...systemClock, now: () => Date.UTC(2026, 10, 22, 5) },
      logger: silentLogger,
    };
    await stage.write('a.ts', 'one\n');
    await stage.write('b.ts', 'two\n');
    await stage.answered([
      { path: 'a.ts', answer: '=1 is an answer' },
      { path: 'b.ts', answer: 'Half', finish: 'length' },
    ]);
  });

  afterEach(async () => {
    documents.dispose();
    await stage.close();
  });

  function shown(): string {
    return vscode.window.activeTextEditor?.document.getText() ?? '';
  }

  async function pick(row: string, more: readonly (string | typeof LEAVE)[] = []): Promise<readonly string[]> {
    const person = new Person([row, ...more]);
    await person.during(() => openResults(parts, JOB));
    return person.seen;
  }

  it('open as a Markdown document', async () => {
    await readResults(parts, JOB);
    const file = join(stage.jobFolder, 'results.md');
    const text = readFileSync(file, 'utf8');
    assert.match(
      text,
      /^# Example\n\n2 of 2 answered, 0 failed, ¥0\.0000, m\n\n## 1\. `a\.ts#1`\n\n`batch\/\d+\/a\.ts`\n\n=1 is/,
    );
    assert.match(text, /\nHalf\n\n> The answer was cut at the output limit\.\n$/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(file);
    await pick('Markdown Document');
    assert.match(readFileSync(file, 'utf8'), /^# Example\n/);
    await tabNamed(/^Preview results\.md$/);
  });

  it('open as an up-to-date JSONL file', async () => {
    const [list = ''] = await pick('JSONL File');
    assert.equal(list.split('\n')[1], 'Open Results');
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, join(stage.jobFolder, 'results.jsonl'));
    assert.deepEqual(
      shown()
        .trimEnd()
        .split('\n')
        .map(line => (JSON.parse(line) as { custom_id: string }).custom_id),
      ['a.ts#1', 'b.ts#2'],
    );
  });

  it('are saved as a CSV table without formulas', async () => {
    const file = vscode.Uri.file(join(temporaryFolder(), 'table.csv'));
    await replaced(
      vscode.window,
      'showSaveDialog',
      () => Promise.resolve(file),
      async () => {
        const seen = await pick('Save CSV File...', [LEAVE]);
        assert.equal(seen.at(-1), `info: The results were saved to “${file.fsPath}”. [Open]`);
      },
    );
    const text = readFileSync(file.fsPath, 'utf8');
    assert.match(text, /^\ufeffItem,Status,Model,Answer,Failure,Input tokens,/);
    assert.match(text, /\r\na\.ts#1,Done,m,'=1 is an answer,,/);
  });

  it('cause an error message when they cannot be written', async () => {
    await replaced(
      vscode.window,
      'showSaveDialog',
      () => Promise.resolve(vscode.Uri.file('/proc/no/such/folder/a.csv')),
      async () => {
        const seen = await pick('Save CSV File...', [LEAVE]);
        assert.match(seen.at(-1) ?? '', /^error: The file cannot be written: /);
      },
    );
  });

  it('are shown per item, with its question and its attempts', async () => {
    await showItem(parts, JOB, 2);
    const text = shown();
    assert.match(text, /^# b\.ts#2\n\n- Status: Done\n- File: batch\/\d+\/b\.ts\n- Model: m\n/);
    assert.match(
      text,
      /\n## Answer\n\nHalf\n\n## Attempts\n\n1\. Nov 22 12:00 · main · Service busy · ≈¥0\.0123 · 2\.5 s · as-7\n/,
    );
    assert.match(text, /\n## Question\n\n````markdown\n<attachment [^\n]+\n```\ntwo\n```\n<\/attachment>\n\nGo\n````$/);
    assert.equal(vscode.window.activeTextEditor?.document.isDirty, false);
    await showItem(parts, JOB, 3);
    assert.equal(shown(), text, 'there is no third');
  });
});
