import chat from '@vscode/codicons/src/icons/comment-discussion.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevron from '@vscode/codicons/src/icons/chevron-right.svg';
import compare from '@vscode/codicons/src/icons/git-compare.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import exported from '@vscode/codicons/src/icons/export.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import stopped from '@vscode/codicons/src/icons/circle-slash.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import type { VNode } from 'preact';
import { Picture } from '../picture.tsx';

const PICTURES = { chat, check, chevron, compare, error, exported, info, refresh, stopped, warning };

export type IconName = keyof typeof PICTURES;

/** A small decorative icon next to text. */
export function Icon({ name }: { name: IconName }): VNode {
  return <Picture svg={PICTURES[name]} />;
}
