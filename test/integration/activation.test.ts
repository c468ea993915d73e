import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../package.json' with { type: 'json' };
import { until } from '../support/until.ts';
import { replaced } from './replaced.ts';

const EXTENSION_ID = `${manifest.publisher}.${manifest.name}`;

/** Collects the types of the messages that this extension posts to its pages while `run` runs. */
async function whilePosting(run: (posted: readonly unknown[]) => Promise<void>): Promise<void> {
  const panel = vscode.window.createWebviewPanel('wenxin.test', 'Test', vscode.ViewColumn.One);
  // The class of all webviews.
  const prototype = Object.getPrototypeOf(panel.webview) as vscode.Webview;
  panel.dispose();
  const posted: unknown[] = [];
  const own = Reflect.get(prototype, 'postMessage') as (this: vscode.Webview, message: unknown) => Thenable<boolean>;
  const post = function (this: vscode.Webview, message: { readonly type?: unknown }): Thenable<boolean> {
    posted.push(message.type);
    return own.call(this, message);
  };
  await replaced(prototype, 'postMessage', post, () => run(posted));
}

describe('The extension in a real VS Code', () => {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);

  before(async () => {
    await extension?.activate();
  });

  it('is installed and activates', () => {
    assert.equal(extension?.isActive, true);
  });

  it('registers every command in its manifest', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.map(({ command }) => command).filter(id => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it('registers no command that is missing from its manifest', async () => {
    const named = new Set(manifest.contributes.commands.map(({ command }) => command));
    const ours = (await vscode.commands.getCommands(true)).filter(id => id.startsWith('wenxin.'));
    // VS Code itself adds commands for every view.
    const unnamed = ours.filter(
      id =>
        !named.has(id) &&
        !/^wenxin\.(chat|batches)\.(open|focus|resetViewLocation|removeView|toggleVisibility)$/.test(id),
    );
    assert.deepEqual(unnamed, []);
  });

  it('gives every setting its default from the manifest', () => {
    const configuration = vscode.workspace.getConfiguration();
    for (const { properties } of manifest.contributes.configuration) {
      for (const [id, { default: expected }] of Object.entries(properties)) {
        assert.deepEqual(configuration.inspect(id)?.defaultValue, expected, id);
      }
    }
  });

  it('says for models and keys that nothing is sent while the list of endpoints is broken', async () => {
    const shown: string[] = [];
    const showWarningMessage = (message: string): Promise<undefined> => Promise.resolve(void shown.push(message));
    const user = vscode.workspace.getConfiguration();
    const own = user.inspect('wenxin.endpoints')?.globalValue;
    await user.update('wenxin.endpoints', 'none', vscode.ConfigurationTarget.Global);
    try {
      await replaced(vscode.window, 'showWarningMessage', showWarningMessage, async () => {
        // The first reading of the setting reports it too.
        await vscode.commands.executeCommand('wenxin.setCredentials');
        for (const id of ['wenxin.selectModel', 'wenxin.setCredentials']) {
          shown.length = 0;
          await vscode.commands.executeCommand(id);
          assert.deepEqual(
            shown,
            ['The setting wenxin.endpoints cannot be used, so nothing is sent until it is corrected.'],
            id,
          );
        }
      });
    } finally {
      await user.update('wenxin.endpoints', own, vscode.ConfigurationTarget.Global);
    }
  });

  it('shows the chat view and focuses its composer on command', async () => {
    await whilePosting(async posted => {
      await vscode.commands.executeCommand('wenxin.openChat');
      // Sent to the page once it has loaded and is ready.
      await until(() => posted.includes('focusComposer'), 'the chat');
    });
  });
});
