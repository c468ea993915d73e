import * as vscode from 'vscode';
import type { Logger } from '../core/logger.ts';
import { redact } from '../core/redact.ts';

/** The log of the command Show Log. Every line goes through the redactor, whatever its writer took care of. */
export class OutputLogger implements Logger, vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Ask Wenxin', { log: true });

  debug(message: string): void {
    this.#channel.debug(redact(message));
  }

  info(message: string): void {
    this.#channel.info(redact(message));
  }

  warn(message: string): void {
    this.#channel.warn(redact(message));
  }

  error(message: string): void {
    this.#channel.error(redact(message));
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
