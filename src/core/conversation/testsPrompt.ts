import type { PromptLanguage } from './commandPrompts.ts';
import { languageCustoms } from './languageCustoms.ts';

/** Facts about the file for new tests. */
export interface TestsMatter {
  readonly language: PromptLanguage;
  /** VS Code's language id of the tested code. */
  readonly languageId: string;
  /** Path of the test file, as displayed. */
  readonly path: string;
  /** The test framework; `undefined` if the project does not show one. */
  readonly framework: string | undefined;
  /** Path by which the test file imports the tested code. */
  readonly importPath: string | undefined;
  /** JavaScript: module type of the test file. */
  readonly modules?: 'es' | 'commonjs' | undefined;
  /** Set if the tests are inserted into an existing file. */
  readonly within?: 'file' | 'class' | 'module' | undefined;
  /** Rust: the tests include their enclosing module. */
  readonly isNewModule?: boolean | undefined;
  /** Tests of another source are attached, as an example of style. */
  readonly hasExample: boolean;
}

/** Returns the prompt for tests of the attached code, as a new file or as part of an existing one. */
export function testsPrompt(matter: TestsMatter): string {
  const { language, languageId, framework, importPath, modules, within, isNewModule, hasExample } = matter;
  const texts = TEXTS[language];
  const known = framework ?? languageCustoms(languageId)?.framework ?? texts.anyFramework;
  const path = oneLine(matter.path);
  return [
    texts.task,
    texts[framework === undefined ? 'unsetFramework' : 'framework'].replace('{framework}', () => known),
    within === undefined ? texts.newFile.replace('{path}', () => path) : texts.thereFile.replace('{path}', () => path),
    within === undefined ? '' : texts[isNewModule === true ? 'newModule' : within],
    importPath === undefined ? '' : texts.import.replace('{import}', () => oneLine(importPath)),
    modules === undefined ? '' : texts[modules],
    hasExample ? texts.example : '',
    texts.names,
  ]
    .filter(text => text !== '')
    .join(language === 'en' ? ' ' : '');
}

/** File names may contain any character but a slash. */
function oneLine(path: string): string {
  return path.replace(/[\p{Cc}\u2028\u2029`]/gu, ' ');
}

const TEXTS = {
  'zh-cn': {
    task: '请为最后一个附件中的代码编写单元测试，覆盖正常情况、边界情况和错误情况；每个测试只检查一种行为。只使用附件中能看到的接口。',
    framework: '测试框架：{framework}，与项目一致。',
    unsetFramework: '项目中没有发现测试框架，请使用 {framework}。',
    anyFramework: '该语言最常用的框架',
    newFile: '结果是新的测试文件 `{path}` 的完整内容，可以直接运行。',
    thereFile:
      '结果会插入到已有的文件 `{path}` 中，该文件作为上下文附上：只写新增的测试，不要重复已有的导入、辅助函数和测试。',
    file: '新测试接在文件末尾；如果缺少导入，就写在新测试之前。',
    class: '新测试插入到已有的测试类内部的末尾：只写类的成员，不要再写类本身；文件开头缺少的导入用完整名称代替。',
    module: '新测试插入到已有的测试模块内部的末尾：只写其中的函数，不要再写模块本身。',
    newModule: '把测试放在一个 `#[cfg(test)] mod tests` 模块中，模块内写 `use super::*;`。',
    import: '被测代码的导入路径写作 `{import}`。',
    es: '测试文件是 ES 模块（import）。',
    commonjs: '测试文件是 CommonJS 模块（require）。',
    example: '附件中有项目里的另一份测试，写法与它保持一致。',
    names: '测试名称用简体中文说明所检查的行为；如果附上的测试用英文命名，则用英文。',
  },
  en: {
    task: 'Write unit tests for the code in the last attachment: the ordinary case, the edges and the errors; each test checks one behaviour. Use only interfaces that the attachments show.',
    framework: 'Test framework: {framework}, as in the rest of the project.',
    unsetFramework: 'The project shows no test framework, so use {framework}.',
    anyFramework: 'the framework most used with its language',
    newFile: 'The result is the whole of the new test file `{path}`, and can be run as it is.',
    thereFile:
      'The result is put into the file `{path}`, which is attached as context: write only the new tests, and repeat none of its imports, helpers and tests.',
    file: 'They come at the end of the file; imports that are missing stand before them.',
    class:
      'They come at the end of the class of tests that is there: write only members of that class, not the class itself, and full names in place of imports that the file lacks.',
    module:
      'They come at the end of the module of tests that is there: write only functions of that module, not the module itself.',
    newModule: 'Put them into a module `#[cfg(test)] mod tests`, which begins with `use super::*;`.',
    import: 'The tested code is imported from `{import}`.',
    es: 'The test file is an ES module (import).',
    commonjs: 'The test file is a CommonJS module (require).',
    example: 'Another test of the project is attached as context: write the new ones in its style.',
    names: 'The name of each test says in English which behaviour it checks.',
  },
} as const satisfies Record<PromptLanguage, Record<string, string>>;
