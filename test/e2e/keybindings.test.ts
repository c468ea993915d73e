import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY_FOLDER } from '../support/folders.ts';
import type { Platform } from '../support/vscode/browserProfile.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { eventually } from './eventually.ts';
import { setStage, type Stage } from './stage.ts';

interface Binding {
  readonly key: string;
  readonly command: string;
  readonly when?: string;
}

/** The manifest's name for each platform's key. */
const OVERRIDES = { linux: 'linux', macos: 'mac', windows: 'win' } as const;

/** Reads all default keybindings from the editor in which VS Code lists them. */
async function defaultBindings(window: Workbench, platform: Platform): Promise<Binding[]> {
  await window.runCommand('Preferences: Open Default Keyboard Shortcuts (JSON)');
  await window.editor.active.locator('.view-line').first().click();
  // All windows share the clipboard, so it may hold an earlier list.
  await window.page.evaluate("navigator.clipboard.writeText('')");
  await window.page.keyboard.press(platform === 'macos' ? 'Meta+A' : 'Control+A');
  // The browser handles copying, with the key of the real platform.
  await window.page.keyboard.press('ControlOrMeta+C');
  const copied = await eventually(
    async () => {
      const text = String(await window.page.evaluate('navigator.clipboard.readText()'));
      // Comments are on lines of their own: one at the top, and commands without a key below.
      return text.replace(/^\s*\/\/.*$/gm, '').trim();
    },
    list => list.startsWith('[') && list.endsWith(']'),
  );
  return JSON.parse(copied) as Binding[];
}

async function ownKeys(platform: Platform): Promise<string[]> {
  const manifest = JSON.parse(await readFile(path.join(REPOSITORY_FOLDER, 'package.json'), 'utf8')) as {
    contributes: { keybindings: readonly Record<string, string>[] };
  };
  return manifest.contributes.keybindings.map(binding => binding[OVERRIDES[platform]] ?? binding['key'] ?? '');
}

describe('Our keybindings', () => {
  let stage: Stage;

  before(async () => {
    stage = await setStage({ allBuiltIns: true });
  });

  after(() => stage.close());

  for (const platform of ['linux', 'macos', 'windows'] as const) {
    it(`collide with nothing that VS Code itself binds on ${platform}`, async () => {
      const window = await stage.openWindow({ platform });
      const bindings = await defaultBindings(window, platform);
      assert.ok(bindings.length > 500, `${bindings.length} bindings`);
      const isMac = bindings.some(({ key }) => key.includes('cmd+'));
      assert.equal(isMac, platform === 'macos');
      for (const key of await ownKeys(platform)) {
        const onIt = bindings.filter(binding => binding.key === key || binding.key.startsWith(`${key} `));
        assert.ok(onIt.length > 0, `${key} is bound`);
        assert.deepEqual(
          onIt.filter(({ command }) => !command.startsWith('wenxin.')),
          [],
        );
      }
    });
  }
});
