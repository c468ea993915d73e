import * as vscode from 'vscode';

/** A command in a terminal with shell integration. */
export interface TerminalCommand {
  readonly commandLine: string;
  /** Missing while it runs, or if the shell did not report it. */
  readonly exitCode?: number;
}

/** Interactive programs that VS Code reports as shells but that do not run commands. */
const NO_SHELLS: readonly (string | undefined)[] = ['julia', 'node', 'python'];

/** Tracks the running and the last finished command of each terminal in this window. Runs none itself. */
export class Terminals implements vscode.Disposable {
  readonly #running = new Map<vscode.Terminal, vscode.TerminalShellExecution>();
  readonly #ended = new WeakMap<vscode.Terminal, TerminalCommand>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        this.#running.set(terminal, execution);
      }),
      vscode.window.onDidEndTerminalShellExecution(({ terminal, execution, exitCode }) => {
        if (this.#running.get(terminal) === execution) this.#running.delete(terminal);
        this.#ended.set(terminal, { ...commandOf(execution), ...(exitCode !== undefined && { exitCode }) });
      }),
      vscode.window.onDidCloseTerminal(terminal => this.#running.delete(terminal)),
    ];
  }

  /** Returns the command running in the terminal. */
  running(terminal: vscode.Terminal): TerminalCommand | undefined {
    const execution = this.#running.get(terminal);
    return execution && commandOf(execution);
  }

  /** Returns the last command that finished in the terminal. */
  ended(terminal: vscode.Terminal): TerminalCommand | undefined {
    return this.#ended.get(terminal);
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }
}

/** Returns the active terminal if it is a shell that accepts commands. */
export function activeShell(): vscode.Terminal | undefined {
  const terminal = vscode.window.activeTerminal;
  if (terminal === undefined || terminal.exitStatus !== undefined) return undefined;
  const isShell = !('pty' in terminal.creationOptions) && !NO_SHELLS.includes(terminal.state.shell);
  return isShell ? terminal : undefined;
}

/** Discards a command line of low confidence, which VS Code only read off the screen. */
function commandOf({ commandLine: { value, confidence } }: vscode.TerminalShellExecution): TerminalCommand {
  return { commandLine: confidence === vscode.TerminalShellExecutionCommandLineConfidence.Low ? '' : value };
}
