import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assertNone } from '../architecture/assertNone.ts';
import { STATUS_BAR_ITEM } from '../../../src/host/ids.ts';
import { readText } from '../architecture/sourceFiles.ts';
import { COMMAND_TITLES, VIEW_IDS } from '../manifest/contract.ts';
import { readManifestFiles, resolve, settingsOf, type Texts } from '../manifest/manifest.ts';
import { headingLevels, picturesIn, proseOf, type ReadmeFacts, readmeProblems } from './readme.ts';
import { wordingProblems } from './wording.ts';

describe('the READMEs', () => {
  const { manifest, english, chinese } = readManifestFiles();

  function factsIn(texts: Texts): ReadmeFacts {
    const commands = manifest.contributes.commands
      .filter(({ command }) => Object.hasOwn(COMMAND_TITLES, command))
      .map(({ command, title }) => ({ id: command, title: resolve(title, texts) }));
    return { settings: [...settingsOf(manifest).keys()], commands, others: [...VIEW_IDS, STATUS_BAR_ITEM] };
  }

  it('describe every setting and command, and none that does not exist', () => {
    assertNone(readmeProblems(readText('README.md'), factsIn(english)));
    assertNone(readmeProblems(readText('README.zh-CN.md'), factsIn(chinese)));
  });

  it('have the same headings in both languages', () => {
    assert.deepEqual(headingLevels(readText('README.zh-CN.md')), headingLevels(readText('README.md')));
  });

  it('show all their pictures, each in its language', () => {
    const shown = [...picturesIn(readText('README.md')), ...picturesIn(readText('README.zh-CN.md'))];
    const taken = globSync('docs/pictures/*/*', { cwd: fileURLToPath(new URL('../../..', import.meta.url)) });
    assert.deepEqual(shown.toSorted(), taken.map(file => file.replaceAll('\\', '/')).toSorted());
    assert.ok(picturesIn(readText('README.md')).every(file => file.startsWith('docs/pictures/en/')));
    assert.ok(picturesIn(readText('README.zh-CN.md')).every(file => file.startsWith('docs/pictures/zh-cn/')));
  });

  it('follow the wording rules in Chinese', () => {
    assertNone(proseOf(readText('README.zh-CN.md')).flatMap(wordingProblems));
  });
});

describe('the check of the READMEs', () => {
  const facts: ReadmeFacts = {
    settings: ['wenxin.model', 'wenxin.timeouts.totalSeconds'],
    commands: [{ id: 'wenxin.openChat', title: 'Open Chat' }],
    others: ['wenxin.spend'],
  };
  const complete = '`wenxin.model` `wenxin.timeouts.totalSeconds` (of `wenxin.timeouts`), Open Chat, `wenxin.spend`';

  it('accepts a README that names everything', () => {
    assert.deepEqual(readmeProblems(complete, facts), []);
  });

  it('finds what is missing and what does not exist', () => {
    assert.equal(readmeProblems(complete.replace('`wenxin.model`', ''), facts).length, 1);
    assert.equal(readmeProblems(complete.replace('Open Chat', ''), facts).length, 1);
    assert.equal(readmeProblems(`${complete} \`wenxin.colour\``, facts).length, 1);
  });

  it('reads headings and prose, and skips code', () => {
    const markdown = '# A\n\n```sh\n# no heading\n```\n\n## B\n\n- one [link](x.md)\n\n| c | d |\n';
    assert.deepEqual(headingLevels(markdown), [1, 2]);
    assert.deepEqual(proseOf(markdown), ['A', 'B', 'one [link', 'c', 'd']);
  });
});
