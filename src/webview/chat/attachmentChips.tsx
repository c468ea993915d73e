import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { AttachmentView } from '../../protocol/chat.ts';
import { Icon } from './icon.tsx';

export interface AttachmentChipsProps {
  readonly attachments: readonly AttachmentView[];
  /** Without it they cannot be removed. */
  readonly onRemove?: (attachmentId: string) => void;
}

/** What goes, or went, along with a question. */
export function AttachmentChips({ attachments, onRemove }: AttachmentChipsProps): VNode | null {
  if (attachments.length === 0) return null;
  return (
    <ul class="chips" aria-label={l10n.t('Attachments')}>
      {attachments.map(({ id, label, description }) => {
        const removeLabel = l10n.t('Remove {0}', label);
        const { name, lines } = partsOf(label);
        return (
          <li key={id} class="chip" title={description}>
            <Icon name="code" />
            <span class="chipLabel" aria-hidden="true">
              <span class="chipName">{name}</span>
              {lines}
            </span>
            <span class="visuallyHidden">{description}</span>
            {onRemove !== undefined && (
              <button
                type="button"
                class="iconButton"
                title={removeLabel}
                aria-label={removeLabel}
                onClick={() => onRemove(id)}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The lines stay readable where the name of a file is too long. */
function partsOf(label: string): { readonly name: string; readonly lines: string } {
  const at = label.search(/:[\d,–]+$/);
  return at < 0 ? { name: label, lines: '' } : { name: label.slice(0, at), lines: label.slice(at) };
}
