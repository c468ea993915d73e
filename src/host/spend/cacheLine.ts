import * as vscode from 'vscode';
import { formatYuan } from '../../core/money.ts';
import type { CacheUse, LevelUse } from '../../core/spend/questionRows.ts';
import { isChinese } from '../language.ts';

/** Describes today's cache hits and savings per level; `undefined` without hits. */
export function cacheLine({ asked, memory, workspace, team, joined }: CacheUse): string | undefined {
  const levels = [
    { use: memory, text: vscode.l10n.t('memory {count}', { count: countText(memory.questions) }) },
    { use: workspace, text: vscode.l10n.t('workspace {count}', { count: countText(workspace.questions) }) },
    { use: team, text: vscode.l10n.t('team {count}', { count: countText(team.questions) }) },
    { use: joined, text: vscode.l10n.t('asked at the same time {count}', { count: countText(joined.questions) }) },
  ].filter(({ use }) => use.questions > 0);
  if (levels.length === 0) return undefined;
  const [comma, semicolon] = isChinese() ? ['，', '；'] : [', ', '; '];
  const answered = sumOf(levels.map(({ use }) => use));
  // With a single level, its amount would repeat the total.
  const texts = levels.map(({ use, text }) =>
    levels.length === 1 || use.savedNanoYuan === 0 ? text : [text, savedText(use)].join(comma),
  );
  const hasAmounts = texts.some((text, index) => text !== levels[index]?.text);
  const facts = {
    answered: countText(answered.questions),
    questions: questionsText(answered.questions + asked.questions),
    levels: texts.join(hasAmounts ? semicolon : comma),
    amount: savedText(answered),
  };
  return answered.savedNanoYuan === 0
    ? vscode.l10n.t('From the cache today: {answered} of {questions} ({levels})', facts)
    : vscode.l10n.t('Saved by cache today: {amount} ({answered} of {questions}: {levels})', facts);
}

function sumOf(uses: readonly LevelUse[]): LevelUse {
  return uses.reduce((sum, use) => ({
    questions: sum.questions + use.questions,
    savedNanoYuan: sum.savedNanoYuan + use.savedNanoYuan,
    unknownPrice: sum.unknownPrice + use.unknownPrice,
  }));
}

/** Formats `¥0.0123`, followed by `+` if questions of unknown price are missing from it. */
function savedText({ savedNanoYuan, unknownPrice }: LevelUse): string {
  return `${formatYuan(savedNanoYuan)}${unknownPrice > 0 ? '+' : ''}`;
}

function questionsText(questions: number): string {
  const count = countText(questions);
  return questions === 1 ? vscode.l10n.t('1 question') : vscode.l10n.t('{count} questions', { count });
}

function countText(count: number): string {
  return count.toLocaleString('en-US');
}
