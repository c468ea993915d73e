import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SendKey } from '../../protocol/chatView.ts';
import { shortcut } from './shortcut.ts';

export interface ShortcutsDialogProps {
  readonly sendKey: SendKey;
  readonly onClose: () => void;
}

/** Lists the page's keyboard shortcuts. Escape closes it, and the focus returns to where it was. */
export function ShortcutsDialog({ sendKey, onClose }: ShortcutsDialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="shortcuts" ref={dialog} aria-labelledby="shortcutsTitle" onClose={onClose}>
      <h2 id="shortcutsTitle">{l10n.t('Keyboard Shortcuts')}</h2>
      <dl>
        {rows(sendKey).map(([does, ...keys]) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map(each => (
                <kbd key={each}>{shortcut(each, navigator.platform)}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button secondary" onClick={() => dialog.current?.close()}>
        {l10n.t('Close')}
      </button>
    </dialog>
  );
}

function rows(sendKey: SendKey): readonly (readonly [does: string, ...keys: string[]])[] {
  const [send, newline] = sendKey === 'enter' ? ['Enter', 'Shift+Enter'] : ['Ctrl+Enter', 'Enter'];
  return [
    [l10n.t('Send the question'), send],
    [l10n.t('New line'), newline],
    [l10n.t('Attach files or other context'), '@'],
    [l10n.t('Use a prompt (at the start of the field)'), '/'],
    [l10n.t('Edit the last question (when the field is empty)'), '↑'],
    [l10n.t('Stop the answer'), 'Escape'],
    [l10n.t('Previous or next question'), 'Alt+↑', 'Alt+↓'],
    [l10n.t('First question (when the focus is in the conversation)'), 'Home'],
    [l10n.t('Latest answer (when the focus is in the conversation)'), 'End'],
  ];
}
