import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { insertInTerminal } from '../../src/host/terminal/insertInTerminal.ts';
import type { TerminalCommand } from '../../src/host/terminal/terminals.ts';
import { until } from '../support/until.ts';
import { whileChinese } from './inChinese.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

/** A text that a terminal received and whether it is run; for `show`, whether the focus is preserved. */
type Given = readonly [terminal: string, text: string, runs: boolean | undefined];

function fakeTerminal(name: string, log: Given[], more: Partial<vscode.Terminal> = {}): vscode.Terminal {
  const terminal: Partial<vscode.Terminal> = {
    name,
    creationOptions: {},
    exitStatus: undefined,
    state: { isInteractedWith: true, shell: 'bash' },
    show: preserveFocus => log.push([name, 'show', preserveFocus]),
    sendText: (text, runs) => log.push([name, text, runs]),
    ...more,
  };
  return terminal as vscode.Terminal;
}

/** Inserts code while `person` handles the dialogs; returns what the terminals received. */
async function inserted(
  code: string,
  {
    person = new Person([]),
    active = {},
    running,
  }: {
    readonly person?: Person;
    readonly active?: Partial<vscode.Terminal> | 'none';
    readonly running?: TerminalCommand;
  } = {},
): Promise<Given[]> {
  const log: Given[] = [];
  const terminal = active === 'none' ? undefined : fakeTerminal('bash', log, active);
  const own = Object.getOwnPropertyDescriptor(vscode.window, 'activeTerminal') ?? {};
  Object.defineProperty(vscode.window, 'activeTerminal', { ...own, get: () => terminal });
  try {
    const create = (() => fakeTerminal('new', log)) as typeof vscode.window.createTerminal;
    await replaced(vscode.window, 'createTerminal', create, () =>
      person.during(() => insertInTerminal(code, { running: () => running })),
    );
  } finally {
    Object.defineProperty(vscode.window, 'activeTerminal', own);
  }
  return log;
}

const gets = (terminal: string, text: string): Given[] => [
  [terminal, 'show', false],
  [terminal, text, false],
];

describe('A command from an answer', () => {
  it('is put at the prompt of the active terminal, which gets the focus, and is not run', async () => {
    assert.deepEqual(await inserted('$ npm ci\n'), gets('bash', 'npm ci'));
  });

  for (const [what, active] of [
    ['there is none', 'none'],
    ['its program ended', { exitStatus: { code: 0, reason: vscode.TerminalExitReason.Process } }],
    ['an extension draws it', { creationOptions: { name: 'task', pty: {} as vscode.Pseudoterminal } }],
    ['Python is asked there', { state: { isInteractedWith: true, shell: 'python' } }],
  ] as const) {
    it(`goes to a new terminal where, of the active one, ${what}`, async () => {
      assert.deepEqual(await inserted('npm ci', { active }), gets('new', 'npm ci'));
    });
  }

  it('needs confirmation when a running command would receive it as input', async () => {
    const running = { commandLine: 'vim cart.ts' };
    const person = new Person(['New Terminal']);
    assert.deepEqual(await inserted('npm ci', { person, running }), gets('new', 'npm ci'));
    assert.deepEqual(person.seen, [
      'modal: A command is running in the terminal “bash”, and would get what is inserted. vim cart.ts [New Terminal] [Insert There]',
    ]);
    assert.deepEqual(
      await inserted('npm ci', { person: new Person(['Insert There']), running }),
      gets('bash', 'npm ci'),
    );
    assert.deepEqual(await inserted('npm ci', { person: new Person([LEAVE]), running }), []);
  });

  it('is chosen from a list when the code contains several, and is inserted as written', async () => {
    const person = new Person(['echo \\$(whoami)']);
    assert.deepEqual(await inserted('npm ci\necho $(whoami)', { person }), gets('bash', 'echo $(whoami)'));
    assert.match(person.seen[0] ?? '', /Which command\? It is inserted without being run\./);
    assert.deepEqual(await inserted('npm ci\nnpm test', { person: new Person([LEAVE]) }), []);
  });

  it('is not inserted but can be copied when its lines belong together', async () => {
    const code = 'cat <<EOF\nrm -rf /\nEOF';
    await vscode.env.clipboard.writeText('');
    const person = new Person(['Copy']);
    assert.deepEqual(await inserted(code, { person }), []);
    assert.match(person.seen[0] ?? '', /^info: These lines belong together/);
    assert.equal(await vscode.env.clipboard.readText(), code);
  });

  for (const controls of ['\u001b[201~', '\u0003', '\u2028', '\u0085']) {
    it(`is not inserted with control characters: ${JSON.stringify(controls)}`, async () => {
      const person = new Person([]);
      assert.deepEqual(await inserted(`ls${controls} -l`, { person }), []);
      assert.match(person.seen[0] ?? '', /^warning: This command contains control characters/);
    });
  }

  it('needs confirmation when it contains invisible characters', async () => {
    const person = new Person(['Write Without Them']);
    assert.deepEqual(await inserted('ls \u202e-l', { person }), gets('bash', 'ls -l'));
    assert.deepEqual(await inserted('ls \u202e-l', { person: new Person([LEAVE]) }), []);
  });

  it('is reported as missing when the code has only comments', async () => {
    const person = new Person([]);
    assert.deepEqual(await inserted('# nothing', { person }), []);
    assert.deepEqual(person.seen, ['warning: There is no command in this code.']);
  });

  it('is not inserted in an untrusted workspace', async () => {
    const own = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted') ?? {};
    Object.defineProperty(vscode.workspace, 'isTrusted', { ...own, get: () => false });
    try {
      const person = new Person([LEAVE]);
      assert.deepEqual(await inserted('ls', { person }), []);
      assert.match(
        person.seen[0] ?? '',
        /^warning: Commands are put into a terminal only in a folder that you trust\./,
      );
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', own);
    }
  });

  it('is refused with a message in Chinese when VS Code is in Chinese', async () => {
    const person = new Person([LEAVE]);
    await whileChinese(async () => {
      await inserted('for f in *; do\nls\ndone', { person });
    });
    assert.match(person.seen[0] ?? '', /这些行是一个整体/);
  });

  it('arrives in a real terminal without a line break', async () => {
    const typed: string[] = [];
    const writes = new vscode.EventEmitter<string>();
    const pty: vscode.Pseudoterminal = {
      onDidWrite: writes.event,
      open: () => undefined,
      close: () => undefined,
      handleInput: data => typed.push(data),
    };
    const terminal = vscode.window.createTerminal({ name: 'fake', pty });
    const create = (() => terminal) as typeof vscode.window.createTerminal;
    try {
      await replaced(vscode.window, 'createTerminal', create, () =>
        insertInTerminal('echo hello', { running: () => undefined }),
      );
      // What is sent next arrives after a line break, if there is one.
      terminal.sendText('#', false);
      await until(() => typed.join('').includes('#'), 'the text');
      assert.equal(typed.join(''), 'echo hello#');
    } finally {
      terminal.dispose();
      writes.dispose();
    }
  });
});
