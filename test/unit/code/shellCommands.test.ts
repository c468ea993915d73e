import assert from 'node:assert/strict';
import { hasControls, shellCommands } from '../../../src/core/code/shellCommands.ts';

describe('The commands of a shell code block', () => {
  const BLOCKS: readonly (readonly [what: string, code: string, commands: readonly string[]])[] = [
    ['one line', 'npm ci', ['npm ci']],
    ['one line with breaks around it', '\r\nnpm ci\r\n', ['npm ci']],
    ['a comment above it', '# install\nnpm ci', ['npm ci']],
    ['comments of cmd', 'REM install\r\n:: now\r\nnpm ci', ['npm ci']],
    ['the sign where to type', '$ npm ci', ['npm ci']],
    ['that of zsh', '% npm ci', ['npm ci']],
    ['that of PowerShell', 'PS C:\\work\\shop> npm ci', ['npm ci']],
    ['that of cmd', 'C:\\work> dir /s', ['dir /s']],
    ['that of a named user', 'me@host:~/shop$ npm ci', ['npm ci']],
    ['what it prints', '$ npm ci\nadded 3 packages\n\n$ npm test\nok', ['npm ci', 'npm test']],
    [
      'several, each by itself',
      "npm ci\ngit commit -m 'a # b'\nnpm test",
      ['npm ci', "git commit -m 'a # b'", 'npm test'],
    ],
    ['a tab, which would complete a name', 'cd\tsrc', ['cd src']],
    ['a variable, which is no sign', '$HOME/bin/run', ['$HOME/bin/run']],
    ['one that goes on nowhere', 'ls \\', ['ls \\']],
    ['only comments', '# nothing to do', []],
    ['nothing', ' \n', []],
  ];
  for (const [what, code, commands] of BLOCKS) {
    it(`are found in one with ${what}`, () => assert.deepEqual(shellCommands(code), commands));
  }

  for (const [what, code] of [
    ['go on by a backslash', 'docker run \\\n  -it alpine'],
    ['go on by the sign of PowerShell', 'Get-Item `\n-Path x'],
    ['go on by the sign of cmd', 'copy a ^\nb'],
    ['are a pipe', 'cat a |\nwc -l'],
    ['are a pipe from its second line', 'cat a\n| wc -l'],
    ['hang together by &&', 'cd build &&\nrm -rf *'],
    ['are a loop', 'for f in *; do\necho $f\ndone'],
    ['are a condition', 'if true; then\nls\nfi'],
    ['are a function', 'f() {\nls\n}'],
    ['are input of a command', 'cat <<EOF > a\nrm -rf /\nEOF'],
    ['are quoted input of a command', "cat <<'END'\nrm -rf /\nEND"],
    ['are a string of PowerShell', 'Set-Content a @"\nx\n"@'],
    ['are one string', 'echo "a\nb"'],
    ['are one string with a quote of the other kind in it', `echo 'it "\nb'`],
    ['are indented', 'cd a\n  ls'],
    ['go on after the sign of the shell', '$ docker run \\\n> -it alpine'],
  ] as const) {
    it(`are none by themselves where lines ${what}`, () => assert.equal(shellCommands(code), undefined));
  }

  it('are not split in a script of more than 30 lines', () => {
    assert.equal(shellCommands('ls\n'.repeat(31)), undefined);
    assert.equal(shellCommands('ls\n'.repeat(30))?.length, 30);
  });

  it('never contain a line break', () => {
    for (const code of ['a\rb', 'a\r\nb', '$ a\r$ b', 'a\n\r\n\rb'])
      for (const command of shellCommands(code) ?? []) assert.doesNotMatch(command, /[\r\n]/);
  });
});

describe('A command', () => {
  for (const [what, command] of [
    ['an escape sequence that ends a paste', 'ls\u001b[201~'],
    ['a line break of Unicode', 'ls\u2028rm'],
    ['Ctrl+C', 'ls\u0003'],
    ['a next line of C1', 'ls\u0085rm'],
    ['a backspace', 'ls\brm'],
  ] as const) {
    it(`holds controls, where it has ${what}`, () => assert.ok(hasControls(command)));
  }

  it('holds no controls in other languages', () => assert.ok(!hasControls('echo "你好 — 世界" 👩‍💻')));
});
