import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';

/** Delay in milliseconds before progress is shown. */
const SLOW_MS = 1_000;

/**
 * Waits for `work` and shows progress when it takes longer than a second. With `cancel` the user can cancel it there.
 */
export async function progressWhenSlow<T>(
  clock: Clock,
  title: string,
  work: Promise<T>,
  cancel?: () => void,
): Promise<T> {
  const dismiss = clock.after(SLOW_MS, () => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: cancel !== undefined };
    void vscode.window.withProgress(options, async (_, token) => {
      token.onCancellationRequested(() => cancel?.());
      // The caller handles the outcome of `work`.
      await Promise.allSettled([work]);
    });
  });
  try {
    return await work;
  } finally {
    dismiss();
  }
}
