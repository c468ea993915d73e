import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg';
import book from '@vscode/codicons/src/icons/book.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevron from '@vscode/codicons/src/icons/chevron-right.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import code from '@vscode/codicons/src/icons/code.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import external from '@vscode/codicons/src/icons/link-external.svg';
import host from '@vscode/codicons/src/icons/globe.svg';
import image from '@vscode/codicons/src/icons/file-media.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import send from '@vscode/codicons/src/icons/send.svg';
import shield from '@vscode/codicons/src/icons/shield.svg';
import steps from '@vscode/codicons/src/icons/mortar-board.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import stop from '@vscode/codicons/src/icons/stop-circle.svg';
import type { VNode } from 'preact';

/** Single pictures of VS Code's icon font: these few are a fiftieth of the font's size. */
const PICTURES = {
  arrowDown,
  book,
  check,
  chevron,
  close,
  code,
  copy,
  error,
  external,
  host,
  image,
  insert,
  lock,
  question,
  send,
  shield,
  steps,
  stop,
  warning,
};

export type IconName = keyof typeof PICTURES;

/** A small picture beside words or inside a button that has a label: it says nothing on its own. */
export function Icon({ name }: { name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {outlinesOf(PICTURES[name]).map(outline => (
        <path fill-rule="evenodd" d={outline} />
      ))}
    </svg>
  );
}

/** The outlines in an SVG file, taken out so that no text has to become elements. */
function outlinesOf(svg: string): string[] {
  return Array.from(svg.matchAll(/<path[^>]*? d="([^"]+)"/g), ([, outline]) => outline ?? '');
}
