import { recentSubjects } from '../../core/commit/commitHabits.ts';
import type { GitRepository } from '../context/gitExtension.ts';

/** Enough to find some that are the person's own. */
const MOST_COMMITS = 50;

/** First lines of the last commits of a repository, the person's own first; none where there is no commit yet. */
export async function recentMessages(repository: GitRepository): Promise<readonly string[]> {
  const [commits, own, everywhere] = await Promise.all([
    repository.log({ maxEntries: MOST_COMMITS }).catch(() => []),
    repository.getConfig('user.email').catch(() => ''),
    repository.getGlobalConfig('user.email').catch(() => ''),
  ]);
  return recentSubjects(commits, (own || everywhere).trim());
}
