import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BACK, LEAVE, type Person } from './person.ts';
import { ADDRESS, KEY, NEW_KEY, PASSWORD, TEAM, TeamStage } from './teamStage.ts';

describe('Setting up the team cache', () => {
  let stage: TeamStage;

  beforeEach(() => {
    stage = new TeamStage();
  });

  describe('without a team', () => {
    it('creates a team: checks and stores the server, shows the new key once, offers to turn it on', async () => {
      await vscode.env.clipboard.writeText('');
      const shown = await stage.seen('Create a Team', ADDRESS, PASSWORD, 'Copy Key', 'Turn On');
      const made = { url: ADDRESS, password: PASSWORD, key: NEW_KEY };
      assert.deepEqual(await stage.secrets.read(), made);
      assert.deepEqual(stage.checked, [made]);
      assert.equal(await vscode.env.clipboard.readText(), made.key);
      assert.equal(stage.isOn, true);
      assertBeginnings(shown, [
        'pick:\nSet Up Team Cache\n',
        'input 1/2: Address of the Redis Server',
        'input (hidden) 2/2: Password for redis.example:6380',
        'progress (cancellable): Checking the connection to redis.example:6380...',
        'modal: The key of your team',
        'info: The team cache is set up',
      ]);
      assert.match(shown[1] ?? '', /The server learns sizes and times, and never a question or an answer/);
      assert.match(shown[4] ?? '', /wenxin-team-1\.new\s+Hand it to your colleagues outside the Redis server/);
      assert.match(shown[5] ?? '', /: redis\.example:6380 answered in 3 ms\. It is turned off\. \[Turn On\]$/);
    });

    it('does not offer to turn on a cache that is on', async () => {
      stage.isOn = true;
      const shown = await stage.seen('Create a Team', ADDRESS, '', LEAVE);
      assert.equal(shown.at(-1), 'info: The team cache is set up: redis.example:6380 answered in 3 ms.');
      assert.deepEqual(await stage.secrets.read(), { url: ADDRESS, key: NEW_KEY });
    });

    it('moves a password out of the address, says so, and does not ask for it', async () => {
      const shown = await stage.seen('Create a Team', 'rediss://me:pass-canary@redis.example:6380/2', LEAVE, LEAVE);
      const kept = await stage.secrets.read();
      assert.deepEqual([kept?.url, kept?.password], ['rediss://me@redis.example:6380/2', PASSWORD]);
      assert.equal(shown[2], 'said: The password is taken out of the address and kept apart.');
      assert.ok(!shown.some(text => text.includes('Password for')));
    });

    it('says what is wrong with an address, and asks again', async () => {
      const shown = await stage.seen('Create a Team', '', 'redis://redis.example', ADDRESS, LEAVE);
      assert.deepEqual(
        shown.filter(text => text.startsWith('said')),
        [
          'said: Write it as rediss://host:port.',
          'said: Without encryption (redis://) only a server on this computer is accepted. Write rediss://.',
        ],
      );
    });

    it('joins a team with its key, and says what is wrong with an invalid one', async () => {
      const shown = await stage.seen('Join a Team', ADDRESS, PASSWORD, '', 'sk-other', ` ${KEY} `, LEAVE);
      assert.deepEqual(await stage.secrets.read(), TEAM);
      assert.ok(shown.some(text => text.startsWith('input (hidden) 3/3: Team Key')));
      assert.deepEqual(
        shown.filter(text => text.startsWith('said')),
        ['said: Paste the team key.', 'said: This is not a team key: a team key begins with wenxin-team-1.'],
      );
    });

    it('goes back to the previous step, and from the first step to the choice', async () => {
      const person = await stage.meet(['Join a Team', ADDRESS, BACK, ADDRESS, '', BACK, BACK, LEAVE]);
      const kinds = person.seen.map(text => /^(pick|input.*?: \w+)/.exec(text)?.[0]);
      const [address, password] = ['input 1/3: Address', 'input (hidden) 2/3: Password'];
      assert.deepEqual(kinds, [
        'pick',
        address,
        password,
        address,
        password,
        'input (hidden) 3/3: Team',
        address,
        'pick',
      ]);
      assert.deepEqual(person.found, ['', '', ADDRESS, '', '', ADDRESS]);
      assert.equal(await stage.secrets.read(), undefined);
    });

    it('stores nothing when the user cancels a step', async () => {
      const ways: readonly ConstructorParameters<typeof Person>[0][] = [
        [LEAVE],
        ['Join a Team', LEAVE],
        ['Join a Team', ADDRESS, LEAVE],
        ['Create a Team', ADDRESS, LEAVE],
      ];
      for (const acts of ways) await stage.seen(...acts);
      assert.equal(stage.storage.values.size, 0);
      assert.deepEqual(stage.checked, []);
    });
  });

  describe('when the check of the server fails', () => {
    it('asks what to do, and stores the server on request', async () => {
      stage.verdicts = ['login'];
      const shown = await stage.seen('Join a Team', ADDRESS, PASSWORD, KEY, 'Store Anyway', LEAVE);
      assert.equal(
        shown.at(-2),
        'modal: redis.example:6380 refused the user name or the password, or requires them. Nothing is stored yet. [Change] [Store Anyway]',
      );
      assert.match(shown.at(-1) ?? '', /^info: The team cache at redis\.example:6380 is set up, but not checked\./);
      assert.deepEqual(await stage.secrets.read(), TEAM);
    });

    it('lets the user change the server, keeps the address, and does not ask for the key again', async () => {
      stage.verdicts = ['unreachable'];
      const other = 'rediss://other.example:6380';
      const person = await stage.meet(['Join a Team', ADDRESS, '', KEY, 'Change', other, PASSWORD, LEAVE]);
      assert.deepEqual(await stage.secrets.read(), { url: other, password: PASSWORD, key: KEY });
      assert.deepEqual(person.found, ['', '', '', ADDRESS, '']);
    });

    it('stores nothing when the user closes the warning', async () => {
      stage.verdicts = ['tls'];
      await stage.seen('Create a Team', ADDRESS, '', LEAVE);
      assert.equal(stage.storage.values.size, 0);
    });

    it('does not hide an error of the check itself', async () => {
      const failure = new Error('unexpected');
      stage.verdicts = [Promise.reject(failure)];
      await assert.rejects(stage.seen('Create a Team', ADDRESS, ''), error => error === failure);
      assert.equal(stage.storage.values.size, 0);
    });

    it('asks what to do when the user cancels the check', async () => {
      const person = await stage.meet(['Create a Team', ADDRESS, '', LEAVE], { cancelsProgress: true });
      assert.match(person.seen.at(-1) ?? '', /^modal: The check was cancelled\. Nothing is stored yet\./);
      assert.equal(stage.storage.values.size, 0);
    });
  });
});

function assertBeginnings(texts: readonly string[], beginnings: readonly string[]): void {
  assert.deepEqual(
    texts.map((text, index) => text.slice(0, beginnings[index]?.length)),
    beginnings,
  );
}
