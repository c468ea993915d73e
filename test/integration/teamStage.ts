import { silentLogger } from '../../src/core/logger.ts';
import type { TeamAccess } from '../../src/host/cache/teamAccess.ts';
import { setTeamCache } from '../../src/host/cache/setTeamCache.ts';
import { type TeamSecret, TeamSecrets } from '../../src/host/cache/teamSecrets.ts';
import type { TeamTools } from '../../src/host/cache/teamTools.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { Person } from './person.ts';

export const ADDRESS = 'rediss://redis.example:6380';
export const PASSWORD = 'pass-canary';
export const KEY = 'wenxin-team-1.old';
export const NEW_KEY = 'wenxin-team-1.new';
export const TEAM: TeamSecret = { url: ADDRESS, password: PASSWORD, key: KEY };

/** Simplified parsers: any text with the prefix of a key is a key, and an address may contain the password. */
const READING: Pick<TeamTools, 'newKey' | 'readKey' | 'readAddress'> = {
  newKey: () => NEW_KEY,
  readKey: text => (text.trim().startsWith('wenxin-team-1.') ? { key: text.trim() } : 'not-a-team-key'),
  readAddress: text => {
    if (text.startsWith('redis://')) return 'insecure';
    if (!URL.canParse(text)) return 'not-an-address';
    const url = new URL(text);
    const { password } = url;
    url.password = '';
    return { url: url.href, ...(password !== '' && { password }) };
  },
};

type Verdict = Awaited<ReturnType<TeamTools['check']>>;

/** The command Set Up Team Cache with its dependencies and a scripted user. */
export class TeamStage {
  readonly storage = new MemorySecrets();
  readonly secrets = new TeamSecrets(this.storage);
  readonly checked: TeamSecret[] = [];
  readonly logged: string[] = [];
  isOn = false;
  /** Writes the user's setting. Tests replace it with a function that fails. */
  writeSetting = (on: boolean): Promise<void> => {
    this.isOn = on;
    return Promise.resolve();
  };
  /** Results of the checks of the server, in order; further checks succeed. */
  verdicts: (Verdict | Promise<Verdict>)[] = [];

  readonly #access: TeamAccess = {
    secrets: this.secrets,
    tools: {
      ...READING,
      check: (secret, signal) => {
        this.checked.push(secret);
        if (signal.aborted) return Promise.reject(signal.reason as Error);
        return Promise.resolve(this.verdicts.shift() ?? { ms: 2.4 });
      },
    },
    isOn: () => this.isOn,
    turn: on => this.writeSetting(on),
  };

  /** Runs the command with these acts of the user. */
  async meet(...[acts, how]: ConstructorParameters<typeof Person>): Promise<Person> {
    const logger = { ...silentLogger, error: (line: string) => void this.logged.push(line) };
    const person = new Person(acts, how);
    await person.during(() => setTeamCache(this.#access, logger));
    return person;
  }

  /** Runs the command with these acts of the user; returns what was shown. */
  async seen(...acts: ConstructorParameters<typeof Person>[0]): Promise<string[]> {
    return (await this.meet(acts)).seen;
  }
}
