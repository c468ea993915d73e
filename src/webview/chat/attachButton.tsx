import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';

/** Lets the user choose attachments for the question. */
export function AttachButton(): VNode {
  const post = usePost();
  const label = l10n.t('Attach...');
  return (
    <button
      type="button"
      class="iconButton attachButton"
      title={l10n.t('Attach... (@). You can also hold Shift and drag files here.')}
      aria-label={label}
      onClick={() => post({ type: 'attach' })}
    >
      <Icon name="attach" />
    </button>
  );
}
