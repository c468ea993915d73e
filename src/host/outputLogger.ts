import * as vscode from 'vscode';
import type { Logger } from '../core/logger.ts';
import { redact } from '../core/redact.ts';

/** The log behind the command Show Log. Every line is redacted, even where the caller has already done so. */
export class OutputLogger implements Logger, vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Ask Wenxin', { log: true });
  #isDisposed = false;

  debug(message: string): void {
    if (!this.#isDisposed) this.#channel.debug(redact(message));
  }

  info(message: string): void {
    if (!this.#isDisposed) this.#channel.info(redact(message));
  }

  warn(message: string): void {
    if (!this.#isDisposed) this.#channel.warn(redact(message));
  }

  error(message: string): void {
    if (!this.#isDisposed) this.#channel.error(redact(message));
  }

  show(): void {
    this.#channel.show();
  }

  /** Disables writing: VS Code closes the channel before `deactivate` has ended. */
  dispose(): void {
    this.#isDisposed = true;
    this.#channel.dispose();
  }
}
