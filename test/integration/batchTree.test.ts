import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { BatchNode } from '../../src/host/batch/batchNode.ts';
import { BatchTree } from '../../src/host/batch/batchTree.ts';
import { ANSWERED, BatchWindow, UNSAFE } from '../support/batchDesk.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { whileChinese } from './inChinese.ts';

const NOW_MS = Date.parse('2026-11-27T21:10:00+08:00');
const HOUR_MS = 60 * 60_000;
const YUAN = 1_000_000_000;

describe('The tree of batches', () => {
  let window: BatchWindow;
  let tree: BatchTree;
  let budget: number | undefined;
  beforeEach(async () => {
    window = new BatchWindow(new VirtualClock(NOW_MS));
    budget = undefined;
    tree = new BatchTree({
      desk: window.desk,
      ready: () => window.ledger.ready(),
      budgetOf: () => budget,
      timeZone: () => 'Asia/Shanghai',
      clock: window.clock,
    });
    await window.ledger.ready();
  });
  afterEach(async () => {
    tree.dispose();
    await window.close();
  });

  const lines = async (node?: BatchNode): Promise<string[]> =>
    (await tree.getChildren(node)).map(child => {
      const { label, description } = tree.getTreeItem(child);
      return [typeof label === 'string' ? label : '', description]
        .filter(each => typeof each === 'string' && each !== '')
        .join(' | ');
    });
  const job = async (id = 'job'): Promise<BatchNode> =>
    (await tree.getChildren()).find(node => node.kind === 'job' && node.job.id === id) ?? assert.fail(`no job ${id}`);
  const group = async (state: string): Promise<BatchNode> =>
    (await tree.getChildren(await job())).find(node => node.kind === 'group' && node.state === state) ??
    assert.fail(`no group ${state}`);
  const item = async (id = 'job'): Promise<vscode.TreeItem> => tree.getTreeItem(await job(id));

  it('is empty before there is a batch, so that VS Code shows the welcome view', async () => {
    assert.deepEqual(await lines(), []);
  });

  it('shows the progress, cost and remaining time of a running job', async () => {
    await window.add('job', 20);
    await window.desk.start('job');
    await window.end('job', ANSWERED);
    assert.deepEqual(await lines(), ['Comments | 1/20 · ¥0.0000']);
    await window.clock.advance(60_000);
    await window.end('job', ANSWERED);
    assert.deepEqual(await lines(), ['Comments | 2/20 · ¥0.0000 · 18 min left']);
    const { iconPath, contextValue, accessibilityInformation } = await item();
    assert.equal((iconPath as vscode.ThemeIcon).id, 'sync~spin');
    assert.equal(contextValue, 'job pausable cancellable changeable readable');
    assert.equal(accessibilityInformation?.label, 'Comments, Running, 2 of 20 done, ¥0.0000, 18 min left');
  });

  it('shows the state of every other job', async () => {
    const paused = { state: 'paused' } as const;
    await window.add('ready');
    await window.add('scheduled', 3, { startAtMs: NOW_MS + 5 * HOUR_MS });
    await window.add('missed', 3, { startAtMs: NOW_MS - 2 * HOUR_MS });
    await window.add('interrupted', 3, { state: 'running' });
    await window.add('paused', 3, { ...paused, pause: { reason: 'person' } });
    await window.add('budget', 3, { ...paused, pause: { reason: 'budget' } });
    await window.end('budget', ANSWERED);
    await window.add('quota', 3, { ...paused, pause: { reason: 'quota', untilMs: NOW_MS + 3 * HOUR_MS } });
    await window.add('cancelled');
    await window.desk.cancel('cancelled');
    const said: Record<string, string> = {};
    for (const node of await tree.getChildren()) {
      if (node.kind === 'job') said[node.job.id] = String(tree.getTreeItem(node).description);
    }
    assert.deepEqual(said, {
      ready: 'Not started',
      scheduled: 'Starts tomorrow 02:10',
      missed: 'Hour missed',
      interrupted: 'Interrupted',
      paused: 'Paused',
      budget: '1/3 · Budget used up · ¥0.0000',
      quota: 'No quota until tomorrow 00:10',
      cancelled: 'Cancelled',
    });
    const able = async (id: string): Promise<string> => (await item(id)).contextValue ?? '';
    assert.equal(await able('paused'), 'job resumable cancellable changeable');
    assert.equal(await able('cancelled'), 'job');
  });

  it('groups items by state, failed ones first, with reasons and costs', async () => {
    await window.add('job', 4, { plan: { isEdit: true } });
    await window.end('job', ANSWERED, UNSAFE, { ...ANSWERED, isCached: true } as typeof ANSWERED);
    assert.deepEqual(await lines(await job()), ['Failed | 1', 'Waiting | 1', 'Done | 2']);
    assert.deepEqual(await lines(await group('failed')), ['b | Refused by safety rules (unsafe_request)']);
    assert.deepEqual(await lines(await group('done')), ['a | ¥0.0012', 'c | from the cache']);
    const [failed] = await tree.getChildren(await group('failed'));
    assert.ok(failed);
    const line = tree.getTreeItem(failed);
    assert.deepEqual(line.command?.arguments, [{ jobId: 'job', number: 2 }]);
    assert.equal(line.accessibilityInformation?.label, 'b, Failed, Refused by safety rules (unsafe_request)');
    assert.match((await item()).contextValue ?? '', /\bretryable\b.*\breadable\b.*\breviewable\b/);
  });

  it('shows how many items of a finished job failed', async () => {
    await window.add('job', 3);
    await window.end('job', ANSWERED, UNSAFE, ANSWERED);
    await window.store.change('job', { state: 'done' });
    assert.deepEqual(await lines(), ['Comments | 2/3, 1 failed · ¥0.0000']);
  });

  it('lists many items in pages', async () => {
    await window.add('job', 450);
    const shown = async (): Promise<string[]> => lines(await group('waiting'));
    const more = async (): Promise<void> => {
      const last = (await tree.getChildren(await group('waiting'))).at(-1);
      assert.equal(last?.kind, 'more');
      if (last?.kind === 'more') tree.showMore(last);
    };
    assert.deepEqual([(await shown()).length, (await shown()).at(-1)], [201, '250 more...']);
    await more();
    assert.deepEqual([(await shown()).length, (await shown()).at(-1)], [401, '50 more...']);
    await more();
    assert.deepEqual([(await shown()).length, (await shown()).at(-1)], [450, 'item-450']);
  });

  it('gives every row a unique id and its parent', async () => {
    await window.add('job', 450);
    await window.add('other', 2);
    const ids: (string | undefined)[] = [];
    const walk = async (node?: BatchNode): Promise<void> => {
      for (const child of await tree.getChildren(node)) {
        ids.push(tree.getTreeItem(child).id);
        const parent = tree.getParent(child);
        assert.equal(parent && tree.getTreeItem(parent).id, node && tree.getTreeItem(node).id);
        await walk(child);
      }
    };
    await walk();
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(!ids.includes(undefined));
  });

  it('is redrawn at most twice a second', async () => {
    let drawn = 0;
    tree.onDidChangeTreeData(() => drawn++);
    for (let change = 0; change < 50; change++) {
      tree.refresh();
      await window.clock.advance(20);
    }
    assert.equal(drawn, 2);
  });

  it('shows all details in the tooltip, and lets no title become a link', async () => {
    budget = 5 * YUAN;
    await window.add('job', 4, {
      state: 'paused',
      pause: { reason: 'model' },
      plan: { title: '[x](command:evil)', expected: { lowNanoYuan: 0.2 * YUAN, highNanoYuan: 0.5 * YUAN } },
    });
    await window.end('job', ANSWERED, UNSAFE);
    const tooltip = (await item()).tooltip as vscode.MarkdownString;
    assert.equal(tooltip.isTrusted, undefined);
    assert.ok(!tooltip.value.includes('[x](command'));
    const text = tooltip.value.replaceAll('\\', '');
    assert.equal(
      text,
      [
        '**[x](command:evil)**',
        'ernie-5.1 is gone, or this key may not use it.',
        'Done: 1 · Failed: 1 · Waiting: 2',
        'Spent: ¥0.0000 · ≈¥0.0000 in total · dry run: ¥0.20–0.50 · budget: ¥5.00',
        'ernie-5.1',
        'Created: 21:10',
        '',
      ].join('\n\n'),
    );
  });

  it('is in Chinese when VS Code is', async () => {
    await window.add('job', 20);
    await window.add('quota', 3, { state: 'paused', pause: { reason: 'quota', untilMs: NOW_MS + HOUR_MS } });
    await window.add('paused', 3, { state: 'paused', pause: { reason: 'person' } });
    await window.desk.start('job');
    await window.end('job', ANSWERED, UNSAFE);
    await whileChinese(async () => {
      const said = await lines();
      assert.ok(said.includes('Comments | 1/20 · ¥0.0000'), said.join('\n'));
      assert.ok(said.includes('Comments | 配额恢复时间：22:10'), said.join('\n'));
      assert.ok(said.includes('Comments | 已暂停'), said.join('\n'));
      assert.deepEqual(await lines(await job()), ['失败 | 1', '等待中 | 18', '已完成 | 1']);
      assert.equal(
        (await item()).accessibilityInformation?.label,
        'Comments, 运行中, 已完成 1/20 条, 1 条失败, ¥0.0000',
      );
    });
  });
});
