import type { Script } from '../script.ts';
import { Batch, type BatchOrder, type BatchSurroundings } from './batch.ts';

/** A file in the account's storage. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly createdAtMs: number;
  readonly bytes: Buffer;
}

/** All files and batches of the account since the start or the last reset. */
export class BatchBook {
  readonly #files = new Map<string, StoredFile>();
  readonly #batches = new Map<string, Batch>();
  #serial = 0;

  keepFile(name: string, purpose: string, bytes: Buffer, nowMs: number): StoredFile {
    const file = { id: this.#nextId('file'), name, purpose, bytes, createdAtMs: nowMs };
    this.#files.set(file.id, file);
    return file;
  }

  file(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  deleteFile(id: string): boolean {
    return this.#files.delete(id);
  }

  add(order: BatchOrder, script: Script, nowMs: number): Batch {
    const batch = new Batch(this.#nextId('batch'), order, script, nowMs);
    this.#batches.set(batch.id, batch);
    return batch;
  }

  batch(id: string): Batch | undefined {
    return this.#batches.get(id);
  }

  /** Newest first. */
  batches(): Batch[] {
    return [...this.#batches.values()].reverse();
  }

  /** Advances all batches to the current time. */
  advance(service: BatchSurroundings): void {
    for (const batch of this.#batches.values()) batch.advance(service);
  }

  clear(): void {
    this.#files.clear();
    this.#batches.clear();
  }

  #nextId(kind: string): string {
    return `${kind}-${(++this.#serial).toString(36).padStart(8, '0')}`;
  }
}
