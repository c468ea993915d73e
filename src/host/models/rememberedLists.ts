import { Emitter } from '../../core/emitter.ts';
import type { ListedModel } from '../../core/qianfan/modelList.ts';

/** What is remembered beyond a window: VS Code's `globalState`. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** More models than any service has; a relay's list of everything would slow each window's start. */
const MAX_MODELS = 500;

/** The lists of models that services gave, by base URL, so that prices and windows are known before the next one is read. */
export class RememberedLists {
  readonly #memory: Memory;
  readonly #changes = new Emitter<void>();

  readonly onDidChange = this.#changes.event;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** The list of a service as it was read last; `undefined` when it never was, or what was kept is no list. */
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

/** What a version of this extension has written itself; another version may have written more. */
function isListedModel(value: unknown): value is ListedModel {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
