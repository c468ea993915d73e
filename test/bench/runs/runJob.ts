import path from 'node:path';
import { startProcess, type OwnedProcess } from '../../support/childProcess.ts';
import { REPOSITORY_FOLDER } from '../../support/folders.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import type { Job, LoadKinds } from '../loads/load.ts';
import type { Counts } from '../service/counters.ts';
import { REFERENCE, type Knobs } from '../service/knobs.ts';
import { Journal } from './journal.ts';
import { RESULT_MARK, type WorkerInput } from './workerProtocol.ts';

const SERVICE = 'test/bench/service/main.ts';
const WORKER = 'test/bench/worker.ts';

/** Far longer than any run takes; a client that never answers must not block the others. */
const LIMIT_MS: Readonly<Record<keyof LoadKinds, number>> = {
  cancel: 300_000,
  closed: 300_000,
  priority: 300_000,
  queue: 300_000,
  soak: 3_600_000,
  steady: 300_000,
};

/** Starting takes longer than many runs, so only the first process compiles the code. */
const compileCache = temporaryFolder();

/** All runs of this process. */
export const journal = new Journal();

/** What the clients measured, and what the service counted. */
export interface Ran<Kind extends keyof LoadKinds> {
  readonly results: readonly LoadKinds[Kind]['result'][];
  readonly counts: Counts;
}

/** The same for one client. */
export interface RanOne<Kind extends keyof LoadKinds> {
  readonly result: LoadKinds[Kind]['result'];
  readonly counts: Counts;
}

/** Runs a client under a load against its own service, which differs from the reference only in `knobs`. */
export async function runJob<Kind extends keyof LoadKinds>(
  knobs: Partial<Knobs>,
  job: Job<Kind>,
): Promise<RanOne<Kind>> {
  const { results, counts } = await runJobs(knobs, [job]);
  const [result] = results;
  if (result === undefined) throw new Error('There is one result for each job');
  return { result, counts };
}

/** Runs several clients under their loads at the same time, each in its own process. */
export async function runJobs<Kind extends keyof LoadKinds>(
  knobs: Partial<Knobs>,
  jobs: readonly Job<Kind>[],
): Promise<Ran<Kind>> {
  const service = startNode(SERVICE, JSON.stringify(knobs));
  try {
    const url = await addressOf(service);
    const { perSecond, burst } = { ...REFERENCE, ...knobs };
    const results = await Promise.all(
      jobs.map(async job => resultOf<Kind>({ job, url, perSecond, burst, folder: job.folder ?? temporaryFolder() })),
    );
    const counts = (await (await fetch(`${url}/bench`)).json()) as Counts;
    journal.add({ knobs, jobs, results, counts });
    return { results, counts };
  } finally {
    await service.stop();
  }
}

async function resultOf<Kind extends keyof LoadKinds>(input: WorkerInput): Promise<LoadKinds[Kind]['result']> {
  const worker = startNode(WORKER, JSON.stringify(input));
  const limit = setTimeout(() => void worker.stop(), LIMIT_MS[input.job.kind]);
  const code = await worker.exited;
  clearTimeout(limit);
  const [, json] = new RegExp(`^${RESULT_MARK}(.*)$`, 'm').exec(worker.output()) ?? [];
  if (json === undefined) throw new Error(`${input.job.client} ended with ${code}\n${worker.output()}`);
  return JSON.parse(json) as LoadKinds[Kind]['result'];
}

function addressOf(service: OwnedProcess): Promise<string> {
  const deadline = performance.now() + 10_000;
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const [url] = /^http:\S+$/m.exec(service.output()) ?? [];
      if (url !== undefined) resolve(url);
      else if (performance.now() > deadline) reject(new Error(`The service did not start\n${service.output()}`));
      else setTimeout(look, 10);
    };
    look();
  });
}

/** Starts a process without the machine's Qianfan and OpenAI variables, which libraries would use as settings. */
function startNode(script: string, input: string): OwnedProcess {
  const own = Object.keys(process.env).filter(name => /^(QIANFAN|OPENAI)_/.test(name));
  return startProcess(
    process.execPath,
    ['--expose-gc', '--disable-warning=ExperimentalWarning', path.join(REPOSITORY_FOLDER, script), input],
    { env: { ...Object.fromEntries(own.map(name => [name, undefined])), NODE_COMPILE_CACHE: compileCache } },
  );
}
