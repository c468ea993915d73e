import * as vscode from 'vscode';
import type { ItemState } from '../../core/batch/item.ts';
import type { Job } from '../../core/batch/job.ts';
import { Pace } from '../../core/batch/pace.ts';
import type { Clock } from '../../core/clock.ts';
import type { NanoYuan } from '../../core/money.ts';
import type { BatchNode } from './batchNode.ts';
import { batchTreeItem } from './batchTreeItems.ts';
import type { JobDesk } from './jobDesk.ts';
import type { JobFacts } from './jobFacts.ts';

/** Items that are listed at once, and more each time a person asks for them. */
const PAGE = 200;

/** The tree is drawn anew so often at most. */
const DRAW_MS = 500;

/** In the order in which they matter to a person. */
const GROUPS: readonly ItemState[] = ['failed', 'running', 'waiting', 'done', 'cancelled'];

interface BatchTreeParts {
  readonly desk: JobDesk;
  /** Opens the file in which jobs are kept. Throws `storage`. */
  readonly ready: () => Promise<void>;
  /** A job's own budget. */
  readonly budgetOf: (jobId: string) => NanoYuan | undefined;
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
}

/** The tree of jobs with their items. Lines keep their ids, so that VS Code keeps what is open and chosen. */
export class BatchTree implements vscode.TreeDataProvider<BatchNode>, vscode.Disposable {
  readonly #parts: BatchTreeParts;
  readonly #changes = new vscode.EventEmitter<BatchNode | undefined>();
  readonly #paces = new Map<string, Pace>();
  /** How many pages of a group are listed, where they are more than one. */
  readonly #pages = new Map<string, number>();
  readonly #unsubscribe: readonly (() => void)[];
  #cancelDraw: (() => void) | undefined;

  readonly onDidChangeTreeData = this.#changes.event;

  constructor(parts: BatchTreeParts) {
    this.#parts = parts;
    const { desk } = parts;
    const refresh = (): void => this.refresh();
    this.#unsubscribe = [desk.store.onDidChange(refresh), desk.onDidStart(refresh), desk.onDidStop(refresh)];
  }

  /** Draws the tree anew, soon. */
  refresh(): void {
    this.#cancelDraw ??= this.#parts.clock.after(DRAW_MS, () => {
      this.#cancelDraw = undefined;
      this.#changes.fire(undefined);
    });
  }

  /** Lists more items of a group. */
  showMore({ job, state }: Extract<BatchNode, { kind: 'more' }>): void {
    const key = `${job.id}/${state}`;
    this.#pages.set(key, (this.#pages.get(key) ?? 1) + 1);
    this.#changes.fire(undefined);
  }

  async getChildren(node?: BatchNode): Promise<BatchNode[]> {
    const { desk, ready } = this.#parts;
    if (node === undefined) {
      await ready();
      return desk.store.jobs().map(job => ({ kind: 'job', job }));
    }
    if (node.kind === 'job') {
      return GROUPS.filter(state => node.job.counts[state] > 0).map(state => ({ kind: 'group', job: node.job, state }));
    }
    return node.kind === 'group' ? this.#items(node.job, node.state) : [];
  }

  getTreeItem(node: BatchNode): vscode.TreeItem {
    return batchTreeItem(node, job => this.#factsOf(job));
  }

  getParent(node: BatchNode): BatchNode | undefined {
    if (node.kind === 'job') return undefined;
    if (node.kind === 'group') return { kind: 'job', job: node.job };
    return { kind: 'group', job: node.job, state: node.kind === 'item' ? node.item.state : node.state };
  }

  /** How long the rest of a job will take, as far as that is known. */
  remainingMs({ id, counts }: Job): number | undefined {
    const pace = this.#paces.get(id) ?? new Pace();
    this.#paces.set(id, pace);
    pace.note(counts.done + counts.failed, this.#parts.clock.monotonicMs());
    return pace.remainingMs(counts.waiting + counts.running);
  }

  dispose(): void {
    this.#unsubscribe.forEach(end => end());
    this.#cancelDraw?.();
    this.#changes.dispose();
  }

  #items(job: Job, state: ItemState): BatchNode[] {
    const limit = PAGE * (this.#pages.get(`${job.id}/${state}`) ?? 1);
    const items = this.#parts.desk.store.items(job.id, { states: [state], limit, isBrief: true });
    const left = job.counts[state] - items.length;
    const listed = items.map(item => ({ kind: 'item', job, item }) as const);
    return items.length < limit || left <= 0 ? listed : [...listed, { kind: 'more', job, state, left }];
  }

  #factsOf(job: Job): JobFacts {
    const { desk, budgetOf, timeZone, clock } = this.#parts;
    return {
      phase: desk.phase(job),
      remainingMs: desk.isHere(job.id) ? this.remainingMs(job) : undefined,
      budgetNanoYuan: budgetOf(job.id),
      time: { nowMs: clock.now(), timeZone: timeZone() },
    };
  }
}
