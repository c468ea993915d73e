import apply from '@vscode/codicons/src/icons/diff-single.svg';
import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg';
import attach from '@vscode/codicons/src/icons/attach.svg';
import book from '@vscode/codicons/src/icons/book.svg';
import changes from '@vscode/codicons/src/icons/git-compare.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevron from '@vscode/codicons/src/icons/chevron-right.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import code from '@vscode/codicons/src/icons/code.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import edit from '@vscode/codicons/src/icons/edit.svg';
import external from '@vscode/codicons/src/icons/link-external.svg';
import file from '@vscode/codicons/src/icons/file.svg';
import folder from '@vscode/codicons/src/icons/folder.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import host from '@vscode/codicons/src/icons/globe.svg';
import image from '@vscode/codicons/src/icons/file-media.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import newFile from '@vscode/codicons/src/icons/new-file.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import preview from '@vscode/codicons/src/icons/eye.svg';
import previous from '@vscode/codicons/src/icons/chevron-left.svg';
import prompt from '@vscode/codicons/src/icons/note.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import send from '@vscode/codicons/src/icons/send.svg';
import shield from '@vscode/codicons/src/icons/shield.svg';
import steps from '@vscode/codicons/src/icons/mortar-board.svg';
import symbol from '@vscode/codicons/src/icons/symbol-method.svg';
import terminal from '@vscode/codicons/src/icons/terminal.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import stop from '@vscode/codicons/src/icons/stop-circle.svg';
import type { VNode } from 'preact';
import { Picture } from '../picture.tsx';

/** Single icons of VS Code's icon font: these few are a fiftieth of the font's size. */
const PICTURES = {
  apply,
  arrowDown,
  attach,
  book,
  changes,
  check,
  chevron,
  close,
  code,
  copy,
  edit,
  error,
  external,
  file,
  folder,
  history,
  host,
  image,
  info,
  insert,
  lock,
  newFile,
  preview,
  problem: warning,
  previous,
  prompt,
  question,
  refresh,
  send,
  shield,
  steps,
  stop,
  symbol,
  terminal,
  text: prompt,
  warning,
};

export type IconName = keyof typeof PICTURES;

/** A small decorative icon, next to text or inside a labelled button. */
export function Icon({ name }: { name: IconName }): VNode {
  return <Picture svg={PICTURES[name]} />;
}
