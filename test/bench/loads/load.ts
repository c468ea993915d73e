import type { ClientName } from '../clients/clients.ts';
import type { Proof } from '../clients/benchClient.ts';
import type { CancelLoad, CancelResult } from './cancel.ts';
import type { ClosedLoad, ClosedResult } from './closed.ts';
import type { PriorityLoad, PriorityResult } from './priority.ts';
import type { QueueLoad, QueueResult } from './queue.ts';
import type { SoakLoad, SoakResult } from './soak.ts';
import type { SteadyLoad, SteadyResult } from './steady.ts';

/** All kinds of loads, and their results. */
export interface LoadKinds {
  readonly cancel: { readonly load: CancelLoad; readonly result: CancelResult };
  readonly closed: { readonly load: ClosedLoad; readonly result: ClosedResult };
  readonly priority: { readonly load: PriorityLoad; readonly result: PriorityResult };
  readonly queue: { readonly load: QueueLoad; readonly result: QueueResult };
  readonly soak: { readonly load: SoakLoad; readonly result: SoakResult };
  readonly steady: { readonly load: SteadyLoad; readonly result: SteadyResult };
}

/** One client under one load, in a process of its own. */
export interface Job<Kind extends keyof LoadKinds = keyof LoadKinds> {
  readonly kind: Kind;
  readonly load: LoadKinds[Kind]['load'];
  readonly client: ClientName;
  readonly proof?: Proof;
  readonly maxConcurrency?: number;
  /** Kept from an earlier run, so that the client remembers it; a new folder by default. */
  readonly folder?: string;
}
