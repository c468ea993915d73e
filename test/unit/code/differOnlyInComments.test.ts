import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { differOnlyInComments } from '../../../src/core/code/differOnlyInComments.ts';

/** A folder of real TypeScript sources. */
const PARSER = join(dirname(createRequire(import.meta.url).resolve('eventsource-parser/package.json')), 'src');

const SAME: readonly (readonly [language: string, before: string, after: string])[] = [
  ['typescript', 'f();\n', '/** Does it. */\nf(); // at once\n'],
  ['typescript', 'f(a, b);\n', 'f(/* first */ a, b);\n'],
  ['typescript', 'const p = /[/*]"/g; // x\nf();\n', '/** A pattern. */\nconst p = /[/*]"/g;\nf();\n'],
  [
    'typescript',
    'const t = `a // ${b("}".length)} /* c */`;\n',
    '// A text.\nconst t = `a // ${b("}".length)} /* c */`;\n',
  ],
  ['typescript', 'a = b / c / d;\n', 'a = b / c / d; // divided\n'],
  ['typescriptreact', "<p>Don't</p>\n", "// Says it.\n<p>Don't</p>\n"],
  ['javascript', 'f();\r\n', '// Does it.\nf();\n'],
  ['go', 's := `// no`\n', '// S is.\ns := `// no`\n'],
  ['rust', "fn f<'a>(x: &'a str) {}\n", "/// Does it.\nfn f<'a>(x: &'a str) {}\n"],
  ['python', 'def f():\n    return 1\n', 'def f():\n    """Gives one.\n\n    Always.\n    """\n    return 1  # one\n'],
  ['python', 's = """# no"""\n', '# yes\ns = """# no"""\n'],
  ['ruby', 'puts "#{a} # no"\n', '# Says it.\nputs "#{a} # no"\n'],
];

const DIFFERENT: readonly (readonly [language: string, before: string, after: string])[] = [
  ['typescript', 'f(1);\n', '/** Does it. */\nf(2);\n'],
  ['typescript', 'f("a b");\n', 'f("ab");\n'],
  ['typescript', 'f("// a");\n', 'f("// b");\n'],
  ['typescript', 'const t = `a b`;\n', 'const t = `ab`;\n'],
  ['typescript', 'const p = /a b/;\n', 'const p = /ab/;\n'],
  ['python', 'if a:\n    f()\n    g()\n', 'if a:\n    f()\ng()\n'],
  ['python', 's = """a"""\n', 's = """b"""\n'],
  ['go', 'f()\n', ''],
  ['php', "#[Route('/')]\nfunction f() {}\n", "#[Route('/admin')]\nfunction f() {}\n"],
];

describe('Two code texts', () => {
  for (const [language, before, after] of SAME) {
    it(`differ only in comments: ${language} ${JSON.stringify(after)}`, () => {
      assert.equal(differOnlyInComments(before, after, language), true);
    });
  }

  for (const [language, before, after] of DIFFERENT) {
    it(`differ in more: ${language} ${JSON.stringify(after)}`, () => {
      assert.equal(differOnlyInComments(before, after, language), false);
    });
  }

  it('are not compared in a language with unknown comment syntax', () => {
    assert.equal(differOnlyInComments('a', 'b', 'cobol'), undefined);
    assert.equal(differOnlyInComments('a', 'b', 'constructor'), undefined);
  });

  it('are compared correctly in real sources with added comments', () => {
    for (const name of readdirSync(PARSER)) {
      const text = readFileSync(join(PARSER, name), 'utf8');
      const commented = text.replace(
        /^(?=export |function )/gm,
        '/** It\'s documented: `so`, "here" and by an/e. */\n',
      );
      assert.equal(differOnlyInComments(text, commented, 'typescript'), true, name);
      assert.equal(differOnlyInComments(text, `${commented}void 0;\n`, 'typescript'), false, name);
    }
  });

  it('are compared even with 5,000 lines', () => {
    const text = 'const a = "b" + /c/.test(d) / 2; // e\n'.repeat(5_000);
    assert.equal(differOnlyInComments(text, `// f\n${text}`, 'typescript'), true);
  });
});
