import assert from 'node:assert/strict';
import type { SourceFile } from '../architecture/sourceFiles.ts';
import { bundleProblems } from './bundle.ts';
import { extractTexts, unreadableTexts } from './sourceTexts.ts';
import { buttonsWithFullStop, hardCodedTexts } from './userTexts.ts';

function host(text: string): SourceFile {
  return { path: 'src/host/sample.ts', text: `import * as vscode from 'vscode';\n${text}` };
}

function page(text: string): SourceFile {
  return { path: 'src/webview/chat/sample.tsx', text: `import * as l10n from '@vscode/l10n';\n${text}` };
}

describe('the check of texts in the source', () => {
  it('reads the texts of the host and of the page', async () => {
    const texts = await extractTexts([
      host("vscode.l10n.t('Hello {0}', name); vscode.l10n.t({ message: 'Open', comment: ['a verb'] });"),
      page("const a = <p title={l10n.t('Stop')}>{l10n.t('Send')}</p>;"),
    ]);
    assert.deepEqual([...texts.keys()], ['Hello {0}', 'Open/a verb', 'Stop', 'Send']);
  });

  it('finds texts without a translation, and translations without a text', () => {
    const texts = new Map([['Send', 'Send']]);
    assert.deepEqual(bundleProblems(texts, { Send: '发送' }), []);
    assert.equal(bundleProblems(texts, {}).length, 1);
    assert.equal(bundleProblems(texts, { Send: '发送', Stop: '停止' }).length, 1);
  });

  it('finds texts that the tool cannot extract', async () => {
    const hidden = [
      host("vscode.l10n.t('One ' + name);"),
      host('vscode.l10n.t(message);'),
      host('const translate = vscode.l10n.t;'),
      host("vscode.l10n.t({ message: 'Two', args: [1] });"),
      host(String.raw`vscode.l10n.t('\u0054hree');`),
      host("import { l10n as words } from 'vscode'; words.t('Four');"),
      { path: 'src/webview/a.tsx', text: "import { t } from '@vscode/l10n'; t('Five');" },
    ];
    const readable = host(String.raw`vscode.l10n.t('It\'s'); l10n.t("six"); l10n.t({ message: 'x', comment: ['y'] });`);
    const texts = await extractTexts([...hidden, readable]);
    for (const file of hidden) assert.equal(unreadableTexts(file, texts).length, 1, file.text);
    assert.deepEqual(unreadableTexts(readable, texts), []);
  });

  const hardCoded = [
    host("void vscode.window.showErrorMessage('It failed.');"),
    host('void window.showInformationMessage(`Saved ${name}`);'),
    host("void window.showWarningMessage(vscode.l10n.t('Sure?'), 'Yes');"),
    host("void window.showWarningMessage(isOld ? 'It is old' : text);"),
    host("void window.showInputBox({ prompt: 'Question' });"),
    host("void window.showQuickPick(items, { placeHolder: 'Choose' });"),
    host("const items = [{ label: 'Whole file' }];"),
    host("void window.withProgress({ title: 'Checking', location: 1 }, work);"),
    host("input.title = 'Ask ' + name;"),
    host("item.tooltip = new vscode.MarkdownString('Today');"),
    page('const a = <p>Send</p>;'),
    page("const a = <p>{isOpen ? 'Close' : ''}</p>;"),
    page('const a = <button title="Send" />;'),
    page("const a = <button aria-label={isOpen ? 'Close' : l10n.t('Open')} />;"),
  ];
  for (const file of hardCoded) {
    it(`finds the text in \`${file.text.split('\n')[1] ?? ''}\``, () => {
      assert.equal(hardCodedTexts(file).length, 1);
    });
  }

  const translated = [
    host("void vscode.window.showErrorMessage(vscode.l10n.t('It failed.'));"),
    host("void vscode.window.showErrorMessage(vscode.l10n.t({ message: 'It failed.', comment: [] }));"),
    host('item.text = `$(sync) ¥${amount}`; item.label = `${a} · ${b}`;'),
    host("post({ type: 'ask', text }); throw new WenxinError('busy', 'It is busy');"),
    host("input.title = names['first'];"),
    host("input.placeholder = 'bce-v3/ALTAK-…/…';"),
    page('const a = <p class="chip">{l10n.t(\'Send\')} · {count}</p>;'),
  ];
  for (const file of translated) {
    it(`accepts \`${file.text.split('\n')[1] ?? ''}\``, () => {
      assert.deepEqual(hardCodedTexts(file), []);
    });
  }

  it('finds buttons with a full stop, but not titles that end in three dots', () => {
    const button = (text: string): SourceFile =>
      host(`window.showInformationMessage(l10n.t('It is so.'), l10n.t('${text}'));`);
    assert.equal(buttonsWithFullStop(button('Retry.')).length, 1);
    assert.deepEqual([...buttonsWithFullStop(button('Retry')), ...buttonsWithFullStop(button('Select Model...'))], []);
  });
});
