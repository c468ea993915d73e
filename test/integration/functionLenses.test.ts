import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { functionAt } from '../../src/host/commands/codeAround.ts';
import { pickCode } from '../../src/host/commands/pickCode.ts';
import { systemClock } from '../../src/core/clock.ts';
import { Configuration } from '../../src/host/configuration.ts';
import { functionLenses } from '../../src/host/editing/functionLenses.ts';
import { type LensFeature, LensSwitch } from '../../src/host/editing/lensSwitch.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { whileChinese } from './inChinese.ts';
import { Person } from './person.ts';
import { replaced } from './replaced.ts';

const ALL: readonly LensFeature[] = ['explain', 'document', 'test', 'refactor'];
const CODE = '// first\nfunction one() {\n  return 1;\n}\n\nfunction two() {\n  return 2;\n}\n';
/** Selects documents for which no other extension provides symbols. */
const LANGUAGE = { scheme: 'untitled', language: 'plaintext' };

/** Provides the functions of a document once `wait` is settled. */
class TwoFunctions implements vscode.DocumentSymbolProvider {
  asked = 0;
  wait: Promise<void> = Promise.resolve();

  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    this.asked++;
    await this.wait;
    return [...document.getText().matchAll(/function (\w+)[^}]*}/g)].map(({ index, 0: text, 1: name = '' }) => {
      const range = new vscode.Range(document.positionAt(index), document.positionAt(index + text.length));
      return new vscode.DocumentSymbol(name, '', vscode.SymbolKind.Function, range, range);
    });
  }
}

/** Creates the error with which VS Code's window cancels a request. */
function canceled(): Error {
  return Object.assign(new Error('Canceled'), { name: 'Canceled' });
}

describe('The code lenses above functions', () => {
  const symbols = new TwoFunctions();
  const never = new vscode.CancellationTokenSource().token;
  let registered: vscode.Disposable;

  before(() => {
    registered = vscode.languages.registerDocumentSymbolProvider(LANGUAGE, symbols);
  });

  after(async () => {
    registered.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const open = (content: string): Thenable<vscode.TextDocument> =>
    vscode.workspace.openTextDocument({ content, language: 'plaintext' });

  it('are those that are requested, each with the location of its function', async () => {
    const document = await open(CODE);
    const lenses = await functionLenses(document, ALL, never);
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.title, command?.command]),
      [1, 5].flatMap(line => [
        [line, 'Explain', COMMANDS.explainSelection],
        [line, 'Document', COMMANDS.documentSelection],
        [line, 'Generate Tests', COMMANDS.testSelection],
        [line, 'Refactor', COMMANDS.refactorSelection],
      ]),
    );
    assert.equal(lenses[0]?.command?.tooltip, 'Ask Wenxin about one');
    const [place] = (lenses.at(-1)?.command?.arguments ?? []) as unknown[];
    assert.ok(place instanceof vscode.Location);
    assert.equal(document.getText(place.range), 'function two() {\n  return 2;\n}\n');
    const few = await functionLenses(document, ['test'], never);
    assert.deepEqual(
      few.map(({ command }) => command?.title),
      ['Generate Tests', 'Generate Tests'],
    );
  });

  it('are in Chinese when VS Code is', async () => {
    const document = await open(CODE);
    await whileChinese(async () => {
      const lenses = await functionLenses(document, ALL, never);
      const titles = lenses.slice(0, 4).map(({ command }) => command?.title);
      assert.deepEqual(titles, ['解释', '生成注释', '生成单元测试', '重构']);
    });
  });

  it('are absent when the request was cancelled before or meanwhile', async () => {
    const document = await open(CODE);
    const cancelled = new vscode.CancellationTokenSource();
    let go = (): void => undefined;
    symbols.wait = new Promise(resolve => (go = resolve));
    const asking = functionLenses(document, ALL, cancelled.token);
    cancelled.cancel();
    go();
    assert.deepEqual(await asking, []);
    const before = symbols.asked;
    assert.deepEqual(await functionLenses(document, ALL, cancelled.token), []);
    assert.equal(symbols.asked, before, 'nobody was asked');
    symbols.wait = Promise.resolve();
  });

  it('are absent in binary content, and in huge files without asking for symbols', async () => {
    assert.deepEqual(await functionLenses(await open(`${CODE}\0`), ALL, never), []);
    const huge = await open(`${CODE}${'\n'.repeat(20_001)}`);
    const before = symbols.asked;
    assert.deepEqual(await functionLenses(huge, ALL, never), []);
    assert.equal(symbols.asked, before);
  });

  it('are provided even if VS Code first cancels the requests for symbols', async () => {
    const document = await open(CODE);
    const { executeCommand } = vscode.commands;
    let left = 2;
    const interrupted = (command: string, ...given: unknown[]): Thenable<unknown> =>
      left-- > 0 ? Promise.reject(canceled()) : executeCommand(command, ...given);
    await replaced(vscode.commands, 'executeCommand', interrupted as typeof executeCommand, async () => {
      assert.equal((await functionLenses(document, ['explain'], never)).length, 2);
      left = 2;
      assert.equal((await functionAt(document, new vscode.Position(2, 0)))?.name, 'one');
      left = 100;
      assert.equal(await functionAt(document, new vscode.Position(2, 0)), undefined);
      left = 0;
    });
  });

  it('are limited in number', async () => {
    const many = await open(Array.from({ length: 600 }, (_, at) => `function f${at}() {}`).join('\n'));
    assert.equal((await functionLenses(many, ['explain'], never)).length, 500);
  });

  it('refer to their own document, whichever editor is active', async () => {
    const document = await open(CODE);
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    const other = await open('another file');
    await vscode.window.showTextDocument(other, vscode.ViewColumn.Two);
    const [lens] = await functionLenses(document, ['explain'], never);
    const place = lens?.command?.arguments?.[0] as vscode.Location;
    const picked = await pickCode(place);
    assert.equal(picked?.document, document);
    assert.equal(picked?.attachment.text, 'function one() {\n  return 1;\n}\n');
    assert.deepEqual([picked?.attachment.startLine, picked?.attachment.endLine], [2, 4]);
  });

  it('ask nothing about a place that is empty by now', async () => {
    const document = await open('');
    const person = new Person([]);
    await person.during(async () => {
      const gone = new vscode.Location(document.uri, new vscode.Range(5, 0, 8, 0));
      assert.equal(await pickCode(gone), undefined);
    });
    assert.deepEqual(person.seen, ['info: There is no code in the selection.']);
  });
});

describe('The switch of the code lenses', () => {
  const user = () => vscode.workspace.getConfiguration('wenxin.codeLens');
  const set = (name: string, value: boolean | undefined): Thenable<void> =>
    user().update(name, value, vscode.ConfigurationTarget.Global);

  afterEach(async () => {
    for (const name of ['enabled', 'explain', 'document', 'test', 'refactor']) await set(name, undefined);
  });

  /** Returns the features that VS Code requests for a document, once per request. */
  async function lensesIn(document: vscode.TextDocument): Promise<string[]> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      100,
    );
    return lenses.map(({ command }) => command?.title ?? '').filter(title => title.startsWith('made for '));
  }

  it('looks again at a file without functions, because its language extension may still be starting', async () => {
    let provider: vscode.CodeLensProvider | undefined;
    const register: typeof vscode.languages.registerCodeLensProvider = (_, given) => {
      provider = given;
      return new vscode.Disposable(() => undefined);
    };
    await set('enabled', true);
    const configuration = new Configuration();
    const clock = new VirtualClock();
    const document = await vscode.workspace.openTextDocument({ content: CODE });
    let found: vscode.CodeLens[] = [];
    await replaced(vscode.languages, 'registerCodeLensProvider', register, async () => {
      const made = new LensSwitch(configuration, () => Promise.resolve(found), clock);
      let changes = 0;
      provider?.onDidChangeCodeLenses?.(() => changes++);
      const look = (): vscode.ProviderResult<vscode.CodeLens[]> =>
        provider?.provideCodeLenses(document, new vscode.CancellationTokenSource().token);
      for (const [index, delayMs] of [1_000, 2_000, 4_000, 8_000, 8_000, 16_000].entries()) {
        await look();
        await clock.advance(delayMs - 1);
        assert.equal(changes, index);
        await clock.advance(1);
        assert.equal(changes, index + 1);
      }
      await look();
      await clock.advance(100_000);
      assert.equal(changes, 6, 'not for ever');
      found = [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0))];
      assert.deepEqual(await look(), found);
      made.dispose();
    });
    configuration.dispose();
  });

  it('is off by default, and follows each setting at once', async () => {
    const configuration = new Configuration();
    const made = new LensSwitch(
      configuration,
      (_document, features) => {
        const title = `made for ${features.join()}`;
        return Promise.resolve([new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command: '' })]);
      },
      systemClock,
    );
    try {
      const document = await vscode.workspace.openTextDocument({ content: CODE });
      assert.deepEqual(await lensesIn(document), []);
      await set('enabled', true);
      assert.deepEqual(await lensesIn(document), ['made for explain,document,test,refactor']);
      await set('document', false);
      assert.deepEqual(await lensesIn(document), ['made for explain,test,refactor']);
      for (const name of ['explain', 'test', 'refactor']) await set(name, false);
      assert.deepEqual(await lensesIn(document), []);
      await set('test', true);
      assert.deepEqual(await lensesIn(document), ['made for test']);
      await set('enabled', false);
      assert.deepEqual(await lensesIn(document), []);
      await set('enabled', true);
      made.dispose();
      assert.deepEqual(await lensesIn(document), []);
    } finally {
      made.dispose();
      configuration.dispose();
    }
  });

  it('applies to files and new documents, not to virtual documents', async () => {
    const configuration = new Configuration();
    const made = new LensSwitch(
      configuration,
      () => {
        const lens = new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title: 'made for all', command: '' });
        return Promise.resolve([lens]);
      },
      systemClock,
    );
    const virtual = ['git-test', 'output-test', 'comparison-test'];
    const provided = virtual.map(scheme =>
      vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: () => CODE }),
    );
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('there is no workspace');
    const file = vscode.Uri.joinPath(folder, 'withLenses.txt');
    await vscode.workspace.fs.writeFile(file, Buffer.from(CODE));
    try {
      await set('enabled', true);
      for (const document of [
        await vscode.workspace.openTextDocument(file),
        await vscode.workspace.openTextDocument({ content: CODE }),
      ]) {
        assert.deepEqual(await lensesIn(document), ['made for all'], document.uri.scheme);
      }
      for (const scheme of virtual) {
        const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`${scheme}:/cart.txt`));
        assert.equal(document.getText(), CODE);
        assert.deepEqual(await lensesIn(document), [], scheme);
      }
    } finally {
      await vscode.workspace.fs.delete(file);
      vscode.Disposable.from(...provided).dispose();
      made.dispose();
      configuration.dispose();
    }
  });
});
