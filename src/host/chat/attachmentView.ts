import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { estimateTokens } from '../../core/tokens.ts';
import type { AttachmentView } from '../../protocol/turnView.ts';
import { sentences } from '../sentences.ts';
import { compactTokens } from './compactTokens.ts';

const MOST_COUNTED = 300_000;

/** Token counts by attachment. Attachments are immutable, and are shown again with every change of the draft. */
const sizes = new WeakMap<Attachment, number>();

/** Returns the page's view of an attachment. */
export function attachmentView(attachment: Attachment): AttachmentView {
  const { label, description } = words(attachment);
  return { id: attachment.id, icon: iconOf(attachment), label, description };
}

/** Returns the view with its size, for an attachment that can still be removed. */
export function draftAttachmentView(attachment: Attachment): AttachmentView {
  return { ...attachmentView(attachment), size: `≈${compactTokens(attachmentTokens(attachment))}` };
}

/** Estimates the tokens of an attachment's text. */
export function attachmentTokens(attachment: Attachment): number {
  const known = sizes.get(attachment);
  if (known !== undefined) return known;
  const { text } = attachment;
  // Extrapolates from the beginning of a very long text: counting all of it would block the event loop.
  const tokens =
    text.length > MOST_COUNTED
      ? Math.round((estimateTokens(text.slice(0, MOST_COUNTED)) * text.length) / MOST_COUNTED)
      : estimateTokens(text);
  sizes.set(attachment, tokens);
  return tokens;
}

function iconOf({ kind }: Attachment): AttachmentView['icon'] {
  switch (kind) {
    case undefined:
      return 'code';
    case 'problems':
      return 'problem';
    case 'pasted':
      return 'text';
    default:
      return kind;
  }
}

function words(attachment: Attachment): Pick<AttachmentView, 'label' | 'description'> {
  const { kind, path, name = '', parts, startLine, endLine } = attachment;
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (kind === undefined) return { label: `${file}:${lineRange(attachment)}`, description: placeOf(attachment) };
  switch (kind) {
    case 'file':
      return { label: file, description: path };
    case 'symbol':
      return { label: name, description: joined([name, placeOf(attachment)]) };
    case 'folder':
      return { label: `${file}/${share(parts)}`, description: joined([`${path}/`, partsSentence(attachment)]) };
    case 'problems': {
      const label = vscode.l10n.t('Problems') + share(parts);
      return { label, description: joined([label, path, leftOut(parts)]) };
    }
    case 'changes': {
      const label = name === 'staged' ? vscode.l10n.t('Staged Changes') : vscode.l10n.t('Changes');
      return { label: label + share(parts), description: joined([label, partsSentence(attachment)]) };
    }
    case 'terminal':
      return { label: name, description: vscode.l10n.t('Terminal {name}, {lines} lines', { name, lines: endLine }) };
    case 'pasted': {
      const lines = endLine - startLine + 1;
      return {
        label: vscode.l10n.t('Pasted Text'),
        description: vscode.l10n.t('Pasted text, {lines} lines', { lines }),
      };
    }
  }
}

function lineRange({ startLine, endLine }: Attachment): string {
  return startLine === endLine ? String(startLine) : `${startLine}–${endLine}`;
}

function placeOf(attachment: Attachment): string {
  const { path, startLine, endLine } = attachment;
  const lines = lineRange(attachment);
  return startLine === endLine
    ? vscode.l10n.t('{path}, line {line}', { path, line: lines })
    : vscode.l10n.t('{path}, lines {lines}', { path, lines });
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join(' · ');
}

/** Returns ` (12/40)`, or ` (12)` when nothing was left out. */
function share(parts: Attachment['parts']): string {
  if (parts === undefined) return '';
  return parts.taken === parts.found ? ` (${parts.taken})` : ` (${parts.taken}/${parts.found})`;
}

function partsSentence({ parts }: Attachment): string | undefined {
  if (parts === undefined) return undefined;
  const all = vscode.l10n.t('{taken} of {found} files.', parts);
  return sentences([all, leftOut(parts)]);
}

function leftOut(parts: Attachment['parts']): string | undefined {
  if (parts === undefined || parts.taken === parts.found) return undefined;
  return vscode.l10n.t('Left out: what is ignored, may hold secrets, is not text, or is too large.');
}
