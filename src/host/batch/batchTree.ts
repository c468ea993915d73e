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

/** Items listed at first, and added with each request for more. */
const PAGE = 200;

/** Minimum interval between updates of the tree, in milliseconds. */
const DRAW_MS = 500;

/** In the order of importance to the user. */
const GROUPS: readonly ItemState[] = ['failed', 'running', 'waiting', 'done', 'cancelled'];

interface BatchTreeParts {
  readonly desk: JobDesk;
  /** Opens the database of jobs. Throws `storage`. */
  readonly ready: () => Promise<void>;
  /** A job's own budget. */
  readonly budgetOf: (jobId: string) => NanoYuan | undefined;
  readonly timeZone: () => string | undefined;
  readonly clock: Clock;
}

/** The tree of jobs and their items. Nodes have stable ids, so that VS Code keeps them expanded and selected. */
export class BatchTree implements vscode.TreeDataProvider<BatchNode>, vscode.Disposable {
  readonly #parts: BatchTreeParts;
  readonly #changes = new vscode.EventEmitter<BatchNode | undefined>();
  readonly #paces = new Map<string, Pace>();
  /** Number of pages listed of a group, where there is more than one. */
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

  /** Schedules an update of the tree. */
  refresh(): void {
    this.#cancelDraw ??= this.#parts.clock.after(DRAW_MS, () => {
      this.#cancelDraw = undefined;
      this.#changes.fire(undefined);
    });
  }

  /** Lists the next page of a group. */
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

  /** Estimates how long the rest of a job will take; `undefined` when unknown. */
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
