import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type DryRun, serviceCost } from '../../src/core/batch/plan/dryRunReport.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { DryRunDocument } from '../../src/host/batch/input/dryRunDocument.ts';
import { dryRunText } from '../../src/host/batch/input/dryRunText.ts';
import { until } from '../support/until.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';
import { tabNamed } from './tabNamed.ts';

const EVIL = '[a](command:evil) <img src=x> ![b](https://cloud.baidu.com)\n# `e` **f**';

function run(changes: Partial<DryRun> = {}): DryRun {
  const line = { customId: 'src/a.ts', messages: [{ role: 'user', content: 'Explain\n```\n# a\n```' }] } as const;
  const item = { number: 1, customId: 'src/a.ts' };
  const cost = { lowNanoYuan: 2e9, expectedNanoYuan: 3e9, highNanoYuan: 4e9, worstNanoYuan: 9e9 };
  return {
    count: 1_200,
    cached: 200,
    models: [{ model: 'ernie-5.1', count: 1_200 }],
    inputTokens: 500_000,
    answers: { lowTokens: 300_000, expectedTokens: 600_000, highTokens: 900_000 },
    cost,
    costByService: serviceCost(cost),
    minutes: 42.2,
    pace: {
      concurrency: 5,
      firstTokenMs: 1_500,
      tokensPerSecond: 50,
      isMeasured: true,
      requestsPerMinute: 30,
      heldUpBy: 'requests',
    },
    budgetStop: {
      budget: { scope: 'all', name: '', period: 'day' },
      limitNanoYuan: 2e9,
      leftNanoYuan: 1e9,
      afterItems: 333,
      isLikely: true,
    },
    samples: [{ why: 'first', ...item, line }],
    secrets: { count: 102, items: [{ ...item, found: [{ kind: 'password', line: 7 }] }] },
    tooLong: { count: 1, items: [item] },
    likelyCut: { count: 1, items: [item] },
    leftOut: [
      { reason: 'ignored', count: 9, examples: ['dist/a.js'] },
      { reason: 'too-many', count: 1, examples: ['20,000'] },
    ],
    quietHourMs: Date.UTC(2026, 10, 22, 18),
    ...changes,
  };
}

function text(changes: Partial<DryRun> = {}, title = 'Everything'): string {
  return dryRunText({ title }, run(changes), 'Asia/Shanghai');
}

describe('The report of a dry run', () => {
  /** Returns the text of the virtual document. VS Code may keep the document of an earlier test open. */
  const shown = (): string =>
    vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'wenxin-dry-run')?.getText() ?? '';

  it('has a summary in one sentence, in both languages', () => {
    assert.deepEqual(
      [text(), inChinese(text)].map(each => each.split('\n\n')[1]),
      [
        '1,200 items (200 from the cache), about 1,100,000 tokens, ¥2.00–4.00, 43 minutes. The dry run sent nothing.',
        '共 1,200 条（200 条命中缓存），约 1,100,000 tokens、¥2.00–4.00、43 分钟。预估未发送任何内容。',
      ],
    );
  });

  it('lists warnings, cost, time and what is left out', () => {
    const lines = text().split('\n');
    for (const line of [
      "- Today's budget (¥2.00, of which batches may still use ¥1.00) will probably stop it after 333 items.",
      '- Possible secrets in `src/a.ts`: password or key (line 7 of the prompt)',
      '- Possible secrets in 101 items more',
      '- Longer than the model takes, with its longest answer: 1 (`src/a.ts`)',
      '- Answers that will probably be cut by the output limit: 1 (`src/a.ts`)',
      '- To be asked: 1,000. From the cache at ¥0: 200.',
      '- Nine of ten such batches cost ¥2.00–4.00, none more than ¥9.00.',
      "- By Baidu's batch inference at 40%: ¥0.80–1.60, not immediate.",
      '- Calculated with a concurrency of 5, 1.5 s to the first token and 50 tokens a second, as measured recently.',
      '- The bottleneck is the rate limit of 30 requests a minute.',
      '- A quieter time begins at 02:00.',
      '- Ignored by .gitignore or .wenxinignore: 9 (`dist/a.js`, ...).',
      '- There are more than 20,000 files; the rest was left out.',
      '## Item 1 of 1,200, the first: `src/a.ts`',
    ]) {
      assert.ok(lines.includes(line), `${line}\n\nis not in\n\n${text()}`);
    }
  });

  it('shows prompts unchanged, whatever fences they contain', () => {
    assert.ok(text().includes('````text\nExplain\n```\n# a\n```\n````'));
  });

  it('says when no price is known or nothing is charged', () => {
    assert.ok(text({ cost: 'unknown', isUnpriced: true }).includes('price unknown'));
    assert.ok(text({ cost: 'unknown', isUnpriced: true }).includes('so nothing would be sent'));
    assert.ok(text({ cost: 'plan' }).includes('flat plan'));
    assert.ok(text({ cost: 'free' }).includes('free of charge'));
  });

  it('omits sections without content', () => {
    const none = { count: 0, items: [] };
    const calm = run({ secrets: none, tooLong: none, likelyCut: none, leftOut: [] });
    const { budgetStop: _, quietHourMs: __, ...rest } = calm;
    const plain = dryRunText({ title: 'a' }, rest, undefined);
    assert.deepEqual(
      plain.split('\n').filter(each => each.startsWith('## ')),
      ['## Spend', '## Time', '## Item 1 of 1,200, the first: `src/a.ts`'],
    );
  });

  it('uses the Chinese terms of VS Code and Baidu', () => {
    for (const heldUpBy of ['concurrency', 'requests', 'tokens'] as const) {
      const chinese = inChinese(() => text({ pace: { ...run().pace, heldUpBy, isMeasured: heldUpBy === 'tokens' } }));
      const said = chinese.split('\n').filter(line => /^[#-]|^共/.test(line) && !line.startsWith('# a'));
      assert.deepEqual(
        said.flatMap(line => wordingProblems(line.replace(/^[#-]+ /, ''))),
        [],
      );
    }
  });

  it('contains no link, picture or HTML from a name', async () => {
    const item = { number: 1, customId: EVIL };
    const evil = text(
      {
        models: [{ model: EVIL, count: 1 }],
        secrets: { count: 1, items: [{ ...item, found: [] }] },
        tooLong: { count: 1, items: [item] },
        leftOut: [{ reason: 'empty', count: 1, examples: [EVIL] }],
        samples: [{ why: 'longest', ...item, line: { customId: EVIL, messages: [{ role: 'user', content: EVIL }] } }],
      },
      EVIL,
    );
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', evil);
    assert.doesNotMatch(html, /<(?:a|img)\b/);
    assert.equal((html.match(/<h1/g) ?? []).length, 1);
  });

  it('is shown in the Markdown preview of a virtual document', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const document = new DryRunDocument(() => 'Asia/Shanghai', silentLogger);
    try {
      await document.show({ title: 'Everything' }, run());
      await tabNamed(/^Preview Dry Run of the Batch\.md$/);
      const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
      assert.deepEqual(
        inputs.map(input => input instanceof vscode.TabInputWebview && input.viewType.includes('markdown.preview')),
        [true],
      );
      await until(() => shown() === text(), 'the report');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      document.dispose();
    }
  });

  it('is replaced by that of the next dry run', async () => {
    const document = new DryRunDocument(() => 'Asia/Shanghai', silentLogger);
    try {
      await document.show({ title: 'One' }, run());
      await until(() => shown().startsWith('# Batch: `One`\n'), 'the first report');
      await document.show({ title: 'Other' }, run());
      await until(() => shown().startsWith('# Batch: `Other`\n'), 'the next report');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      document.dispose();
    }
  });
});
