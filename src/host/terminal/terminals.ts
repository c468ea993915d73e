import * as vscode from 'vscode';

/** What is known of a command in a terminal, where VS Code knows the shell. */
export interface TerminalCommand {
  readonly commandLine: string;
  /** Missing while it runs, and where the shell did not tell. */
  readonly exitCode?: number;
}

/** Programs that answer what is typed, and are no shells. */
const NO_SHELLS: readonly (string | undefined)[] = ['julia', 'node', 'python'];

/** Remembers which commands run, and ran last, in the terminals of this window. It runs none. */
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

  /** The command that runs in the terminal now. */
  running(terminal: vscode.Terminal): TerminalCommand | undefined {
    const execution = this.#running.get(terminal);
    return execution && commandOf(execution);
  }

  /** The last command that ended there. */
  ended(terminal: vscode.Terminal): TerminalCommand | undefined {
    return this.#ended.get(terminal);
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }
}

/** The active terminal, where commands can be typed into it. */
export function activeShell(): vscode.Terminal | undefined {
  const terminal = vscode.window.activeTerminal;
  if (terminal === undefined || terminal.exitStatus !== undefined) return undefined;
  const isShell = !('pty' in terminal.creationOptions) && !NO_SHELLS.includes(terminal.state.shell);
  return isShell ? terminal : undefined;
}

/** What VS Code only read off the screen may be anything. */
function commandOf({ commandLine: { value, confidence } }: vscode.TerminalShellExecution): TerminalCommand {
  return { commandLine: confidence === vscode.TerminalShellExecutionCommandLineConfidence.Low ? '' : value };
}
