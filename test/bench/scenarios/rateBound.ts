import type { ClientName } from '../clients/clients.ts';
import { levelTable } from '../figures/levelTable.ts';
import { atMost, type Report } from '../figures/report.ts';
import { fixed } from '../figures/table.ts';
import { figuresOf, runOffered, type OfferedRuns } from '../runs/offeredRuns.ts';
import type { Plan } from '../runs/plan.ts';

const RATE = { perSecond: 50, burst: 5 };

/** The other clients behave the same without the header. */
const WITHOUT_HEADER: readonly ClientName[] = ['ours', 'knows the limits'];

/**
 * Measures a service that is limited by its rate, not its capacity, with and without a header that states the limit.
 */
export async function rateBound(plan: Plan): Promise<Report> {
  const clients = plan.rateBoundClients.filter(client => plan.clients.includes(client));
  const told: OfferedRuns[] = [];
  const untold: OfferedRuns[] = [];
  for (const offered of plan.rateBound) {
    told.push(await runOffered(plan, clients, RATE, offered));
    const learners = clients.filter(client => WITHOUT_HEADER.includes(client));
    untold.push(await runOffered(plan, learners, { ...RATE, tellsLimit: false }, offered));
  }
  const most = (of: readonly OfferedRuns[]): number =>
    Math.max(...of.map(level => figuresOf(level, 'ours').refusedPer100));
  return {
    title: 'Bound by rate',
    about: 'As before, but 50 a second with a burst of 5. Without header, answers do not tell the limit.',
    tables: [
      ...told.map(level => levelTable(level, '')),
      ...untold.map(level => levelTable(level, ', without header')),
    ],
    targets: [
      {
        id: 'R3',
        what: 'refused ≤ 3 per 100 answers when rate-bound',
        figure: fixed(most(told), 2),
        isMet: atMost(most(told), 3),
      },
      {
        id: 'R3',
        what: 'refused ≤ 5 per 100 answers from cold without headers',
        figure: fixed(most(untold), 2),
        isMet: atMost(most(untold), 5),
      },
    ],
  };
}
