import type { TeamAccess } from './teamAccess.ts';
import { checkTeam, storesAnyway } from './teamCheck.ts';
import { askForTeamKey, askForTeamServer } from './teamInput.ts';
import { offersToTurnOn, showTeamKey } from './teamMessages.ts';
import type { TeamSecret } from './teamSecrets.ts';

/** What is known before anything is asked. */
interface Known {
  /** The initial address. */
  readonly url?: string;
  /** Asked for when missing. */
  readonly key?: string;
  /** The key was just created, so the user has not seen it yet. */
  readonly isNew?: true;
}

/**
 * Asks for a team's server, checks and stores it. Returns `back` when the user goes back to the previous question.
 * Throws `no-credentials` when it cannot be stored.
 */
export async function enterTeam(access: TeamAccess, known: Known): Promise<'back' | 'end'> {
  const { secrets, tools } = access;
  const totalSteps = known.key === undefined ? 3 : 2;
  let { key, url = '' } = known;
  for (;;) {
    const server = await askForTeamServer(tools, url, totalSteps);
    if (server === 'back') return 'back';
    if (server === undefined) return 'end';
    url = server.url;
    const answer = key === undefined ? await askForTeamKey(tools, totalSteps) : { key };
    if (answer === 'back') continue;
    if (answer === undefined) return 'end';
    // Not asked for again when the server has to be changed.
    key = answer.key;
    const team = { ...server, key };
    const verdict = await checkTeam(tools, team);
    const isGood = typeof verdict === 'object';
    const choice = isGood ? 'store' : await storesAnyway(verdict, new URL(url).host);
    if (choice === 'change') continue;
    if (choice === undefined) return 'end';
    await secrets.write(team);
    if (known.isNew) await showTeamKey(key);
    await offerToTurnOn(access, team, isGood ? verdict.ms : undefined);
    return 'end';
  }
}

async function offerToTurnOn({ isOn, turn }: TeamAccess, { url }: TeamSecret, ms: number | undefined): Promise<void> {
  if (await offersToTurnOn(new URL(url).host, ms, isOn())) await turn(true);
}
