import { Emitter } from '../../core/emitter.ts';
import type { ListedModel } from '../../core/qianfan/modelList.ts';
import type { Memory } from '../memory.ts';

/** Limit for the very long lists of some relays, which would slow the start of every window. */
const MAX_MODELS = 500;

/** Stores each service's list of models by base URL, so that prices and context windows are known before it is read. */
export class RememberedLists {
  readonly #memory: Memory;
  readonly #changes = new Emitter<void>();

  readonly onDidChange = this.#changes.event;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Returns a service's last known list; `undefined` when there is none or the stored value is invalid. */
  of(baseUrl: string): readonly ListedModel[] | undefined {
    const kept = this.#memory.get(keyOf(baseUrl));
    return Array.isArray(kept) && kept.every(isListedModel) ? kept : undefined;
  }

  async keep(baseUrl: string, models: readonly ListedModel[]): Promise<void> {
    await this.#memory.update(keyOf(baseUrl), models.slice(0, MAX_MODELS));
    this.#changes.fire();
  }
}

function keyOf(baseUrl: string): string {
  return `models ${baseUrl}`;
}

/** Checks only the id: this extension wrote the value, possibly another version of it with further fields. */
function isListedModel(value: unknown): value is ListedModel {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
