import assert from 'node:assert/strict';
import { serverSentence } from '../../src/host/cache/teamProblems.ts';
import type { TeamAccess } from '../../src/host/cache/teamAccess.ts';
import { type TeamSecret, TeamSecrets } from '../../src/host/cache/teamSecrets.ts';
import type { ServerComplaint, TeamTools } from '../../src/host/cache/teamTools.ts';
import { teamFinding } from '../../src/host/diagnosis/teamFinding.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';

describe('A problem with the server of a team cache', () => {
  const COMPLAINTS: Readonly<Record<ServerComplaint, RegExp>> = {
    unreachable: /cannot be reached/,
    disconnected: /closed the connection/,
    slow: /does not answer within 50 ms/,
    tls: /certificate is not trusted/,
    login: /refused the user name or the password/,
    forbidden: /does not allow this user/,
    'not-ready': /not ready yet or busy/,
    full: /memory of h:1 is full/,
    'read-only': /does not accept writes/,
    'not-redis': /not a Redis server that can be used/,
    'wrong-type': /not a Redis server that can be used/,
    unfit: /not a Redis server that can be used/,
  };
  for (const [complaint, words] of Object.entries(COMPLAINTS)) {
    it(`is said in plain words: ${complaint}`, () => {
      const sentence = (): string => serverSentence(complaint as ServerComplaint, 'h:1');
      assert.match(sentence(), words);
      assert.match(sentence(), /h:1/);
      assert.match(inChinese(sentence), /\p{Script=Han}.*。$/u);
      assert.deepEqual(wordingProblems(inChinese(sentence)), []);
    });
  }
});

describe('The team cache in a diagnosis', () => {
  const TEAM: TeamSecret = { url: 'rediss://me@redis.example:6380', password: 'canary', key: 'wenxin-team-1.canary' };
  const never = new AbortController().signal;
  let storage: MemorySecrets;
  let secrets: TeamSecrets;

  beforeEach(async () => {
    storage = new MemorySecrets();
    secrets = new TeamSecrets(storage);
    await secrets.write(TEAM);
  });

  /** Returns the finding of a diagnosis with this check of the server. */
  function find(check: TeamTools['check'], isOn = true, signal = never): ReturnType<typeof teamFinding> {
    const unasked = (): never => assert.fail('a diagnosis changes nothing');
    const tools: TeamTools = { newKey: unasked, readKey: unasked, readAddress: unasked, check };
    const access: TeamAccess = { secrets, tools, isOn: () => isOn, turn: unasked };
    return teamFinding(access, signal);
  }

  const label = 'Team cache';

  it('is reported as information when it is not used', async () => {
    const unchecked = (): never => assert.fail('nobody uses it');
    const off = await find(unchecked, false);
    assert.deepEqual(off, { state: 'info', label, text: 'redis.example:6380, turned off' });
    await secrets.clear();
    assert.deepEqual(await find(unchecked), { state: 'info', label, text: 'not set up' });
  });

  it('is reported as good with its response time when it answers', async () => {
    const text = 'The team cache at redis.example:6380 answered in 2 ms.';
    const check: TeamTools['check'] = team => Promise.resolve(team.password === 'canary' ? { ms: 1.2 } : 'login');
    assert.deepEqual(await find(check), { state: 'good', label, text });
  });

  it('is reported as bad when its server has a problem', async () => {
    const text = 'The memory of redis.example:6380 is full, and its settings do not let it evict anything.';
    assert.deepEqual(await find(() => Promise.resolve('full')), { state: 'bad', label, text });
  });

  it('is reported as bad when the secret storage does not answer', async () => {
    storage.get = () => Promise.reject(new Error('keyring is locked'));
    const { state, text } = await find(() => Promise.resolve({ ms: 1 }));
    assert.equal(state, 'bad');
    assert.match(text, /^The secret storage of VS Code does not answer/);
  });

  it('rejects with the reason of the signal when the diagnosis is cancelled', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await assert.rejects(
      find(() => Promise.reject(new Error('other')), true, stop.signal),
      { message: 'enough' },
    );
  });
});
