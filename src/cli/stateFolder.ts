import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the default folder for jobs and the ledger: one per user, so that all runs share the limits of their account.
 */
export function stateFolder(environment: NodeJS.ProcessEnv, platform = process.platform, home = homedir()): string {
  const name = 'ask-wenxin';
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', name);
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), name);
  return join(environment['XDG_STATE_HOME'] || join(home, '.local', 'state'), name);
}
