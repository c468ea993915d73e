import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Answer } from '../../core/conversation/conversation.ts';
import type { Following } from '../../core/conversation/following.ts';
import { progressView } from '../chat/progressView.ts';
import { SECONDS } from '../chat/seconds.ts';

interface ShownProgress {
  /** Shows what the answer is waiting for, and asks the user about a slow one. */
  show(answer: Answer): void;
  end(): void;
}

const A_SECOND_MS = 1_000;

/** Shows cancellable progress for a question, with what it is waiting for. */
export function showProgress(
  title: string,
  clock: Clock,
  following: Pick<Following, 'stop' | 'keepWaiting' | 'sendAgain'>,
): ShownProgress {
  let end = (): void => undefined;
  let report: ((message: string) => void) | undefined;
  let shown: Answer | undefined;
  let isAskedAbout = false;
  const ended = new Promise<void>(resolve => (end = resolve));
  let stopCounting = (): void => undefined;
  const draw = (): void => {
    stopCounting();
    const view = shown && progressView(shown, clock.now());
    const seconds = Math.ceil((view?.remainingMs ?? 0) / A_SECOND_MS);
    report?.((view?.text ?? '').replace(SECONDS, String(seconds)));
    if (view?.remainingMs !== undefined && seconds > 0) stopCounting = clock.after(A_SECOND_MS, draw);
  };
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  void vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => following.stop());
    report = message => progress.report({ message });
    // VS Code creates the notification asynchronously; there may already be a wait to show.
    if (shown !== undefined) draw();

    return ended;
  });
  return {
    show(answer) {
      if (answer.state === 'waiting' || shown?.state === 'waiting') {
        shown = answer;
        draw();
      }
      if (answer.slow === undefined || isAskedAbout) return;
      isAskedAbout = true;
      void askAboutSlow(progressView(answer, clock.now())?.text ?? '', following).finally(() => (isAskedAbout = false));
    },
    end() {
      stopCounting();
      end();
    },
  };
}

async function askAboutSlow(
  message: string,
  following: Pick<Following, 'stop' | 'keepWaiting' | 'sendAgain'>,
): Promise<void> {
  const wait = vscode.l10n.t('Keep Waiting');
  const stop = vscode.l10n.t('Stop');
  const again = vscode.l10n.t('Send Again');
  const chosen = await vscode.window.showWarningMessage(message, wait, stop, again);
  if (chosen === wait) following.keepWaiting();
  if (chosen === stop) following.stop();
  if (chosen === again) following.sendAgain();
}
