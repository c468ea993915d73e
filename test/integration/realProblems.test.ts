import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.ts';
import { askedCode, CodeEditStage, fenced } from './codeEditStage.ts';

/** The tsconfig.json of each project with a mistake. */
const CONFIGURATION = {
  compilerOptions: {
    ...{ strict: true, noEmit: true, allowImportingTsExtensions: true, types: [] },
    ...{ target: 'es2022', lib: ['es2023', 'dom'], module: 'esnext', moduleResolution: 'bundler' },
  },
  include: ['src'],
};

/** A mistake in a real source file, and what the language server reports for it. */
interface Mistake {
  readonly what: string;
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
  readonly message: RegExp;
  /** Maximum number of lines that the model is asked to rewrite. */
  readonly most: number;
}

const MISTAKES: readonly Mistake[] = [
  {
    what: 'of a type within a function',
    file: 'parse.ts',
    right: 'function isDataPrefix(chunk: string, i: number, firstCharCode: number): boolean {\n',
    wrong: 'function isDataPrefix(chunk: string, i: number, firstCharCode: number): boolean {\n  chunk.nothing();\n',
    message: /Property 'nothing' does not exist on type 'string'/,
    most: 20,
  },
  {
    what: 'of a type outside of functions',
    file: 'parse.ts',
    right: 'const SPACE = 32',
    wrong: 'const SPACE: string = 32',
    message: /'number' is not assignable to type 'string'/,
    most: 40,
  },
  {
    what: 'of an import that is missing',
    file: 'stream.ts',
    right: "import {createParser} from './parse.ts'\n",
    wrong: '',
    message: /Cannot find name 'createParser'/,
    most: 130,
  },
];

describe('A problem that TypeScript itself reports in real sources', () => {
  let stage: CodeEditStage;

  before(() => {
    stage = new CodeEditStage('real-problems');
  });

  after(() => stage.close());

  for (const { what, file, right, wrong, message, most } of MISTAKES) {
    it(`is gone when the fix is accepted, ${what}`, async () => {
      // VS Code caches files for a while, so each mistake is made in its own project.
      const project = what.replaceAll(' ', '-');
      await stage.copyPackage('eventsource-parser', project);
      await stage.write(`${project}/tsconfig.json`, JSON.stringify(CONFIGURATION));
      const path = `${project}/src/${file}`;
      const whole = await stage.bytes(path);
      assert.ok(whole.includes(right));
      await stage.write(path, whole.replace(right, wrong));
      const { document } = await vscode.window.showTextDocument(stage.uri(path));
      await diagnosed(document.uri, found => found.some(each => message.test(each.message)));
      const problem = errorsOf(document.uri).find(each => message.test(each.message)) ?? assert.fail();

      const offered = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        problem.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const fix = offered.find(({ title }) => title === 'Fix with Wenxin');
      assert.equal(fix?.command?.command, COMMANDS.fixProblem);
      stage.answer = question => fenced(mended(askedCode(question), wrong, right));
      assert.deepEqual(await stage.run(COMMANDS.fixProblem, fix.command.arguments ?? []), []);
      const { prompt = '', attachments = [] } = stage.questions.at(-1) ?? {};
      assert.match(prompt, message);
      assert.ok(askedCode({ attachments } as never).split('\n').length <= most);

      await stage.accept();
      assert.equal(await stage.bytes(path), whole);
      await diagnosed(document.uri, found => found.length === 0);
    });
  }
});

/** Returns what a model would answer: the code without the mistake. */
function mended(code: string, wrong: string, right: string): string {
  if (wrong !== '') return code.replace(wrong, right);
  return right + code;
}

function errorsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}

/** Waits until the language server reports the expected errors. */
async function diagnosed(uri: vscode.Uri, isExpected: (found: readonly vscode.Diagnostic[]) => boolean): Promise<void> {
  if (isExpected(errorsOf(uri))) return;
  await new Promise<void>(resolve => {
    const subscription = vscode.languages.onDidChangeDiagnostics(() => {
      if (!isExpected(errorsOf(uri))) return;
      subscription.dispose();
      resolve();
    });
  });
}
