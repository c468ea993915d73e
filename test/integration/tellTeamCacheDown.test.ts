import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { tellTeamCacheDown } from '../../src/host/cache/tellTeamCacheDown.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

describe('The notice that the team cache is down', () => {
  for (const [button, command] of [
    ['Show Log', 'wenxin.showLog'],
    ['Set Up Team Cache...', 'wenxin.setTeamCache'],
    [LEAVE, undefined],
  ] as const) {
    it(`is information, with a button that does what it says: ${String(button)}`, async () => {
      const run: string[] = [];
      const execute = (id: string): Promise<undefined> => {
        run.push(id);
        return Promise.resolve(undefined);
      };
      const person = new Person([button]);
      await replaced(vscode.commands, 'executeCommand', execute as typeof vscode.commands.executeCommand, () =>
        person.during(() => tellTeamCacheDown()),
      );
      assert.deepEqual(person.seen, [
        'info: The team cache (Redis) is not available; the local cache is used. Asking is not affected. [Show Log] [Set Up Team Cache...]',
      ]);
      assert.deepEqual(run, command === undefined ? [] : [command]);
    });
  }
});
