import { recentSubjects } from '../../core/commit/commitHabits.ts';
import type { GitRepository } from '../context/gitExtension.ts';

/** Enough to find some by the user. */
const MOST_COMMITS = 50;

/**
 * Returns the first lines of a repository's recent commit messages, the user's own first; empty when there are no
 * commits.
 */
export async function recentMessages(repository: GitRepository): Promise<readonly string[]> {
  const [commits, own, everywhere] = await Promise.all([
    repository.log({ maxEntries: MOST_COMMITS }).catch(() => []),
    repository.getConfig('user.email').catch(() => ''),
    repository.getGlobalConfig('user.email').catch(() => ''),
  ]);
  return recentSubjects(commits, (own || everywhere).trim());
}
