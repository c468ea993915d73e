import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { runBatch } from '../../src/host/batch/runBatch.ts';
import type { RunBatchParts } from '../../src/host/batch/runBatchParts.ts';
import { RunBatchStage, COST, exampleDryRun } from './runBatchStage.ts';
import { whileChinese } from './inChinese.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const YUAN = 1_000_000_000;
const SECRETS = {
  count: 1,
  items: [{ number: 2, customId: 'b.ts', found: [{ kind: 'npmToken', line: 7 }] }],
};

describe('Run Batch', () => {
  let stage: RunBatchStage;
  beforeEach(async () => {
    stage = new RunBatchStage();
    await stage.window.ledger.ready();
  });
  afterEach(() => stage.window.close());

  /** Runs the command with these acts of the user; returns one text for each thing that was shown. */
  async function seen(
    acts: ConstructorParameters<typeof Person>[0],
    options: ConstructorParameters<typeof Person>[1] & { change?: Partial<RunBatchParts> } = {},
  ): Promise<string[]> {
    const person = new Person(acts, options);
    await person.during(() => runBatch({ ...stage.parts, ...options.change }));
    return person.seen;
  }
  const jobs = () => stage.window.store.jobs();
  const assertNothing = (): void => {
    assert.deepEqual([jobs(), stage.window.runs, stage.folders], [[], [], []]);
  };

  it('makes a dry run, shows its result, and starts the batch when the user confirms', async () => {
    const shown = await seen(['Start Now']);
    assert.deepEqual(shown.slice(0, 2), [
      'progress (cancellable): Looking ahead at the batch. Nothing is sent.',
      [
        'pick:',
        'Run Batch: Comments',
        'Nothing has been sent. How do you want to continue?',
        '3 items (1 from the cache), ¥0.20–0.50, 3 min · About 1,234 tokens. Choose this to see the real prompts.',
        'Start',
        'Start Now · ¥0.20–0.50',
        'Schedule...',
        'Change',
        'Model · ernie-5.1',
        'Budget of This Batch · none',
        '',
        'Cancel',
      ].join('\n'),
    ]);
    assert.deepEqual(stage.done, ['look ahead at 3 with ernie-5.1', 'show', 'run']);
    const [job] = jobs();
    assert.ok(job);
    assert.deepEqual([stage.window.runs, stage.window.desk.phase(job)], [[job.id], 'here']);
    const { lineModel: _, ...plan } = job.plan as typeof job.plan & { lineModel?: string };
    assert.deepEqual(plan, {
      title: 'Comments',
      origin: 'files',
      workspace: 'shop',
      way: 'requests',
      folder: path.join(stage.folder, job.id),
      maxOutputTokens: 4_096,
      expected: { lowNanoYuan: COST.lowNanoYuan, highNanoYuan: COST.highNanoYuan },
    });
    const lines = readFileSync(path.join(stage.folder, job.id, 'requests.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    assert.deepEqual(
      lines.map(line => (JSON.parse(line) as { custom_id: string }).custom_id),
      ['a.ts', 'b.ts', 'c.ts'],
    );
  });

  describe('sends nothing and leaves nothing behind', () => {
    it('when nothing is picked', async () => {
      assert.deepEqual(await seen([], { change: { pickInput: () => Promise.resolve(undefined) } }), []);
      assertNothing();
    });

    it('when the dry run is cancelled', async () => {
      const plan: RunBatchParts['plan'] = (_, __, signal) =>
        new Promise((_resolve, reject) => {
          const end = (): void => reject(signal.reason as Error);
          if (signal.aborted) end();
          else signal.addEventListener('abort', end);
        });
      const shown = await seen([], { cancelsProgress: true, change: { plan } });
      assert.equal(shown.length, 1);
      assertNothing();
    });

    for (const acts of [[LEAVE], ['Cancel'], ['Schedule...', LEAVE, LEAVE]] as const) {
      it(`when the person does that: ${acts.map(String).join(', ')}`, async () => {
        await seen(acts);
        assertNothing();
      });
    }

    it('when the user declines the cost', async () => {
      const shown = await seen(['Start Now', LEAVE, LEAVE], { change: { confirmAbove: () => 0.4 * YUAN } });
      assert.match(
        shown[2] ?? '',
        /^modal: This batch will probably cost up to ¥0\.5000\. Start it\? You are asked when the estimate is above/,
      );
      assertNothing();
    });

    it('when there are secrets and the user closes the dialog', async () => {
      stage.dryRun = exampleDryRun({ secrets: SECRETS });
      const shown = await seen([LEAVE]);
      assert.equal(
        shown[1],
        'modal: 1 of 3 items has a possible secret in it. b.ts: npm token (line 7 of the prompt)\n\nNothing has been sent. ' +
          '[Leave These Items Out] [Send Them as They Are]',
      );
      assertNothing();
    });

    it('when the batch cannot be written, and reports that', async () => {
      mkdirSync(path.dirname(stage.folder), { recursive: true });
      writeFileSync(stage.folder, 'a file in its place');
      const shown = await seen(['Start Now', LEAVE, LEAVE]);
      assert.match(shown[2] ?? '', /^error: The batch could not be created, and nothing was sent\./);
      assert.deepEqual([jobs(), stage.window.runs], [[], []]);
    });
  });

  it('leaves out items with secrets, and repeats the dry run', async () => {
    stage.dryRun = exampleDryRun({ secrets: SECRETS });
    await seen(['Leave These Items Out', 'Start Now']);
    assert.deepEqual(stage.done, [
      'look ahead at 3 with ernie-5.1',
      'show',
      'look ahead at 2 with ernie-5.1',
      'show',
      'run',
    ]);
    const [job] = jobs();
    assert.deepEqual(
      stage.window.store.items(job?.id ?? '', { limit: 10 }).map(({ customId }) => customId),
      ['a.ts', 'c.ts'],
    );
  });

  it('sends items with secrets when the user chooses that, without another dry run', async () => {
    stage.dryRun = exampleDryRun({ secrets: SECRETS });
    await seen(['Send Them as They Are', 'Start Now']);
    assert.deepEqual(stage.done.slice(1), ['show', 'run']);
    assert.equal(jobs()[0]?.counts.total, 3);
  });

  it('schedules the batch, and suggests a quiet hour', async () => {
    const quietHourMs = Date.parse('2026-11-28T04:00:00+08:00');
    stage.dryRun = exampleDryRun({ quietHourMs });
    const shown = await seen(['Schedule...', 'Tomorrow at 04:00']);
    assert.match(shown[1] ?? '', /\nSchedule\.\.\. · 04:00 is quiet\n/);
    const usual = 'Today at 23:00\nTomorrow at 02:00\nTomorrow at 12:30\nTomorrow at 20:00\nAnother Time...';
    assert.ok(shown[2]?.endsWith(`\nTomorrow at 04:00 · quiet, by your own usage of past weeks\n${usual}`), shown[2]);
    assert.deepEqual([jobs()[0]?.startAtMs, jobs()[0]?.state, stage.window.runs], [quietHourMs, 'waiting', []]);
  });

  it('accepts a typed time, today if it is still to come', async () => {
    const boxes: vscode.InputBoxOptions[] = [];
    const showInputBox = (options?: vscode.InputBoxOptions): Thenable<string | undefined> => {
      if (options !== undefined) boxes.push(options);
      return Promise.resolve('21：30');
    };
    await replaced(vscode.window, 'showInputBox', showInputBox, async () => {
      await seen(['Schedule...', 'Another Time...']);
    });
    assert.equal(jobs()[0]?.startAtMs, Date.parse('2026-11-27T21:30:00+08:00'));
    const said = (typed: string): unknown => boxes[0]?.validateInput?.(typed);
    assert.equal(said('25:00'), 'Enter an hour and minutes, for example 21:30.');
    assert.equal((said('21:00') as vscode.InputBoxValidationMessage).message, 'Tomorrow at 21:00');
  });

  it('can hand the batch to batch inference where the endpoint and the key support that', async () => {
    const shown = await seen(["Hand to Baidu's Batch Inference"], { change: { hasBatchInference: () => true } });
    assert.match(
      shown[1] ?? '',
      /\nHand to Baidu's Batch Inference · ¥0\.08–0\.20 · About 40% of the price, not immediate\. Its files go into your own BOS bucket/,
    );
    assert.equal(jobs()[0]?.plan.way, 'service');
  });

  it('repeats the dry run with another model', async () => {
    await seen(['Model', 'Start Now']);
    assert.deepEqual(stage.done.slice(2), ['look ahead at 3 with ernie-lite', 'show', 'run']);
    assert.equal(jobs()[0]?.model, 'ernie-lite');
  });

  it('stores a budget for the batch before it runs', async () => {
    const shown = await seen(['Budget of This Batch', '¥0.5000', 'Start Now']);
    assert.match(shown[2] ?? '', /\n¥0\.5000\n¥1\.00\n¥2\.50\nOther Amount\.\.\.\nNo Budget$/);
    assert.match(shown[3] ?? '', /\nBudget of This Batch · ¥0\.5000\n/);
    assert.deepEqual(stage.done.slice(2), ['keep 0.5', 'run']);
  });

  it('says when the budget of the batch is probably too low', async () => {
    const settings = { ...stage.parts.settings(), budgetNanoYuan: 0.1 * YUAN };
    const shown = await seen([LEAVE], { change: { settings: () => settings } });
    assert.match(shown[1] ?? '', /\nBudget of This Batch · ¥0\.1000, less than it will probably cost\n/);
  });

  it('says before the start that a budget will stop the batch', async () => {
    const budget = { scope: 'all', name: '', period: 'day' } as const;
    stage.dryRun = exampleDryRun({
      budgetStop: { budget, limitNanoYuan: 2 * YUAN, leftNanoYuan: 0.1 * YUAN, afterItems: 1, isLikely: true },
    });
    const shown = await seen(['Start Now', 'Set Budget...', 'Start Now', 'Start Anyway']);
    assert.match(shown[1] ?? '', /Today's budget will probably stop it after 1 items\./);
    assert.match(
      shown[2] ?? '',
      /^modal: ¥0\.1000 of today's budget \(¥2\.00\) is left, so the batch will probably pause after 1 of 3 items\. It costs ¥0\.20–0\.50, at most ¥0\.9000\.\n/,
    );
    assert.deepEqual(stage.done.slice(2), ['set budget all day', 'look ahead at 3 with ernie-5.1', 'show', 'run']);
  });

  it('asks for a price when budgets cannot be enforced without one', async () => {
    stage.dryRun = exampleDryRun({ cost: 'unknown', isUnpriced: true });
    const shown = await seen(['Start Now', 'Enter Price...', LEAVE]);
    assert.match(shown[2] ?? '', /^modal: The price of ernie-5\.1 is unknown, so no budget can hold\./);
    assert.equal(stage.done.length, 4);
    assertNothing();
  });

  it('is in Chinese when VS Code is in Chinese', async () => {
    await whileChinese(async () => {
      const shown = await seen(['取消']);
      assert.equal(
        shown[1],
        [
          'pick:',
          '运行批量任务：Comments',
          '尚未发送任何内容。要如何继续？',
          '共 3 条（1 条命中缓存），¥0.20–0.50，3 分钟 · 约 1,234 tokens。选择此项可查看实际的提示词。',
          '开始',
          '立即开始 · ¥0.20–0.50',
          '定时开始...',
          '修改',
          '模型 · ernie-5.1',
          '本批量任务的预算 · 无',
          '',
          '取消',
        ].join('\n'),
      );
    });
  });
});
