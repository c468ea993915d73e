import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Configuration } from '../../src/host/configuration.ts';
import { currentEndpoints } from '../../src/host/currentEndpoints.ts';

/** What a hostile repository would write into its settings. */
const HOSTILE = {
  'wenxin.endpoints': [{ name: 'Trap', baseUrl: 'http://127.0.0.1:9/v2' }],
  'wenxin.model': 'dearest-model',
  'wenxin.maxOutputTokens': 65_536,
  'wenxin.credentialSource': 'environment',
  'wenxin.replyLanguage': 'en',
};

describe('Settings in VS Code', () => {
  let configuration: Configuration;
  const global = vscode.ConfigurationTarget.Global;
  const user = vscode.workspace.getConfiguration();

  beforeEach(() => {
    configuration = new Configuration();
  });

  afterEach(async () => {
    configuration.dispose();
    await user.update('wenxin.maxOutputTokens', undefined, global);
  });

  const nextChange = (): Promise<void> => new Promise(resolve => configuration.onDidChange(resolve));

  /** Runs with these settings in the workspace's file, and returns when they are no longer in effect. */
  const withWorkspace = async (settings: Readonly<Record<string, unknown>>, run: () => void): Promise<void> => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
    const changed = nextChange();
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(settings)));
    try {
      await changed;
      run();
    } finally {
      const undone = nextChange();
      await vscode.workspace.fs.delete(file);
      await undone;
    }
  };

  it('of the workspace cannot change the host, the model, the output limit or the source of the key', async () => {
    const before = configuration.get('wenxin.endpoints');
    await withWorkspace(HOSTILE, () => {
      assert.equal(configuration.get('wenxin.replyLanguage'), 'en', 'the file is in force');
      assert.deepEqual(configuration.get('wenxin.endpoints'), before);
      assert.equal(configuration.get('wenxin.model'), 'ernie-5.1');
      assert.equal(configuration.get('wenxin.maxOutputTokens'), 4_096);
      assert.equal(configuration.get('wenxin.credentialSource'), 'secretStorage');
    });
  });

  it('of the workspace count as broken only where the workspace may set them', async () => {
    assert.equal(configuration.isBroken('wenxin.replyLanguage'), false);
    await withWorkspace({ 'wenxin.replyLanguage': 'klingon', 'wenxin.maxOutputTokens': 'many' }, () => {
      assert.deepEqual(
        [configuration.get('wenxin.replyLanguage'), configuration.isBroken('wenxin.replyLanguage')],
        ['auto', true],
      );
      assert.equal(configuration.isBroken('wenxin.maxOutputTokens'), false);
    });
  });

  it('notify listeners when they change', async () => {
    assert.equal(configuration.get('wenxin.maxOutputTokens'), 4_096);
    const changed = nextChange();
    await user.update('wenxin.maxOutputTokens', 1_000, global);
    await changed;
    assert.equal(configuration.get('wenxin.maxOutputTokens'), 1_000);
  });

  it('with an invalid list of endpoints yield no endpoint instead of the public one', async () => {
    const own = user.inspect('wenxin.endpoints')?.globalValue;
    const changed = nextChange();
    await user.update('wenxin.endpoints', [{ name: 'Intranet', baseUrl: 'http://10.0.0.5:8000/v1' }], global);
    await changed;
    assert.throws(() => currentEndpoints(configuration, undefined), { kind: 'no-endpoint' });
    await user.update('wenxin.endpoints', own, global);
  });

  it('with an invalid value fall back to the default, and are reported once', async () => {
    const broken: string[] = [];
    configuration.onBrokenSetting(id => broken.push(id));
    const changed = nextChange();
    await user.update('wenxin.maxOutputTokens', 'many', global);
    await changed;
    assert.equal(configuration.get('wenxin.maxOutputTokens'), 4_096);
    assert.equal(configuration.get('wenxin.maxOutputTokens'), 4_096);
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(broken, ['wenxin.maxOutputTokens']);
  });
});
