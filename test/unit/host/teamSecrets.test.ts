import assert from 'node:assert/strict';
import { type TeamSecret, TeamSecrets } from '../../../src/host/cache/teamSecrets.ts';
import { MemorySecrets } from '../../support/memorySecrets.ts';

const TEAM: TeamSecret = { url: 'rediss://redis.example:6380', password: 'p', key: 'wenxin-team-1.k' };

describe('The secrets of a team cache', () => {
  let storage: MemorySecrets;
  let secrets: TeamSecrets;

  beforeEach(() => {
    storage = new MemorySecrets();
    secrets = new TeamSecrets(storage);
  });

  it('are restored as they were stored, with and without a password, also in another window', async () => {
    assert.equal(await secrets.read(), undefined);
    const { password: _, ...open } = TEAM;
    for (const team of [TEAM, open]) {
      await secrets.write(team);
      assert.deepEqual(await new TeamSecrets(storage).read(), team);
    }
  });

  it('are gone after they were cleared', async () => {
    await secrets.write(TEAM);
    await secrets.clear();
    assert.equal(storage.values.size, 0);
    assert.equal(await secrets.read(), undefined);
  });

  it('count as none when they cannot be parsed', async () => {
    await secrets.write(TEAM);
    const [[name, text] = ['', '']] = [...storage.values];
    for (const other of [
      '',
      'not json',
      'null',
      text.replace('"version":1', '"version":2'),
      text.replace('"url"', '"x"'),
    ]) {
      storage.values.set(name, other);
      assert.equal(await secrets.read(), undefined, other);
    }
  });

  it('are refused when the keyring fails or does not store them', async () => {
    storage.store = () => Promise.resolve();
    await assert.rejects(secrets.write(TEAM), { kind: 'no-credentials', details: { code: 'keyring_forgets' } });
    storage.store = () => Promise.reject(new Error('keyring is locked'));
    await assert.rejects(secrets.write(TEAM), (error: Error & { kind?: string }) => error.kind === 'no-credentials');
  });

  for (const [part, change] of Object.entries({ url: 'x', password: 'x', key: 'x' })) {
    it(`are refused when the keyring gives back another ${part}`, async () => {
      const store = storage.store.bind(storage);
      storage.store = (name, text) => store(name, JSON.stringify({ ...(JSON.parse(text) as object), [part]: change }));
      await assert.rejects(secrets.write(TEAM), { details: { code: 'keyring_forgets' } });
    });
  }

  it('report their own changes, and no others', async () => {
    let changes = 0;
    const subscription = secrets.onDidChange(() => changes++);
    await secrets.write(TEAM);
    await storage.store('wenxin.credentials', 'x');
    assert.equal(changes, 1);
    await secrets.clear();
    assert.equal(changes, 2);
    subscription.dispose();
    await secrets.write(TEAM);
    assert.equal(changes, 2);
  });
});
