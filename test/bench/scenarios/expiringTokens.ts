import { temporaryFolder } from '../../support/temporaryFolder.ts';
import type { Proof } from '../clients/benchClient.ts';
import type { ClientName } from '../clients/clients.ts';
import type { Report } from '../figures/report.ts';
import type { Plan } from '../runs/plan.ts';
import { runJobs } from '../runs/runJob.ts';
import { UNLIMITED } from '../service/knobs.ts';

const CALLERS = 10;

const PROOFS: Readonly<Record<Exclude<Proof, 'key'>, string>> = { access: 'V1, OAuth', minted: 'V2, minted' };

const CASES: readonly {
  readonly client: ClientName;
  readonly proof: Exclude<Proof, 'key'>;
  readonly windows: number;
}[] = [
  { client: 'ours', proof: 'access', windows: 1 },
  { client: 'ours', proof: 'minted', windows: 1 },
  { client: 'ours', proof: 'minted', windows: 3 },
  { client: '@baiducloud/qianfan', proof: 'access', windows: 1 },
  { client: '@baiducloud/qianfan', proof: 'minted', windows: 1 },
  { client: 'the article', proof: 'access', windows: 1 },
];

/** Measures tokens that expire while many callers use them, in one window and in several that share a folder. */
export async function expiringTokens(plan: Plan): Promise<Report> {
  const { lifeSeconds, windowMs } = plan.tokens;
  const knobs = { ...UNLIMITED, medianMs: 20, meanMs: 24, tokenLifeSeconds: lifeSeconds };
  const rows: string[][] = [];
  let needless = 0;
  let failures = 0;
  for (const { client, proof, windows } of CASES.filter(one => plan.clients.includes(one.client))) {
    const folder = temporaryFolder();
    const load = { concurrency: CALLERS, warmUpMs: 0, windowMs };
    const jobs = Array.from({ length: windows }, () => ({ kind: 'steady' as const, client, proof, folder, load }));
    const { results, counts } = await runJobs(knobs, jobs);
    const answered = results.reduce((sum, result) => sum + result.answered, 0);
    const failed = results.reduce((sum, result) => sum + result.failed, 0);
    const { tokenFetches, needlessTokenFetches, unauthorized } = counts;
    const figures = [windows, tokenFetches, needlessTokenFetches, answered, failed, unauthorized];
    rows.push([client, PROOFS[proof], ...figures.map(String)]);
    if (client === 'ours') {
      needless += needlessTokenFetches;
      failures += failed;
    }
  }
  return {
    title: 'Tokens that end',
    about:
      `Tokens live ${lifeSeconds} s; ${CALLERS} callers in each window ask without a pause for ${windowMs / 1000} s. ` +
      'A fetch is needless while the newest token has more than half of its life before it.',
    tables: [
      {
        columns: ['client', 'token', 'windows', 'token fetches', 'needless', 'answered', 'failed', 'refused tokens'],
        rows,
      },
    ],
    targets: [
      {
        id: 'R7',
        what: 'one token fetch for each life, no failed call',
        figure: `${needless} needless fetches, ${failures} failed calls`,
        isMet: plan.clients.includes('ours') ? needless + failures === 0 : undefined,
      },
    ],
  };
}
