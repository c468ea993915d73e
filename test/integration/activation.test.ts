import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../package.json' with { type: 'json' };

const EXTENSION_ID = `${manifest.publisher}.${manifest.name}`;

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

  it('runs the commands for models and keys without an error when the list of endpoints is broken', async () => {
    const user = vscode.workspace.getConfiguration();
    const own = user.inspect('wenxin.endpoints')?.globalValue;
    await user.update('wenxin.endpoints', 'none', vscode.ConfigurationTarget.Global);
    try {
      for (const id of ['wenxin.selectModel', 'wenxin.setCredentials']) await vscode.commands.executeCommand(id);
    } finally {
      await user.update('wenxin.endpoints', own, vscode.ConfigurationTarget.Global);
    }
  });

  it('runs the command that opens the chat view', async () => {
    await vscode.commands.executeCommand('wenxin.openChat');
  });
});
