import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NewQuestion } from '../../src/core/conversation/nextTurn.ts';
import { terminalPrompt } from '../../src/core/conversation/terminalPrompts.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { terminalCommands } from '../../src/host/terminal/terminalCommands.ts';
import type { TerminalCommand } from '../../src/host/terminal/terminals.ts';
import { whileChinese } from './inChinese.ts';
import { Person } from './person.ts';
import { replaced } from './replaced.ts';

interface Scene {
  /** The selection in the terminal; empty if nothing is selected. */
  readonly selected?: string;
  readonly printed?: string;
  readonly terminal?: Partial<vscode.Terminal>;
  readonly running?: TerminalCommand;
  readonly ended?: TerminalCommand;
  readonly command?: typeof COMMANDS.explainTerminal | typeof COMMANDS.fixTerminal;
}

/** Runs a command on a terminal, and returns the questions that it asks. */
async function asked(scene: Scene): Promise<NewQuestion[]> {
  const { selected = '', printed = '', terminal = {}, command = COMMANDS.explainTerminal } = scene;
  const questions: NewQuestion[] = [];
  const commands = terminalCommands({
    terminals: { running: () => scene.running, ended: () => scene.ended },
    ask: question => Promise.resolve(void questions.push(question)),
    replyLanguage: () => 'auto',
  });
  const copies: Readonly<Record<string, string>> = {
    'workbench.action.terminal.copySelection': selected,
    'workbench.action.terminal.copyLastCommandOutput': printed,
  };
  const execute = async (id: string): Promise<void> => {
    const text = copies[id] ?? assert.fail(id);
    if (text !== '') await vscode.env.clipboard.writeText(text);
  };
  const active = { name: 'bash', state: { isInteractedWith: true, shell: undefined }, ...terminal } as vscode.Terminal;
  const own = Object.getOwnPropertyDescriptor(vscode.window, 'activeTerminal') ?? {};
  Object.defineProperty(vscode.window, 'activeTerminal', { ...own, get: () => active });
  try {
    await replaced(vscode.commands, 'executeCommand', execute as typeof vscode.commands.executeCommand, async () => {
      await commands[command]();
    });
  } finally {
    Object.defineProperty(vscode.window, 'activeTerminal', own);
  }
  return questions;
}

const FAILED = 'npm error missing script: tset';

describe('A question about a terminal', () => {
  it('attaches the selection as terminal data, and asks for an explanation', async () => {
    const [question, ...others] = await asked({ selected: `${FAILED}\n`, printed: 'other' });
    assert.equal(others.length, 0);
    assert.deepEqual(
      [question?.feature, question?.question, question?.prompt],
      ['explain', 'Explain this terminal output', terminalPrompt('explain', 'en')],
    );
    const [attachment] = question?.attachments ?? [];
    assert.deepEqual(
      [attachment?.kind, attachment?.name, attachment?.path, attachment?.text],
      ['terminal', 'bash', '', FAILED],
    );
  });

  it('attaches the output of the last command when nothing is selected', async () => {
    const [question] = await asked({ printed: FAILED, command: COMMANDS.fixTerminal });
    assert.deepEqual([question?.feature, question?.prompt], ['fix', terminalPrompt('fix', 'en')]);
    assert.equal(question?.attachments[0]?.text, FAILED);
  });

  it('states the shell, folder, last command and exit code when VS Code knows them', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('there is no folder');
    const cwd = vscode.Uri.joinPath(folder, 'src');
    const [question] = await asked({
      selected: FAILED,
      terminal: {
        state: { isInteractedWith: true, shell: 'zsh' },
        shellIntegration: { cwd } as vscode.TerminalShellIntegration,
      },
      ended: { commandLine: 'npm run\n  tset', exitCode: 1 },
    });
    const name = vscode.workspace.workspaceFolders?.[0]?.name ?? '';
    assert.equal(
      question?.attachments[0]?.text,
      `[shell: zsh]\n[folder: ${name}/src]\n[last command: npm run tset]\n[exit code: 1]\n${FAILED}`,
    );
    assert.equal(question?.attachments[0]?.endLine, 5);
  });

  it('states the running command instead of the last one', async () => {
    const [question] = await asked({
      selected: FAILED,
      running: { commandLine: 'npm run dev' },
      ended: { commandLine: 'ls', exitCode: 0 },
    });
    assert.equal(question?.attachments[0]?.text, `[running command: npm run dev]\n${FAILED}`);
  });

  it('names the workspace folder without its path', async () => {
    const [folder = assert.fail('there is no folder')] = vscode.workspace.workspaceFolders ?? [];
    for (const cwd of [folder.uri, folder.uri.with({ path: `${folder.uri.path}/` })]) {
      const [question] = await asked({
        selected: FAILED,
        terminal: { shellIntegration: { cwd } as vscode.TerminalShellIntegration },
      });
      assert.equal(question?.attachments[0]?.text, `[folder: ${folder.name}]\n${FAILED}`);
    }
  });

  it('names no folder outside the workspace', async () => {
    const cwd = vscode.Uri.file('/home/somebody/private');
    const [question] = await asked({
      selected: FAILED,
      terminal: { shellIntegration: { cwd } as vscode.TerminalShellIntegration },
    });
    assert.equal(question?.attachments[0]?.text, FAILED);
  });

  it('contains no control sequences, not even in the command line', async () => {
    const [question] = await asked({
      selected: '\u001b[31mred\u001b[0m\u202e',
      ended: { commandLine: 'echo \u001b]0;title\u0007x', exitCode: 0 },
    });
    assert.equal(question?.attachments[0]?.text, '[last command: echo x]\n[exit code: 0]\nred');
  });

  it('restores the clipboard', async () => {
    await vscode.env.clipboard.writeText('mine');
    await asked({ selected: FAILED });
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
  });

  it('is not asked when there is no text to ask about', async () => {
    const person = new Person([]);
    await person.during(async () => assert.deepEqual(await asked({}), []));
    assert.deepEqual(person.seen, ['info: Open a terminal and select the text to ask about, then try again.']);
  });

  it('is asked in Chinese when VS Code is in Chinese', async () => {
    await whileChinese(async () => {
      const [question] = await asked({ selected: FAILED, command: COMMANDS.fixTerminal });
      assert.deepEqual(
        [question?.question, question?.prompt],
        ['修复这段终端输出中的错误', terminalPrompt('fix', 'zh-cn')],
      );
    });
  });
});
