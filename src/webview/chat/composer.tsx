import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { AttachmentView, SendKey } from '../../protocol/chat.ts';
import { AttachmentChips } from './attachmentChips.tsx';
import { composerKey } from './composerKey.ts';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';

export interface ComposerProps {
  readonly draft: string;
  readonly attachments: readonly AttachmentView[];
  readonly model: string;
  readonly modelProblem: string | null;
  readonly sendKey: SendKey;
  /** An answer is on its way: it can be stopped, and nothing can be sent. */
  readonly answering: boolean;
  readonly onType: (text: string) => void;
  /** Asks what is in the composer, if it can be asked now. */
  readonly onAsk: () => void;
  /** The page may be gone in a moment, or the person looks elsewhere. */
  readonly onLeave: () => void;
}

/** Where a question is written. */
export function Composer(props: ComposerProps): VNode {
  const { draft, attachments, model, modelProblem, sendKey, answering, onType, onAsk, onLeave } = props;
  const post = usePost();
  const composedAt = useRef(-Infinity);
  const canAsk = draft.trim() !== '' && !answering;
  const stop = () => post({ type: 'stop' });

  const onKeyDown = (event: KeyboardEvent) => {
    const msSinceComposition = event.timeStamp - composedAt.current;
    const action = composerKey(event, { sendKey, answering, msSinceComposition });
    if (action === 'browser') return;
    event.preventDefault();
    // Keys that reach the window are also looked up among VS Code's keyboard shortcuts.
    event.stopPropagation();
    if (action === 'send') onAsk();
    if (action === 'stop') stop();
    // Unlike a change of the value, this can be undone.
    if (action === 'newline') document.execCommand('insertText', false, '\n');
  };

  return (
    <form class="composer" aria-label={l10n.t('Question')} onSubmit={event => event.preventDefault()}>
      <AttachmentChips
        attachments={attachments}
        onRemove={attachmentId => post({ type: 'removeAttachment', attachmentId })}
      />
      <textarea
        class="composerText"
        rows={1}
        value={draft}
        placeholder={l10n.t('Ask a question')}
        aria-label={placeholderWithKeys(sendKey)}
        onInput={event => onType(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onCompositionEnd={event => {
          composedAt.current = event.timeStamp;
        }}
        onBlur={onLeave}
      />
      <div class="composerFoot">
        <ModelButton model={model} problem={modelProblem} />
        {answering ? (
          <FootButton icon="stop" label={l10n.t('Stop')} keys="Escape" disabled={false} onClick={stop} />
        ) : (
          <FootButton icon="send" label={l10n.t('Send')} keys={keysOf(sendKey)} disabled={!canAsk} onClick={onAsk} />
        )}
      </div>
    </form>
  );
}

function ModelButton({ model, problem }: { model: string; problem: string | null }): VNode {
  const post = usePost();
  const label = l10n.t('Model that will answer: {0}. Select another', model);
  return (
    <span class="modelPlace">
      <button
        type="button"
        class="modelButton"
        title={problem ?? label}
        aria-label={problem === null ? label : `${label}. ${problem}`}
        onClick={() => post({ type: 'selectModel' })}
      >
        {problem !== null && <Icon name="warning" />}
        <span class="modelName">{model}</span>
      </button>
    </span>
  );
}

interface FootButtonProps {
  readonly icon: 'send' | 'stop';
  readonly label: string;
  readonly keys: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function FootButton({ icon, label, keys, disabled, onClick }: FootButtonProps): VNode {
  return (
    <button
      type="button"
      class="iconButton"
      title={`${label} (${keys})`}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

function keysOf(sendKey: SendKey): string {
  return sendKey === 'enter' ? 'Enter' : 'Ctrl+Enter';
}

function placeholderWithKeys(sendKey: SendKey): string {
  return l10n.t('Question. {0} sends it.', keysOf(sendKey));
}
