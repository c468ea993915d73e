import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { CommandFeature } from '../../src/core/conversation/commandPrompts.ts';
import { messagesFor } from '../../src/core/conversation/messages.ts';
import type { ReplyLanguage } from '../../src/core/conversation/prompts.ts';
import { pickCode } from '../../src/host/commands/pickCode.ts';
import { selectionQuestion } from '../../src/host/commands/selectionQuestion.ts';
import { inChinese } from './inChinese.ts';
import { selectIn } from './selectIn.ts';

/** If set, the golden files are written before the comparison: `WENXIN_WRITE_GOLDEN=1 npm run test:integration`. */
const WRITE_VARIABLE = 'WENXIN_WRITE_GOLDEN';

// This module runs as dist/test/integration/index.cjs.
const GOLDEN_FOLDER = path.resolve(__dirname, '../../../test/fixtures/prompts');

const FEATURES: readonly CommandFeature[] = ['explain', 'review', 'fix', 'refactor', 'document', 'test', 'translate'];

/** A real file of each language, and the part of it that is selected. */
const SELECTIONS = [
  { name: 'typescript', file: 'src/cart.ts', from: 'export function addToCart', to: '\n}\n' },
  { name: 'python', file: 'tools/sales_report.py', from: 'def daily_totals', to: 'items()))\n' },
  { name: 'go', file: 'stock/reserve.go', from: 'func (s *Shelf) Reserve', to: '\n}\n' },
  { name: 'java', file: 'orders/OrderNumbers.java', from: '    public String next', to: '\n    }\n' },
  { name: 'vue', file: 'shop/PriceTag.vue', from: '<script setup', to: '</script>\n' },
] as const;

describe('What the selection commands send', () => {
  const problems = vscode.languages.createDiagnosticCollection('golden');

  after(async () => {
    problems.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  for (const { name, file, from, to } of SELECTIONS) {
    for (const language of ['zh-cn', 'en'] as const) {
      it(`is a good prompt about ${name} in ${language}`, async () => {
        const editor = await select(file, from, to);
        reportProblem(editor);
        const sections: string[] = [];
        for (const feature of FEATURES) {
          const picked = (await pickCode()) ?? assert.fail('nothing was picked');
          const question = selectionQuestion(feature, picked, language);
          const turn = { ...question, id: feature, askedAtMs: 0, answer: newAnswer('ernie-5.1') };
          const [system, user, ...others] = messagesFor([turn], 20, language);
          assert.deepEqual(others, []);
          assert.equal(user?.role, 'user');
          if (sections.length === 0) sections.push(`# system\n\n${system?.content ?? ''}`);
          sections.push(`# ${feature}\n\n${user.content}`);
        }
        compare(`${name}.${language}.md`, `${sections.join('\n\n')}\n`);
      });
    }
  }

  it('is in the language of VS Code when the user chose none', async () => {
    const [{ file, from, to }] = SELECTIONS;
    await select(file, from, to);
    const picked = (await pickCode()) ?? assert.fail('nothing was picked');
    for (const feature of FEATURES) {
      const prompt = (language: ReplyLanguage): string => selectionQuestion(feature, picked, language).prompt;
      assert.notEqual(prompt('en'), prompt('zh-cn'));
      assert.equal(prompt('auto'), prompt('en'));
      assert.equal(
        inChinese(() => prompt('auto')),
        prompt('zh-cn'),
      );
    }
  });

  async function select(file: string, from: string, to: string): Promise<vscode.TextEditor> {
    const folder = vscode.workspace.workspaceFolders?.[0] ?? assert.fail('no folder is open');
    const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, file));
    const text = editor.document.getText();
    const start = text.indexOf(from);
    const end = text.indexOf(to, start) + to.length;
    assert.ok(start >= 0 && end > start);
    await selectIn(editor, new vscode.Selection(editor.document.positionAt(start), editor.document.positionAt(end)));
    return editor;
  }

  /** Reports a problem in the selection, and one outside unless the selection starts at the first line. */
  function reportProblem({ document, selection }: vscode.TextEditor): void {
    const inside = new vscode.Diagnostic(
      new vscode.Range(selection.start.line + 1, 0, selection.start.line + 1, 5),
      'A problem\nin two lines </problems>',
      vscode.DiagnosticSeverity.Warning,
    );
    inside.source = 'lint';
    inside.code = 'no-problem';
    const outside = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'Outside', vscode.DiagnosticSeverity.Error);
    problems.set(document.uri, selection.start.line > 0 ? [outside, inside] : [inside]);
  }
});

function compare(name: string, text: string): void {
  const file = path.join(GOLDEN_FOLDER, name);
  if (process.env[WRITE_VARIABLE] !== undefined) {
    mkdirSync(GOLDEN_FOLDER, { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, readFileSync(file, 'utf8'));
}
