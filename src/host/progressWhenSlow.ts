import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';

/** Who waits longer than this wants to see that something happens. */
const SLOW_MS = 1_000;

/** Waits for `work`, and shows that it goes on when it takes more than a second. With `cancel` it can be cancelled there. */
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
      // How it ended is told to whoever waits for the work itself.
      await Promise.allSettled([work]);
    });
  });
  try {
    return await work;
  } finally {
    dismiss();
  }
}
