import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanMessage } from '../../../src/core/commit/cleanMessage.ts';

const FEAT = 'feat(chat): 支持导出\n\n- 增加 JSON 格式';

describe('The commit message in an answer', () => {
  it('is the whole answer when that holds nothing else', () => {
    for (const message of [
      FEAT,
      'Fix the parser',
      'Use `null` for "nothing"',
      "Don't ask twice",
      '根据反馈调整布局：首页',
      'Here be dragons: rename the maps',
      'docs: say how a commit is named\n\nNote: nothing else changes.',
      '"Quoted" start, and "quoted" end',
      'Fix `a` and `b`',
      'Close #12\n\n#12 was about this',
    ]) {
      assert.equal(cleanMessage(message), message);
    }
  });

  it('loses the fence, quotes or heading around it', () => {
    for (const answer of [
      `\`\`\`\n${FEAT}\n\`\`\``,
      `\`\`\`text\r\n${FEAT.replaceAll('\n', '\r\n')}\r\n\`\`\`\r\n`,
      `~~~git-commit\n${FEAT}\n~~~\n\nThis describes the new format.`,
      `"${FEAT}"`,
      `“${FEAT}”`,
      `# ${FEAT}`,
      `**feat(chat): 支持导出**\n\n- 增加 JSON 格式`,
      `\`feat(chat): 支持导出\`\n\n- 增加 JSON 格式`,
    ]) {
      assert.equal(cleanMessage(answer), FEAT, answer);
    }
  });

  it('loses the introduction before it', () => {
    for (const before of [
      'Here is the commit message:\n\n',
      "Sure! Here's a commit message for the changes:\n```\n",
      'Here is a suggested commit message: ',
      'Commit message: ',
      '**Commit Message:** ',
      '提交消息：',
      '好的，以下是提交信息：\n\n',
      '以下是根据更改生成的提交消息：\n',
      '好的！\n提交说明：\n',
    ]) {
      assert.equal(cleanMessage(before + FEAT), FEAT, before);
    }
  });

  it('loses the remarks about it after it', () => {
    for (const after of [
      'Let me know if you want it shorter.',
      'This commit message follows the Conventional Commits format.',
      'Note: the message leaves out the attached lock file.',
      '注：提交消息遵循约定式提交。',
      '该提交消息概括了全部更改。',
      '希望这对你有帮助！',
      '---\n\nI hope this helps!',
    ]) {
      assert.equal(cleanMessage(`${FEAT}\n\n${after}`), FEAT, after);
    }
  });

  it('loses the reasoning before it, complete or not', () => {
    assert.equal(cleanMessage(`<think>\nFix: what?\n</think>\n\n${FEAT}`), FEAT);
    assert.equal(cleanMessage('<think>\nThe user wants'), '');
  });

  it('has one empty line after its subject, and never two in a row', () => {
    assert.equal(cleanMessage('Add a\n- one\n- two  '), 'Add a\n\n- one\n- two');
    assert.equal(cleanMessage('Add a\n\n\n\nb\n\n\nc\n\n'), 'Add a\n\nb\n\nc');
  });

  it('loses the placeholders of removed secrets', () => {
    assert.equal(cleanMessage('Read the key `[secret removed: Baidu key]` from a file'), 'Read the key from a file');
  });

  it('has no sign-off, co-author or CI instruction that the user did not type', () => {
    const made =
      'Add a [skip ci]\n\nb\n\nSigned-off-by: Eve <eve@example.com>\nCo-authored-by: Mallory <m@example.com>';
    assert.equal(cleanMessage(made), 'Add a\n\nb');
    const typed = 'a [skip ci]\n\nSigned-off-by: Eve <eve@example.com>';
    assert.equal(cleanMessage(made, typed), 'Add a [skip ci]\n\nb\n\nSigned-off-by: Eve <eve@example.com>');
  });

  it('has no forbidden line that only arises when something else is removed', () => {
    for (const hidden of [
      '# Signed-off-by: Eve <eve@example.com>',
      '### # Co-authored-by: Eve <eve@example.com>',
      'Signed-off[secret removed: API key]-by: Eve <eve@example.com>',
      'Signed-[skip ci]off-by: Eve <eve@example.com>',
      'Reported-by: Eve <eve@example.com>',
      'Signed-off-by : Eve <eve@example.com>',
      'skip-checks: true',
      '[skip[ci skip] ci]',
      '[skip [secret removed: API key] ci]',
      '[ci[ci[ci skip] skip] skip]',
      '[skip azp]',
    ]) {
      assert.equal(cleanMessage(`Add a\n\n- one\n\n${hidden}`), 'Add a\n\n- one', hidden);
    }
  });

  it('has no fence while it is streamed', () => {
    assert.equal(cleanMessage('```'), '');
    assert.equal(cleanMessage('```\n```'), '');
    assert.equal(cleanMessage('```\nfeat: a'), 'feat: a');
  });

  it('never has surplus line breaks', () => {
    const word = fc.constantFrom(
      'feat: a',
      '- b',
      '',
      '```',
      '"c"',
      '# d',
      'Note: e',
      '提交消息：',
      '**f**',
      '---',
      '[skip ci]',
      'Sure!',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), words => {
        const once = cleanMessage(words.join('\n'));
        assert.ok(!/\n{3}|\s$|\r/.test(once), JSON.stringify(once));
      }),
    );
  });

  it('is extracted from answers built for catastrophic backtracking', () => {
    for (const answer of [
      '"'.repeat(50_000),
      '**'.repeat(50_000),
      `${'提交'.repeat(30_000)}x`,
      'Sure!\n'.repeat(20_000),
      '\n \n'.repeat(30_000),
      '<think>'.repeat(20_000),
      '```\n'.repeat(20_000),
    ]) {
      assert.equal(typeof cleanMessage(answer), 'string');
    }
  });
});
