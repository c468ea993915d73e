import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { whileChinese } from './inChinese.ts';
import { BACK, LEAVE } from './person.ts';
import { ADDRESS, KEY, NEW_KEY, PASSWORD, TEAM, TeamStage } from './teamStage.ts';

describe('Set Up Team Cache', () => {
  let stage: TeamStage;

  beforeEach(() => {
    stage = new TeamStage();
  });

  describe('with an existing team cache', () => {
    beforeEach(() => stage.secrets.write(TEAM));

    it('offers what can be done with it', async () => {
      stage.isOn = true;
      const rows = async (): Promise<string[]> => (await stage.seen(LEAVE))[0]?.split('\n').slice(2) ?? [];
      const [state, ...steps] = (await rows()).map(row => row.split(' · ')[0]);
      assert.equal(state, 'The team cache at redis.example:6380 is set up and turned on.');
      const all = [
        'Show the Team Key...',
        'Enter Another Team Key...',
        'Change Server...',
        'Make a New Team Key...',
        'Leave the Team...',
      ];
      assert.deepEqual(steps, all);
      stage.isOn = false;
      const [off, ...more] = (await rows()).map(row => row.split(' · ')[0]);
      assert.equal(off, 'The team cache at redis.example:6380 is set up, but turned off.');
      assert.deepEqual(more, ['Turn On', ...all]);
    });

    it('turns it on', async () => {
      await stage.seen('Turn On');
      assert.equal(stage.isOn, true);
    });

    it('lets VS Code report a setting that cannot be written', async () => {
      const failure = new Error('settings.json has errors');
      stage.writeSetting = () => Promise.reject(failure);
      await assert.rejects(stage.seen('Turn On'), error => error === failure);
      assert.deepEqual(stage.logged, []);
    });

    it('shows the key only after confirmation', async () => {
      await vscode.env.clipboard.writeText('');
      const shown = await stage.seen('Show the Team Key...', 'Show Key', 'Copy Key');
      assert.match(shown[1] ?? '', /^modal: Show the team key\?/);
      assert.ok(!shown[1]?.includes(KEY));
      assert.ok(shown[2]?.includes(KEY));
      assert.equal(await vscode.env.clipboard.readText(), KEY);
      assert.equal((await stage.seen('Show the Team Key...', LEAVE)).length, 2);
    });

    it('makes a new key after warning of what is lost', async () => {
      const shown = await stage.seen('Make a New Team Key...', 'Make New Key', LEAVE);
      assert.match(shown[1] ?? '', /what is kept under it is lost to everybody who takes the new one/);
      assert.match(shown[2] ?? '', /wenxin-team-1\.new/);
      assert.deepEqual(await stage.secrets.read(), { ...TEAM, key: NEW_KEY });
    });

    it('keeps the key when a new one is not confirmed', async () => {
      await stage.seen('Make a New Team Key...', LEAVE);
      assert.deepEqual(await stage.secrets.read(), TEAM);
    });

    it('accepts a new key from a colleague', async () => {
      await stage.seen('Enter Another Team Key...', 'wenxin-team-1.theirs');
      assert.deepEqual(await stage.secrets.read(), { ...TEAM, key: 'wenxin-team-1.theirs' });
      await stage.seen('Enter Another Team Key...', BACK, LEAVE);
      assert.deepEqual(await stage.secrets.read(), { ...TEAM, key: 'wenxin-team-1.theirs' });
    });

    it('changes the server and keeps the key', async () => {
      const person = await stage.meet(['Change Server...', 'rediss://other.example:6380', '', LEAVE]);
      assert.deepEqual(person.found, [ADDRESS, '']);
      assert.deepEqual(await stage.secrets.read(), { url: 'rediss://other.example:6380', key: KEY });
      assert.ok(!person.seen.some(text => text.startsWith('modal')));
    });

    it('deletes the address, password and key, and turns off the setting, when leaving is confirmed', async () => {
      stage.isOn = true;
      const shown = await stage.seen('Leave the Team...', 'Leave');
      assert.match(
        shown[1] ?? '',
        /^modal: Leave the team\? The address redis\.example:6380, the password and the team key/,
      );
      assert.equal(shown[2], 'info: You left the team. Its address, password and key are deleted from this computer.');
      assert.equal(stage.storage.values.size, 0);
      assert.equal(stage.isOn, false);
    });

    it('keeps everything when leaving is not confirmed', async () => {
      stage.isOn = true;
      await stage.seen('Leave the Team...', LEAVE);
      assert.deepEqual(await stage.secrets.read(), TEAM);
      assert.equal(stage.isOn, true);
    });

    it('shows neither password nor key outside the dialog for the key', async () => {
      stage.verdicts = ['forbidden', 'full'];
      const shown = [
        ...(await stage.seen(
          'Change Server...',
          ADDRESS,
          PASSWORD,
          'Change',
          ADDRESS,
          PASSWORD,
          'Store Anyway',
          'Turn On',
        )),
        ...(await stage.seen('Enter Another Team Key...', KEY)),
        ...(await stage.seen('Show the Team Key...', 'Show Key', LEAVE)),
        ...(await stage.seen('Leave the Team...', LEAVE)),
      ];
      assert.ok(shown.length > 15);
      assert.deepEqual(
        shown.filter(text => text.includes(PASSWORD)),
        [],
      );
      const withKey = shown.filter(text => text.includes(KEY));
      assert.equal(withKey.length, 1);
      assert.match(withKey[0] ?? '', /^modal: The key of your team /);
    });
  });

  it('reports a failing secret storage, and logs no secrets', async () => {
    stage.storage.store = () => Promise.reject(new Error('keyring is locked'));
    const shown = await stage.seen('Join a Team', ADDRESS, PASSWORD, KEY);
    assert.equal(
      shown.at(-1),
      'error: The secret storage of VS Code fails or keeps nothing, so the team cache could not be changed.',
    );
    assert.match(stage.logged.join(), /^The team cache cannot be set up: no-credentials keyring_failed/);
    assert.doesNotMatch(stage.logged.join(), /canary|wenxin-team/);
  });

  it('is in Chinese when VS Code is in Chinese', async () => {
    const shown: string[] = [];
    await whileChinese(async () => {
      stage.verdicts = ['slow'];
      shown.push(...(await stage.seen('加入团队', ADDRESS, PASSWORD, KEY, '仍然保存', '启用')));
      shown.push(...(await stage.seen('退出团队...', '退出')));
    });
    assert.ok(shown[0]?.startsWith('pick:\n设置团队缓存\n'));
    assert.deepEqual(shown.slice(4, 7), [
      'progress (cancellable): 正在检查与 redis.example:6380 的连接...',
      'modal: redis.example:6380 未能在 50 毫秒内响应，作为缓存太慢。 尚未保存任何内容。 [修改] [仍然保存]',
      'info: redis.example:6380 上的团队缓存已设置，但尚未验证。目前未启用。 [启用]',
    ]);
    assert.equal(shown.at(-1), 'info: 已退出团队，本机上的地址、密码和团队密钥已删除。');
    assert.deepEqual(
      shown.filter(text => !/\p{Script=Han}/u.test(text)),
      [],
    );
  });
});
