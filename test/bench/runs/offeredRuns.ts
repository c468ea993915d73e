import { temporaryFolder } from '../../support/temporaryFolder.ts';
import type { ClientName } from '../clients/clients.ts';
import { callFigures, medianFigures, type CallFigures } from '../figures/callFigures.ts';
import type { Knobs } from '../service/knobs.ts';
import type { Offered, Plan } from './plan.ts';
import { runJob } from './runJob.ts';

/** A row of a table: a client, and for ours whether it remembers an earlier run. */
export type RowName = ClientName | 'ours, remembered';

/** The runs of each row at one level, one for each repeat. */
export interface OfferedRuns {
  readonly offered: Offered;
  readonly rows: ReadonlyMap<RowName, readonly CallFigures[]>;
}

/**
 * Runs each client under one offered load as often as planned, alternating between clients, so that a disturbance of
 * the machine affects all of them. Our client runs twice: from cold, and again with its stored state.
 */
export async function runOffered(
  plan: Pick<Plan, 'repeats'>,
  clients: readonly ClientName[],
  knobs: Partial<Knobs>,
  offered: Offered,
): Promise<OfferedRuns> {
  const rows = new Map<RowName, CallFigures[]>();
  const load = { ...offered, warmUpCalls: 0 };
  for (let seed = 1; seed <= plan.repeats; seed++) {
    for (const client of clients) {
      const folder = temporaryFolder();
      const run = async (name: RowName): Promise<void> => {
        const figures = callFigures(await runJob({ ...knobs, seed }, { kind: 'closed', client, load, folder }));
        rows.set(name, [...(rows.get(name) ?? []), figures]);
      };
      await run(client);
      if (client === 'ours') await run('ours, remembered');
    }
  }
  return { offered, rows };
}

/** Returns the medians of a row. */
export function figuresOf({ rows }: OfferedRuns, name: RowName): CallFigures {
  return medianFigures(rows.get(name) ?? []);
}
