import assert from 'node:assert/strict';
import { HELP } from '../../../src/cli/help.ts';
import { messagesIn, MESSAGES } from '../../../src/cli/messages.ts';
import { readSources } from '../architecture/sourceFiles.ts';
import { assertNone } from '../architecture/assertNone.ts';
import { translationProblems } from '../l10n/translations.ts';

describe('The messages of the CLI', () => {
  const ids = Object.keys(MESSAGES.en) as (keyof typeof MESSAGES.en)[];

  it('exist in both languages, with the same placeholders and the wording of the product', () => {
    assert.deepEqual(Object.keys(MESSAGES.zh), ids);
    assertNone(ids.flatMap(key => translationProblems({ key, english: MESSAGES.en[key], chinese: MESSAGES.zh[key] })));
  });

  it('are all used', () => {
    const text = readSources('src')
      .filter(({ path }) => path.startsWith('src/cli/') && !path.endsWith('messages.ts'))
      .map(file => file.text)
      .join('\n');
    const unused = ids.filter(id => !id.startsWith('because_') && !text.includes(`'${id}'`));
    assert.deepEqual(unused, []);
  });

  it('insert values verbatim, even one that looks like a placeholder', () => {
    const say = messagesIn('en');
    assert.equal(
      say('unknownOption', { option: '--{option} $& $1' }),
      'Unknown option --{option} $& $1. See ask-wenxin --help.',
    );
  });

  it('explain every option in both languages', () => {
    const options = (text: string): string[] => [...new Set(text.match(/--[a-z][a-z-]+/g))].sort();
    assert.deepEqual(options(HELP.zh), options(HELP.en));
    const source = readSources('src').find(({ path }) => path === 'src/cli/cliOptions.ts')?.text ?? '';
    const names = /const TEXTS = \[(.*?)\].*?const FLAGS = \[(.*?)\]/s.exec(source)?.slice(1).join() ?? '';
    const known = [...names.matchAll(/'([a-z-]+)'/g)].map(([, name]) => `--${name}`).sort();
    assert.ok(known.length > 10);
    assert.deepEqual(options(HELP.en), known);
  });

  it('have an English help text of at most 100 columns', () => {
    assertNone(HELP.en.split('\n').filter(line => line.length > 100));
  });
});
