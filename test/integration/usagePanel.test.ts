import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { systemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { UsageQuery } from '../../src/core/spend/report/usageReport.ts';
import type { UsageHostMessage } from '../../src/protocol/usage.ts';
import { UsagePanel } from '../../src/host/usage/usagePanel.ts';
import { exampleUsage } from '../support/exampleUsage.ts';
import { until } from '../support/until.ts';
import { replaced } from './replaced.ts';

/** Creates a panel over made-up figures that records its queries, actions and warnings. */
function stage() {
  const queries: UsageQuery[] = [];
  const done: unknown[] = [];
  const warnings: string[] = [];
  const listeners = new Set<() => void>();
  const panel = new UsagePanel({
    extensionUri: vscode.extensions.getExtension('ask-wenxin.ask-wenxin')?.extensionUri ?? assert.fail(),
    source: {
      read: async query => {
        queries.push(query);
        return exampleUsage();
      },
      live: () => ({ budgets: [], lanes: [], warnAtPercent: [80, 100], pausedConsumers: [] }),
      onDidChange: listener => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    actions: {
      setBudget: () => void done.push('setBudget'),
      export: (format, { firstDay, filter }) => void done.push(['export', format, firstDay, filter]),
      compareBill: ({ firstDay }) => void done.push(['compareBill', firstDay]),
      resumeConsumer: consumer => void done.push(['resume', consumer]),
      openChat: () => void done.push('openChat'),
      showLog: () => void done.push('showLog'),
    },
    clock: systemClock,
    logger: { ...silentLogger, warn: message => warnings.push(message) },
  });
  return { panel, queries, done, warnings, listeners };
}

/** A webview panel whose page is controlled by the test. */
class FakePanel {
  readonly said: UsageHostMessage[] = [];
  readonly #messages = new vscode.EventEmitter<unknown>();
  readonly #disposals = new vscode.EventEmitter<void>();
  readonly #states = new vscode.EventEmitter<void>();
  visible = true;
  title = '';
  iconPath: unknown;
  reveals = 0;
  readonly onDidDispose = this.#disposals.event;
  readonly onDidChangeViewState = this.#states.event;
  readonly webview = {
    options: {},
    html: '',
    cspSource: 'https://page.test',
    asWebviewUri: (uri: vscode.Uri) => uri,
    onDidReceiveMessage: this.#messages.event,
    postMessage: async (message: UsageHostMessage) => {
      this.said.push(message);
      return true;
    },
  };

  /** Delivers a message of the page; resolves once it has been handled. */
  async say(message: unknown): Promise<void> {
    this.#messages.fire(message);
    await new Promise(resolve => setImmediate(resolve));
  }

  see(isVisible: boolean): void {
    this.visible = isVisible;
    this.#states.fire();
  }

  reveal(): void {
    this.reveals++;
  }

  dispose(): void {
    this.#disposals.fire();
  }
}

describe('The usage panel', () => {
  /** Opens a panel whose page is a fake. */
  async function opened() {
    const parts = stage();
    const page = new FakePanel();
    await parts.panel.deserializeWebviewPanel(page as unknown as vscode.WebviewPanel);
    return { ...parts, page };
  }

  /** Returns the labels of the tabs with a usage panel. */
  const tabs = (): readonly string[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs: all }) => all)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('wenxin.usage'))
      .map(({ label }) => label);

  it('is one tab with a running page, however often it is opened', async () => {
    const { panel, queries, listeners } = stage();
    panel.show();
    // The first query shows that the page loaded under its content security policy and sent `ready`.
    await until(() => queries.length > 0, 'the page');
    panel.show();
    assert.deepEqual([tabs(), queries.length], [['Usage and Spend'], 1]);
    panel.dispose();
    await until(() => tabs().length === 0, 'the end of the tab');
    assert.equal(listeners.size, 0);
  });

  it('is opened in one tab by its command', async () => {
    for (let times = 0; times < 2; times++) await vscode.commands.executeCommand('wenxin.showUsage');
    await until(() => tabs().length > 0, 'the tab');
    assert.deepEqual(tabs(), ['Usage and Spend']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until(() => tabs().length === 0, 'the end of the tab');
  });

  it('creates its webview only when it is shown', async () => {
    const created: string[] = [];
    const fake = new FakePanel();
    const { panel } = stage();
    await replaced(
      vscode.window,
      'createWebviewPanel',
      type => {
        created.push(type);
        return fake as unknown as vscode.WebviewPanel;
      },
      () => {
        assert.deepEqual(created, []);
        panel.show();
        panel.show();
      },
    );
    assert.deepEqual([created, fake.reveals], [['wenxin.usage'], 1]);
  });

  it('sends nothing before the page is ready, then one snapshot, then changes', async () => {
    const { page, queries } = await opened();
    assert.equal(page.said.length, 0);
    assert.equal(queries.length, 0);
    await page.say({ type: 'ready' });
    assert.deepEqual(
      page.said.map(({ type }) => type),
      ['snapshot', 'changed'],
    );
    const [first, last] = page.said;
    assert.ok(first?.type === 'snapshot' && first.picture.isLoading && first.picture.report === null);
    assert.ok(last?.type === 'changed' && last.change.isLoading === false && last.change.report !== null);
  });

  it('restores the chosen range and filter when the page is shown again', async () => {
    const { page } = await opened();
    await page.say({ type: 'ready' });
    await page.say({ type: 'chooseRange', range: '7days' });
    await page.say({ type: 'filter', dimension: 'model', name: 'ernie-5.1' });
    page.see(false);
    page.said.length = 0;
    page.see(true);
    assert.equal(page.said.length, 0);
    await page.say({ type: 'ready' });
    const [snapshot] = page.said;
    assert.ok(snapshot?.type === 'snapshot');
    assert.equal(snapshot.picture.range.chosen, '7days');
    assert.equal(snapshot.picture.filters.find(({ dimension }) => dimension === 'model')?.chosen, 'ernie-5.1');
  });

  it('keeps the shown days when a custom range is about to be chosen', async () => {
    const { page, queries } = await opened();
    await page.say({ type: 'ready' });
    await page.say({ type: 'chooseRange', range: 'lastMonth' });
    const shown = queries.at(-1);
    await page.say({ type: 'chooseRange', range: 'custom' });
    assert.equal(queries.at(-1)?.firstDay, shown?.firstDay);
    await page.say({ type: 'chooseDays', from: '2026-01-05', to: '2026-01-09' });
    assert.equal(queries.at(-1)?.firstDay, 20260105);
    assert.equal(queries.at(-1)?.lastDay, 20260109);
  });

  it('performs the actions of the page on what is shown', async () => {
    const { page, done } = await opened();
    await page.say({ type: 'ready' });
    await page.say({ type: 'chooseDays', from: '2026-01-05', to: '2026-01-09' });
    await page.say({ type: 'filter', dimension: 'workspace', name: '' });
    await page.say({ type: 'export', format: 'csv' });
    await page.say({ type: 'compareBill' });
    await page.say({ type: 'setBudget' });
    await page.say({ type: 'resumeConsumer', consumer: 'example.tools' });
    await page.say({ type: 'openChat' });
    await page.say({ type: 'showLog' });
    assert.deepEqual(done, [
      ['export', 'csv', 20260105, { workspace: '' }],
      ['compareBill', 20260105],
      'setBudget',
      ['resume', 'example.tools'],
      'openChat',
      'showLog',
    ]);
  });

  it('ignores and logs invalid messages', async () => {
    const { page, done, warnings, queries } = await opened();
    await page.say({ type: 'export', format: 'exe' });
    await page.say('ready');
    assert.deepEqual([done, queries, page.said], [[], [], []]);
    assert.equal(warnings.length, 2);
  });

  it('allows no scripts, styles or images from elsewhere', async () => {
    const { page } = await opened();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page.webview.html)?.[1] ?? '';
    assert.match(policy, /^default-src 'none'; style-src https:\/\/page\.test; .*require-trusted-types-for 'script'$/);
    assert.doesNotMatch(policy, /unsafe|\*|img-src|connect-src/);
  });
});
