import * as vscode from 'vscode';
import type { Job } from '../../core/batch/job.ts';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { COMMANDS } from '../ids.ts';
import { leftText, progressText, spentText } from './batchWords.ts';
import type { JobDesk } from './jobDesk.ts';

/** Interval between checks of a followed job, in milliseconds. */
const LOOK_MS = 1_000;

interface JobFollowerParts {
  readonly desk: JobDesk;
  readonly remainingMs: (job: Job) => number | undefined;
  /** Reports that a job has ended or paused. */
  readonly tell: (job: Job) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Shows a progress notification for each job that this window runs, and reports when one of them stops. */
export class JobFollower {
  readonly #parts: JobFollowerParts;
  readonly #followed = new Set<string>();
  /** The last reported pause of each job. */
  readonly #told = new Map<string, string>();
  /** Ends the wait for the next check of each followed job. */
  readonly #wake = new Map<string, () => void>();
  readonly #unsubscribe: readonly (() => void)[];

  constructor(parts: JobFollowerParts) {
    this.#parts = parts;
    const { desk } = parts;
    this.#unsubscribe = [
      desk.onDidStart(id => void this.#follow(id)),
      desk.onDidStop(job => {
        // The progress notification must not stand beside the notice of the end with older numbers.
        this.#wake.get(job.id)?.();
        void this.#tell(job);
      }),
    ];
  }

  dispose(): void {
    this.#unsubscribe.forEach(end => end());
  }

  async #follow(jobId: string): Promise<void> {
    // After a resume, a stop for the same reason is reported again.
    this.#told.delete(jobId);
    if (this.#followed.has(jobId)) return;
    this.#followed.add(jobId);
    try {
      while (this.#isHere(jobId)) {
        if (this.#job(jobId)?.state === 'running') await this.#showProgress(jobId);
        const job = this.#job(jobId);
        // A paused job can still be held here, until its quota is available again.
        if (job?.state === 'paused') await this.#tell(job);
        await this.#nextLook(jobId);
      }
    } catch (error) {
      this.#parts.logger.warn(`Nobody sees how far a batch is: ${describeError(error)}`);
    } finally {
      this.#followed.delete(jobId);
      this.#wake.delete(jobId);
    }
  }

  /** Shows progress until the job stops running. Cancelling the notification pauses the job. */
  async #showProgress(jobId: string): Promise<void> {
    const title = this.#job(jobId)?.plan.title ?? '';
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Batch “{title}” (Cancel only pauses it)', { title }),
      cancellable: true,
    };
    await vscode.window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => void vscode.commands.executeCommand(COMMANDS.pauseBatch, jobId));
      let shown = 0;
      for (let job = this.#job(jobId); job?.state === 'running'; job = this.#job(jobId)) {
        if (!this.#isHere(jobId) || token.isCancellationRequested) return;
        const percent = (100 * (job.counts.done + job.counts.failed)) / Math.max(1, job.counts.total);
        progress.report({ message: this.#message(job), increment: Math.max(0, percent - shown) });
        shown = Math.max(shown, percent);
        await this.#nextLook(jobId);
      }
    });
  }

  #message(job: Job): string {
    const left = this.#parts.remainingMs(job);
    const parts = [progressText(job), spentText(job), left === undefined ? undefined : leftText(left)];
    return parts.filter(part => part !== undefined).join(' · ');
  }

  async #tell(job: Job): Promise<void> {
    const pause = job.state === 'paused' ? JSON.stringify(job.pause) : '';
    if (pause !== '' && this.#told.get(job.id) === pause) return;
    this.#told.set(job.id, pause);
    // Not awaited: the user may answer the notification at any time.
    this.#parts.tell(job).catch((error: unknown) => {
      this.#parts.logger.error(`What a notice of a batch offered failed: ${describeError(error)}`);
    });
  }

  #isHere(jobId: string): boolean {
    return this.#parts.desk.isHere(jobId);
  }

  #job(jobId: string): Job | undefined {
    return this.#parts.desk.store.job(jobId);
  }

  #nextLook(jobId: string): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.#parts.clock.after(LOOK_MS, resolve);
      this.#wake.set(jobId, () => {
        cancel();
        resolve();
      });
    });
  }
}
