import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { compareBill, type Comparison } from '../../src/core/spend/bill/comparison.ts';
import type { BillRow } from '../../src/core/spend/bill/billRow.ts';
import type { Reason } from '../../src/core/spend/bill/reasons.ts';
import { ComparisonDocument } from '../../src/host/usage/comparisonDocument.ts';
import { comparisonMarkdown, comparisonSentence } from '../../src/host/usage/comparisonMarkdown.ts';
import { reasonSentences } from '../../src/host/usage/reasonSentences.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';
import { tabNamed } from './tabNamed.ts';
import { changeOf, documentOf } from './virtualDocument.ts';

const YUAN = 1_000_000_000;

function comparison(change: Partial<BillRow> = {}): Comparison {
  const line = { period: 20261122, product: '千帆', item: 'ERNIE-5.1 输入', isPrepaid: false, listNanoYuan: YUAN };
  const row = { billDay: 20261122, model: 'ernie-5.1', lostNanoYuan: 0 };
  return compareBill({
    meter: [{ ...row, amountNanoYuan: 2.5 * YUAN, estimatedNanoYuan: YUAN, unknownPrice: 1 }],
    bill: { rows: [line, { ...line, item: 'ERNIE-X1 输出', ...change }], isComplete: true, unreadable: 0 },
    models: ['ernie-x1'],
    today: 20261126,
  });
}

const REASONS: readonly Reason[] = [
  { is: 'others', nanoYuan: YUAN },
  { is: 'otherModels', models: ['ernie-x1', '神秘模型'] },
  { is: 'freeQuota', nanoYuan: YUAN },
  { is: 'tokenPackages', isOnBill: true },
  { is: 'tokenPackages', isOnBill: false },
  { is: 'notBilledYet', nanoYuan: YUAN, sinceDay: 20261125 },
  { is: 'estimates', estimatedNanoYuan: YUAN, lostNanoYuan: 5_000_000 },
  { is: 'unknownPrice', requests: 1_234 },
  { is: 'unmatched', items: Array.from({ length: 9 }, (_, n) => `n${n}`) },
  { is: 'otherProducts', names: ['云服务器'] },
  { is: 'partOfBill', isComplete: false, unreadable: 2 },
];

describe('The text of a comparison with the bill', () => {
  it('has a summary in one sentence, in both languages', () => {
    const sentence = (): string => comparisonSentence(comparison());
    assert.deepEqual(
      [sentence(), inChinese(sentence)],
      [
        "Our meter ≈¥2.50+, Baidu's bill at list price ¥2.00, difference ¥0.5000.",
        '本机统计 ≈¥2.50+，百度账单（原价）¥2.00，相差 ¥0.5000。',
      ],
    );
  });

  it('has a table by day and model, with the total below', () => {
    const lines = comparisonMarkdown(comparison(), 'From somewhere.').split('\n');
    const table = lines.filter(line => line.startsWith('|')).map(line => line.replaceAll('\\', ''));
    assert.deepEqual(table, [
      '| Day | Model | Our meter | Bill (list price) | Difference |',
      '| --- | --- | ---: | ---: | ---: |',
      '| 2026-11-22 | ernie-5.1 | ≈¥2.50+ | ¥1.00 | +¥1.50 |',
      '| 2026-11-22 | ernie-x1 | — | ¥1.00 | -¥1.00 |',
      '| Total |  | ≈¥2.50+ | ¥2.00 | +¥0.5000 |',
    ]);
  });

  it('gives the likely reasons in sentences, in both languages', () => {
    for (const reason of REASONS) {
      const english = reasonSentences(reason);
      const chinese = inChinese(() => reasonSentences(reason));
      assert.equal(chinese.length, english.length);
      assert.ok([...english, ...chinese].every(sentence => /[.。]$/.test(sentence)));
      assert.deepEqual(chinese.flatMap(wordingProblems), [], chinese.join());
    }
    assert.deepEqual(reasonSentences({ is: 'unmatched', items: Array.from({ length: 9 }, () => 'n') }), [
      'Names on the bill that fit no known model: n, n, n, n, n, n, n, n, ....',
    ]);
  });

  it('contains no link, picture, HTML or extra cell from the content of a bill', async () => {
    const evil =
      'ERNIE <img src=x onerror=1> [a](command:evil) ![b](https://cloud.baidu.com) | x | `c` **d** https://cloud.baidu.com\n# e';
    const text = comparisonMarkdown(comparison({ item: evil }), `${evil}.csv`);
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', text);
    const own = html.replace(/^<span id="markdown-mermaid"[^>]*><\/span>/, '');
    assert.doesNotMatch(own.replaceAll(/<\/?(h1|p|ul|li|table|thead|tbody|tr|th|td)\b[^>]*>/g, ''), /[<>]/);
    assert.equal((html.match(/<h1/g) ?? []).length, 1);
    assert.equal((html.match(/<td/g) ?? []).length, 3 * 5);
  });

  it('opens as a page', async () => {
    const document = new ComparisonDocument(silentLogger);
    try {
      await document.show({ comparison: comparison(), source: 'From somewhere.' });
      await tabNamed(/Comparison with Baidu/);
      const shown = await documentOf('wenxin-bill');
      assert.equal(shown.getText(), comparisonMarkdown(comparison(), 'From somewhere.'));
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      document.dispose();
    }
  });

  it('is replaced by that of the next comparison', async () => {
    const document = new ComparisonDocument(silentLogger);
    try {
      await document.show({ comparison: comparison(), source: 'From somewhere.' });
      const shown = await documentOf('wenxin-bill');
      await changeOf(shown, () => document.show({ comparison: comparison(), source: 'From elsewhere.' }));
      assert.ok(shown.getText().includes('From elsewhere.'), shown.getText());
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      document.dispose();
    }
  });
});
