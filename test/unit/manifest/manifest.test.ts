import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertNone } from '../architecture/assertNone.ts';
import { COMMANDS, CONTEXT_KEYS, STATUS_BAR_ITEM, VIEWS, WALKTHROUGH } from '../../../src/host/ids.ts';
import { SETTINGS } from '../../../src/host/settings.ts';
import { commandProblems, iconProblems, placementProblems } from './commandChecks.ts';
import { EXTENSION_ID, STATUS_BAR_ITEM_ID } from './contract.ts';
import { readManifestFiles } from './manifest.ts';
import { scopeProblems, settingProblems } from './settingChecks.ts';
import { markdownProblems, sentenceProblems, titleProblems, translationProblems } from './textChecks.ts';
import { contextKeyProblems, walkthroughProblems } from './walkthroughChecks.ts';

describe('the manifest', () => {
  const files = readManifestFiles();
  const { manifest } = files;

  it('contributes exactly the commands of the code, under the names that users rely on', () => {
    assertNone(commandProblems(files, Object.values(COMMANDS)));
  });

  it('puts existing commands and views into menus, and hides menu-only commands from the palette', () => {
    assertNone(placementProblems(manifest, Object.values(VIEWS)));
  });

  it('has no duplicate JSON keys, of which only the last would count', () => {
    for (const file of ['package.json', 'package.nls.json', 'package.nls.zh-cn.json', 'l10n/bundle.l10n.zh-cn.json']) {
      const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
      assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`, file);
    }
  });

  it('has icons that exist', () => {
    assertNone(iconProblems(manifest));
  });

  it('contributes exactly the settings of the code, with the same defaults, choices and ranges', () => {
    assertNone(settingProblems(manifest, SETTINGS));
  });

  it('lets a workspace decide nothing about keys, hosts and money', () => {
    assertNone(scopeProblems(manifest, SETTINGS));
  });

  it('has every text in both languages, and no others', () => {
    assertNone(translationProblems(files));
  });

  it('has no full stop in titles, and three dots in both languages or none', () => {
    assertNone(titleProblems(files));
  });

  it('describes settings in whole sentences', () => {
    assertNone(sentenceProblems(files));
  });

  it('uses Markdown only where VS Code renders it, with links to what exists', () => {
    assertNone(markdownProblems(files));
  });

  it('has first steps with existing targets, completion events and pictures for every theme', () => {
    assertNone(walkthroughProblems(files, [WALKTHROUGH]));
  });

  it('uses exactly the context keys that the code sets', () => {
    assertNone(contextKeyProblems(files, Object.values(CONTEXT_KEYS)));
  });

  it('is activated after startup and by nothing else', () => {
    assert.deepEqual(manifest.activationEvents, ['onStartupFinished']);
  });

  it('is compiled against the oldest supported VS Code', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode'] ?? ''}`);
  });

  it('keeps its id and the id of the status bar item', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, EXTENSION_ID);
    assert.equal(STATUS_BAR_ITEM, STATUS_BAR_ITEM_ID);
  });
});
