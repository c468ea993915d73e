import assert from 'node:assert/strict';
import { COMMANDS, CONTEXT_KEYS, VIEWS, WALKTHROUGH } from '../../../src/host/ids.ts';
import { SETTINGS } from '../../../src/host/settings.ts';
import { commandProblems, iconProblems, placementProblems } from './commandChecks.ts';
import { readText } from '../architecture/sourceFiles.ts';
import { type Manifest, type ManifestFiles, readManifestFiles } from './manifest.ts';
import { scopeProblems, settingProblems, type SettingTable } from './settingChecks.ts';
import { markdownProblems, sentenceProblems, titleProblems, translationProblems } from './textChecks.ts';
import { contextKeyProblems, pictureProblems, walkthroughProblems } from './walkthroughChecks.ts';

const table: SettingTable = SETTINGS;

/** Returns the real manifest with one part of its text replaced everywhere. */
function changed(from: string | RegExp, to: string): ManifestFiles {
  const text = readText('package.json');
  assert.match(text, new RegExp(from));
  return { ...readManifestFiles(), manifest: JSON.parse(text.replaceAll(new RegExp(from, 'g'), to)) as Manifest };
}

/** Returns the real texts with one of them changed or removed. */
function retold(language: 'english' | 'chinese', key: string, text?: string): ManifestFiles {
  const files = readManifestFiles();
  const { [key]: old, ...others } = files[language];
  assert.notEqual(old, undefined);
  return { ...files, [language]: text === undefined ? others : { ...others, [key]: text } };
}

/** Returns how many more problems a broken manifest has than the real one. */
function more(find: (files: ManifestFiles) => readonly string[], broken: ManifestFiles): number {
  return find(broken).length - find(readManifestFiles()).length;
}

describe('the check of the manifest', () => {
  const commands = (files: ManifestFiles): readonly string[] => commandProblems(files, Object.values(COMMANDS));
  const placements = ({ manifest }: ManifestFiles): readonly string[] =>
    placementProblems(manifest, Object.values(VIEWS));
  const settings = ({ manifest }: ManifestFiles): readonly string[] => settingProblems(manifest, table);
  const scopes = ({ manifest }: ManifestFiles): readonly string[] => scopeProblems(manifest, table);
  const steps = (files: ManifestFiles): readonly string[] => walkthroughProblems(files, [WALKTHROUGH]);
  const keys = (files: ManifestFiles): readonly string[] => contextKeyProblems(files, Object.values(CONTEXT_KEYS));
  const icons = ({ manifest }: ManifestFiles): readonly string[] => iconProblems(manifest);

  const broken: readonly (readonly [
    what: string,
    find: (files: ManifestFiles) => readonly string[],
    () => ManifestFiles,
  ])[] = [
    ['a renamed command', commands, () => changed('"wenxin.showLog"', '"wenxin.openLog"')],
    ['another title', commands, () => retold('english', 'command.askSelection', 'Ask About Selection')],
    ['another category', commands, () => changed('"category": "%category%"', '"category": "%view.chat%"')],
    [
      'a keybinding for nothing',
      placements,
      () => changed('"command": "wenxin.askSelection",\\s+"key"', '"command": "wenxin.ask", "key"'),
    ],
    [
      'a menu item for nothing',
      placements,
      () => changed('"command": "wenxin.showLog",\\s+"when"', '"command": "wenxin.log", "when"'),
    ],
    ['a menu command in the palette', placements, () => changed('"when": "false"', '"when": "true"')],
    ['a menu of a view that is gone', placements, () => changed('view == wenxin.chat', 'view == wenxin.talk')],
    ['a renamed view', placements, () => changed('"id": "wenxin.chat"', '"id": "wenxin.talk"')],
    ['a submenu nobody shows', placements, () => changed('"submenu": "wenxin.editor"', '"submenu": "wenxin.other"')],
    ['an icon file that is missing', icons, () => changed('media/activity.svg', 'media/none.svg')],
    ['an icon VS Code does not have', icons, () => changed('\\$\\(key\\)', '$(no-such-icon)')],
    ['a renamed setting', settings, () => changed('"wenxin.model"', '"wenxin.modelName"')],
    ['another default', settings, () => changed('"default": 4096', '"default": 8192')],
    ['a smaller range', settings, () => changed('"maximum": 65536', '"maximum": 65535')],
    ['a larger range', settings, () => changed('"minimum": 256', '"minimum": 255')],
    ['two settings in one place', settings, () => changed('"order": 5', '"order": 4')],
    ['a choice the code does not know', settings, () => changed('"ctrlEnter"', '"shiftEnter"')],
    [
      'a setting a workspace may change',
      scopes,
      () => changed('"application",\\s+"type": "array"', '"window", "type": "array"'),
    ],
    ['a setting that is not restricted', scopes, () => changed('"wenxin.endpoints",', '')],
    ['a text missing in English', translationProblems, () => retold('english', 'setting.model')],
    ['a text missing in Chinese', translationProblems, () => retold('chinese', 'setting.model')],
    ['an empty text', translationProblems, () => retold('chinese', 'setting.model', '')],
    ['a text nobody uses', translationProblems, () => changed('%setting.model%', '%setting.endpoints%')],
    ['a title in the manifest itself', translationProblems, () => changed('%command.newChat%', 'New Chat')],
    [
      'a choice described in the manifest itself',
      translationProblems,
      () => changed('%setting.replyLanguage.en%', 'English.'),
    ],
    [
      'a title that asks in one language only',
      titleProblems,
      () => retold('chinese', 'command.setCredentials', '设置密钥'),
    ],
    [
      'an ellipsis instead of dots',
      titleProblems,
      () => retold('english', 'command.setCredentials', 'Set Credentials…'),
    ],
    ['a title with a full stop', titleProblems, () => retold('chinese', 'command.newChat', '新建聊天。')],
    ['a description without a full stop', sentenceProblems, () => retold('chinese', 'setting.model', '模型')],
    ['marks in plain text', markdownProblems, () => changed('"markdownEnumDescriptions"', '"enumDescriptions"')],
    ['a setting that is not linked', markdownProblems, () => retold('english', 'setting.model', 'See `wenxin.model`.')],
    ['a link to no setting', markdownProblems, () => retold('chinese', 'setting.model', '参见 `#wenxin.mode#`。')],
    [
      'a link to no command',
      markdownProblems,
      () => retold('english', 'setting.model', '[Select](command:wenxin.selectModels).'),
    ],
    ['a renamed walkthrough', steps, () => changed('"wenxin.start"', '"wenxin.welcome"')],
    ['a step twice', steps, () => changed('"id": "privacy"', '"id": "budget"')],
    ['a step that waits for no command of ours', steps, () => changed('onCommand:wenxin.ask', 'onCommand:wenxin.tell')],
    ['a step that waits for no setting of ours', steps, () => changed('onSettingChanged:wenxin.', '$&no.')],
    ['a step that is never done', steps, () => changed('"onStepSelected"', '')],
    ['a picture that is missing', steps, () => changed('walkthrough/key.svg', 'walkthrough/none.svg')],
    [
      'a button that leads elsewhere in Chinese',
      steps,
      () => retold('chinese', 'walkthrough.ask.description', '提问。\n[打开聊天](command:wenxin.newChat)'),
    ],
    ['a picture that is not described', translationProblems, () => retold('chinese', 'walkthrough.key.altText')],
    ['a step that waits for what nobody says', keys, () => changed('onContext:wenxin.hasAsked', '$&Twice')],
    ['a context key that is set for nobody', keys, () => changed('onContext:wenxin.hasAsked', 'onStepSelected')],
    [
      'a condition that nobody fulfils',
      keys,
      () => changed('"when": "editorTextFocus', '"when": "wenxin.isReady && editorTextFocus'),
    ],
  ];
  for (const [what, find, files] of broken) {
    it(`turns red on ${what}`, () => {
      assert.ok(more(find, files()) > 0);
    });
  }

  it('turns red on pictures that do not fit every theme', () => {
    const drawn = (inside: string): string => `<svg viewBox="0 0 9 9">${inside}</svg>`;
    assert.deepEqual(pictureProblems(drawn('<path fill="var(--vscode-foreground, #888)" stroke="none"/>')), []);
    for (const spoilt of ['<path fill="#000"/>', '<path style="fill:red"/>', '<style/>', '<text/>', '<a href="x"/>']) {
      assert.equal(pictureProblems(drawn(spoilt)).length, 1, spoilt);
    }
    assert.equal(pictureProblems(drawn('<path fill="var(--vscode-foreground)"/>')).length, 1, 'without a fallback');
    assert.equal(pictureProblems('<svg></svg>').length, 1);
  });

  it('turns red on a setting of the code that the manifest lacks', () => {
    const { manifest } = readManifestFiles();
    const row = { default: 1, parse: () => 1 };
    assert.ok(
      settingProblems(manifest, { ...table, 'wenxin.new': row }).length > settingProblems(manifest, table).length,
    );
  });

  it('turns red on a setting that the code takes from a workspace', () => {
    const { manifest } = readManifestFiles();
    const model = { ...SETTINGS['wenxin.model'], workspaceMaySet: true };
    const loose = { ...table, 'wenxin.model': model };
    assert.ok(scopeProblems(manifest, loose).length > scopeProblems(manifest, table).length);
  });
});
