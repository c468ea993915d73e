import { namedCredential } from './namedCredential.ts';
import type { ReadCredential } from './readCredential.ts';
import { sourceFailure, type SourceFailureCode } from './sourceFailure.ts';

const NAMES = {
  apiKey: 'QIANFAN_BEARER_TOKEN',
  iam: 'QIANFAN_ACCESS_KEY and QIANFAN_SECRET_KEY',
  app: 'QIANFAN_AK and QIANFAN_SK',
} as const;

/**
 * Reads the credential from variables of the environment, by `namedCredential`'s names and order. Whoever set them chose
 * the endpoints too, so it may go to any. Files such as `.env` are never read: a repository can bring them along.
 */
export function environmentCredential(environment: NodeJS.ProcessEnv): ReadCredential {
  return async () => {
    const found = namedCredential(environment);
    if (found.is === 'credential') return { credential: found.credential, origins: 'any' };
    if (found.is === 'none') return undefined;
    // Half of one value is no case, so `environment_half` has kinds only.
    const code: SourceFailureCode =
      found.kind === 'apiKey' ? 'environment_damaged' : (`environment_${found.is}_${found.kind}` as const);
    throw sourceFailure(code, `${NAMES[found.kind]}: ${found.is}`);
  };
}
