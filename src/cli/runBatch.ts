import { isAbsolute, resolve } from 'node:path';
import type { Credential } from '../core/auth/credential.ts';
import type { Endpoint } from '../core/chat.ts';
import { isFlatPlan } from '../core/qianfan/flatPlan.ts';
import { ModelDirectory } from '../core/qianfan/modelDirectory.ts';
import { publicEndpoint } from '../core/qianfan/publicEndpoint.ts';
import type { RunOptions } from './cliOptions.ts';
import { connectStore } from './connectStore.ts';
import { dryRun } from './dryRun.ts';
import { jobFiles, realInput } from './files.ts';
import { credentialOf } from './heldCredential.ts';
import { readPrices } from './ownPrices.ts';
import { readInput } from './readInput.ts';
import { runJob } from './runJob.ts';
import { settledOptions } from './settledOptions.ts';
import { jobIdOf } from './openJob.ts';
import type { RunSurroundings } from './runSurroundings.ts';
import { stateFolder } from './stateFolder.ts';
import { Stop } from './stop.ts';

/** Runs `ask-wenxin batch run` and returns the exit code. Throws a `Stop` when nothing can be asked. */
export async function runBatch(surroundings: RunSurroundings<RunOptions>): Promise<number> {
  const { options, environment, stdin, output, say, interrupts, clock, logger } = surroundings;
  const folder = resolve(options.store ?? stateFolder(environment));
  const files = options.output === undefined ? undefined : await jobFiles(options.input, options.output);
  const credential = options.dryRun ? undefined : credentialOf(environment);
  const endpoint = endpointOf(options, credential);
  const prices = await readPrices(options.pricesFile);
  const models = new ModelDirectory({
    ownPrices: () => prices,
    list: () => undefined,
    payment: () => (isFlatPlan(endpoint.baseUrl) ? 'plan' : 'tokens'),
    clock,
  });
  const path = options.input === '-' || isAbsolute(options.input) ? options.input : await realInput(options.input);
  const input = await readInput(path, stdin, say, interrupts.signal);
  try {
    const connected = await connectStore({ folder, output, say, clock, logger });
    try {
      const job = files && connected.store.job(jobIdOf(files));
      const tell = (option: string): void => output.line(say('fixedOption', { option }));
      const settled = settledOptions(options, job, tell);
      const parts = { ...surroundings, ...connected, options: settled, folder, files, input, models };
      if (credential === undefined || files === undefined) return await dryRun(parts);
      return await runJob({ ...parts, files, credential, endpoint });
    } finally {
      await connected.close();
    }
  } finally {
    await input.dispose();
  }
}

function endpointOf({ endpoint: baseUrl, api }: RunOptions, credential: Credential | undefined): Endpoint {
  const chosen = api ?? (credential?.kind === 'app' ? 'v1' : 'v2');
  if (credential?.kind === 'app' && chosen !== 'v1') throw new Stop('appNeedsV1');
  if (baseUrl === undefined) return publicEndpoint(chosen === 'v1' ? 'app' : undefined);
  return { name: new URL(baseUrl).host, baseUrl, ...(chosen === 'v1' && { api: chosen }) };
}
