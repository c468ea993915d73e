import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { runFailureAction } from '../../src/host/failures/failureActions.ts';
import { replaced } from './replaced.ts';

type WindowAction = Parameters<typeof runFailureAction>[0];

/** The command with its argument, or the URL, of each button. The compiler checks that the list is complete. */
const EXPECTED: Readonly<
  Record<Exclude<WindowAction, 'copyOwnerRequest'>, readonly [command: string, argument?: string] | URL>
> = {
  setCredentials: ['wenxin.setCredentials'],
  switchAccount: ['wenxin.switchAccount'],
  openSourceSettings: ['workbench.action.openSettings', 'wenxin.credentialSource'],
  setBudget: ['wenxin.setBudget'],
  showUsage: ['wenxin.showUsage'],
  openKeyPage: new URL('https://console.bce.baidu.com/iam/#/iam/apikey/list'),
  openAccessKeyPage: new URL('https://console.bce.baidu.com/iam/#/iam/accesslist'),
  openConsole: new URL('https://console.bce.baidu.com/qianfan/overview'),
  topUp: new URL('https://console.bce.baidu.com/billing/#/account/overview'),
  selectModel: ['wenxin.selectModel'],
  openEndpointSettings: ['workbench.action.openSettings', 'wenxin.endpoints'],
  openTimeoutSettings: ['workbench.action.openSettings', 'wenxin.timeouts'],
  openProxySettings: ['workbench.action.openSettings', 'http.proxy'],
  openBrowser: new URL('https://qianfan.baidubce.com/'),
  diagnose: ['wenxin.diagnose'],
  reloadWindow: ['workbench.action.reloadWindow'],
  showLog: ['wenxin.showLog'],
};

describe('The buttons under a failure', () => {
  for (const [action, expected] of Object.entries(EXPECTED)) {
    it(`do what they say: ${action}`, async () => {
      const done: unknown[] = [];
      const execute = (...command: unknown[]): Promise<undefined> => {
        done.push(command);
        return Promise.resolve(undefined);
      };
      const open = (target: vscode.Uri): Promise<boolean> => {
        done.push(new URL(target.toString(true)));
        return Promise.resolve(true);
      };
      await replaced(vscode.commands, 'executeCommand', execute as typeof vscode.commands.executeCommand, () =>
        replaced(vscode.env, 'openExternal', open, () =>
          runFailureAction(action as WindowAction, 'qianfan.baidubce.com'),
        ),
      );
      assert.deepEqual(done, [expected]);
    });
  }

  it('run commands that VS Code knows', async () => {
    const known = await vscode.commands.getCommands();
    const run = Object.values(EXPECTED).flatMap(each => (each instanceof URL ? [] : [each[0]]));
    assert.deepEqual(
      run.filter(command => !known.includes(command)),
      [],
    );
  });

  it('do what they say: copyOwnerRequest', async () => {
    await runFailureAction('copyOwnerRequest', 'qianfan.baidubce.com');
    assert.match(await vscode.env.clipboard.readText(), /IAMManageAPIKeyPolicy/);
  });
});
