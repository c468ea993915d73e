import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { indentTo } from '../../core/code/fitCode.ts';
import { firstLines } from '../../core/code/textLines.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { type TestsMatter, testsPrompt } from '../../core/conversation/testsPrompt.ts';
import { importPath } from '../../core/testPlace/importPath.ts';
import { testFramework } from '../../core/testPlace/testFramework.ts';
import { testInsertion } from '../../core/testPlace/testInsertion.ts';
import { testPlace, type TestPlace } from '../../core/testPlace/testPlace.ts';
import { mayTakeFrom } from '../commands/mayTakeFrom.ts';
import { attachmentOf, pickCode, type PickedCode } from '../commands/pickCode.ts';
import { placeIn } from '../commands/selectionCommand.ts';
import { promptLanguage, selectionQuestion } from '../commands/selectionQuestion.ts';
import { tellUntrusted } from '../editing/tellUntrusted.ts';
import { progressWhenSlow } from '../progressWhenSlow.ts';
import { asContext, codeAbove } from './codeContext.ts';
import type { CodeEditParts } from './codeEditParts.ts';
import type { EditOrder } from './editOrder.ts';
import { quietText, type TestProject, testProject } from './testProject.ts';

/** Limits in characters: for an example test, which shows the style, and for the test file that is extended. */
const MAX_EXAMPLE = 4_000;
const MAX_THERE = 12_000;

/** Requests tests for the code, as an edit that the user reviews, in the existing test file or a new one. */
export async function testCode(parts: CodeEditParts, argument?: unknown): Promise<void> {
  if (!parts.trustsWorkspace()) return tellUntrusted();
  const picked = await pickCode(placeIn(argument), undefined, {
    placeHolder: vscode.l10n.t('Nothing is selected. What do you want to test?'),
    takesPlaces: false,
  });
  if (!picked) return;
  const folder = vscode.workspace.getWorkspaceFolder(picked.document.uri);
  // Outside a workspace folder there is no location for the tests.
  if (!folder) return parts.ask(selectionQuestion('test', picked, parts.replyLanguage()));
  const looking = testProject(folder, picked.document.uri);
  const title = vscode.l10n.t('Looking for the tests of the project...');
  const project = await progressWhenSlow(parts.clock, title, looking);
  const order = await new TestOrder(parts, picked, project).make();
  if (order) await parts.runEdit(order);
}

/** Builds the order for tests of a picked range. */
class TestOrder {
  readonly #parts: CodeEditParts;
  readonly #picked: PickedCode;
  readonly #project: TestProject;
  readonly #place: TestPlace;

  constructor(parts: CodeEditParts, picked: PickedCode, project: TestProject) {
    this.#parts = parts;
    this.#picked = picked;
    this.#project = project;
    const { path, files, facts, requirements } = project;
    const { beside } = testFramework(path, { facts, texts: requirements });
    this.#place = testPlace({ path, files, ...(beside && { beside }) });
  }

  async make(): Promise<EditOrder | undefined> {
    const { document, range, attachment } = this.#picked;
    const { folder, path } = this.#project;
    const uri = vscode.Uri.joinPath(folder, this.#place.path);
    const example = await this.#example();
    const name = path.slice(path.lastIndexOf('/') + 1);
    const common = { feature: 'test', title: vscode.l10n.t('Writing tests for {name}', { name }), typed: '' } as const;
    const code = [...codeAbove(document, range), attachment];
    if (!this.#place.isThere) {
      return {
        ...common,
        target: { newFile: uri },
        prompt: testsPrompt(this.#matter(example?.text, {})),
        attachments: [...(example ? [example] : []), ...code],
      };
    }
    const isOther = uri.toString() !== document.uri.toString();
    if (isOther && !(await mayTakeFrom(uri))) return undefined;
    const there = isOther ? await vscode.workspace.openTextDocument(uri) : document;
    const text = there.getText();
    const { version } = there;
    const { line, indent, within = 'file', needsModule } = testInsertion(this.#place.path, text);
    const place = there.validatePosition(new vscode.Position(line, 0));
    const isBehindText = line > 0 && there.lineAt(Math.min(line, there.lineCount) - 1).text.trim() !== '';
    return {
      ...common,
      target: { document: there, range: new vscode.Range(place, place), code: '', version },
      prompt: testsPrompt(this.#matter(text, { within, isNewModule: needsModule })),
      attachments: [...(isOther ? [contextOf(there)] : []), ...code],
      shape: tests => (isBehindText ? '\n' : '') + indentTo(tests, indent, false),
    };
  }

  #matter(text: string | undefined, there: Pick<TestsMatter, 'within' | 'isNewModule'>): TestsMatter {
    const { path, files, facts, requirements } = this.#project;
    const texts = [text, this.#picked.document.getText()].filter(each => each !== undefined);
    const isModule = facts?.isModule === true;
    return {
      ...there,
      language: promptLanguage(this.#parts.replyLanguage()),
      languageId: this.#picked.attachment.languageId,
      path: this.#place.path,
      framework: testFramework(path, { facts, texts: text === undefined ? requirements : [text, ...requirements] })
        .name,
      importPath: importPath({ test: this.#place.path, source: path, files, texts, isModule }),
      modules: modulesOf(this.#place.path, text, isModule),
      hasExample: text !== undefined && there.within === undefined,
    };
  }

  /** Returns another test of the project as an example, if one may be shared. */
  async #example(): Promise<Attachment | undefined> {
    const { example, isThere } = this.#place;
    if (example === undefined || isThere) return undefined;
    const whole = await quietText(vscode.Uri.joinPath(this.#project.folder, example));
    if (whole === undefined || whole.trim() === '') return undefined;
    const text = firstLines(whole, MAX_EXAMPLE);
    const endLine = text.replace(/\n$/, '').split('\n').length;
    const { languageId } = this.#picked.attachment;
    return { id: randomUUID(), name: 'context', path: example, languageId, startLine: 1, endLine, text };
  }
}

/** Returns the module system of a JavaScript or TypeScript test file; `undefined` for other languages. */
function modulesOf(test: string, text: string | undefined, isModule: boolean): TestsMatter['modules'] {
  const [, ending] = /\.([mc]?[jt])sx?$/.exec(test) ?? [];
  if (ending === undefined) return undefined;
  if (ending.startsWith('c')) return 'commonjs';
  if (ending !== 'j') return 'es';
  if (text !== undefined && /^\s*import\s/m.test(text)) return 'es';
  if (text !== undefined && /\brequire\(/.test(text)) return 'commonjs';
  return isModule ? 'es' : 'commonjs';
}

/** Returns the top of the test file to extend: its imports, helpers and first tests. */
function contextOf(document: vscode.TextDocument): Attachment {
  const text = firstLines(document.getText(), MAX_THERE);
  const range = new vscode.Range(new vscode.Position(0, 0), document.positionAt(text.length));
  return asContext(attachmentOf(document, range, text));
}
