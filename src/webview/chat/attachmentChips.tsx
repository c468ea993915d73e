import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { AttachmentView } from '../../protocol/turnView.ts';
import { Icon } from './icon.tsx';
import { VisiblePieces } from './markdown/visiblePieces.tsx';
import { plainVisibleText } from './markdown/visibleText.ts';
import { usePost } from './post.ts';

export interface AttachmentChipsProps {
  readonly attachments: readonly AttachmentView[];
  /** If missing, attachments cannot be removed. */
  readonly onRemove?: (attachmentId: string) => void;
}

/** The attachments of a question. */
export function AttachmentChips({ attachments, onRemove }: AttachmentChipsProps): VNode | null {
  const post = usePost();
  if (attachments.length === 0) return null;
  return (
    <ul class="chips" aria-label={l10n.t('Attachments')}>
      {attachments.map(({ id, icon, label, description: described, size }) => {
        const description = plainVisibleText(described);
        const removeLabel = l10n.t('Remove {0}', plainVisibleText(label));
        const { name, lines } = partsOf(label);
        const said = size === undefined ? description : l10n.t('{0} · {1} tokens', description, size);
        return (
          <li key={id} class="chip">
            <button
              type="button"
              class="chipButton"
              title={said}
              onClick={() => post({ type: 'openAttachment', attachmentId: id })}
            >
              <Icon name={icon} />
              <span class="chipLabel">
                <span class="chipName">
                  <VisiblePieces text={name} within="code" />
                </span>
                {lines}
              </span>
              {size !== undefined && <span class="chipSize">{size}</span>}
              <span class="visuallyHidden">{description}</span>
            </button>
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

/** Separates line numbers and counts from the name, so that they stay visible when the name is truncated. */
function partsOf(label: string): { readonly name: string; readonly lines: string } {
  const at = label.search(/(?::[\d,–]+| \([\d/]+\))$/);
  return at < 0 ? { name: label, lines: '' } : { name: label.slice(0, at), lines: label.slice(at) };
}
