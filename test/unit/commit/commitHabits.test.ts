import assert from 'node:assert/strict';
import {
  areConventional,
  languageOf,
  recentSubjects,
  type RecentCommit,
} from '../../../src/core/commit/commitHabits.ts';

const commit = (message: string, more: Partial<RecentCommit> = {}): RecentCommit => ({
  message,
  parents: ['a'],
  ...more,
});

describe('The commit habits of a repository', () => {
  it('are shown by the subjects of recent commits, with the user’s own first', () => {
    const commits = [
      commit('Add a\n\nbody', { authorEmail: 'other@example.com' }),
      commit('  修复 b  ', { authorEmail: 'Me@Example.com' }),
      commit(''),
    ];
    assert.deepEqual(recentSubjects(commits, 'me@example.com'), ['修复 b', 'Add a']);
    assert.deepEqual(recentSubjects(commits, ''), ['Add a', '修复 b']);
  });

  it('are not shown by commits that Git and bots write', () => {
    const written = [
      commit("Merge branch 'x'", { parents: ['a', 'b'] }),
      commit("Merge branch 'squashed'"),
      commit('Revert "feat: x"'),
      commit('fixup! y'),
      commit('v1.2.3'),
      commit('Bump a from 1 to 2'),
      commit('chore(deps): update a', { authorName: 'renovate[bot]' }),
      commit('Say why'),
    ];
    assert.deepEqual(recentSubjects(written, ''), ['Say why']);
  });

  it('are shown by at most ten subjects of limited length', () => {
    const subjects = recentSubjects(
      Array.from({ length: 40 }, () => commit('x'.repeat(500))),
      '',
    );
    assert.deepEqual([subjects.length, subjects[0]?.length], [10, 120]);
  });

  it('are conventional when most subjects are', () => {
    assert.ok(areConventional(['feat: a', 'fix(解析)!: b', 'Add c']));
    assert.ok(areConventional(['✨ feat: a', 'feat：增加导出']));
    assert.equal(areConventional(['feat: a', 'Add b']), false);
    assert.equal(areConventional(['http://x', 'Note: b', '修复：c', 'a b: c']), false);
    assert.equal(areConventional([]), false);
  });

  it('are Chinese when most subjects are, even with code names in between', () => {
    assert.equal(
      languageOf(['修复 Session 在 reload 后丢失的问题', 'feat(chat): 支持导出 Markdown', 'Add x']),
      'zh-cn',
    );
    assert.equal(languageOf(['feat: 增加导出', 'Fix the parser', 'Add 订单 to the list of orders']), 'en');
    assert.equal(languageOf(['設定を保存する']), 'en');
    assert.equal(languageOf([]), undefined);
  });
});
