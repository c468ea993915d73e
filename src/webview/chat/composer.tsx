import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { CostView, SendKey } from '../../protocol/chatView.ts';
import type { AttachmentView } from '../../protocol/turnView.ts';
import { AttachButton } from './attachButton.tsx';
import { AttachmentChips } from './attachmentChips.tsx';
import { ContextMeter } from './contextMeter.tsx';
import { ContextNotice } from './contextNotice.tsx';
import { Icon } from './icon.tsx';
import { VisiblePieces } from './markdown/visiblePieces.tsx';
import { plainVisibleText } from './markdown/visibleText.ts';
import { usePost } from './post.ts';
import { QuestionField } from './questionField.tsx';
import type { SuggestionBox } from './suggestions/suggestionBox.ts';

export interface ComposerProps {
  readonly draft: string;
  readonly suggestions: SuggestionBox;
  readonly attachments: readonly AttachmentView[];
  readonly cost: CostView | null;
  readonly model: string;
  readonly modelProblem: string | null;
  readonly sendKey: SendKey;
  /** An answer is in progress: it can be stopped, and nothing can be sent. */
  readonly answering: boolean;
  readonly onType: (text: string) => void;
  /** Asks the question in the composer, if possible. */
  readonly onAsk: () => void;
  /** Called when the page may close or the focus moves elsewhere. */
  readonly onLeave: () => void;
  /** Opens the last question for editing; returns false if that is not possible now. */
  readonly onEditLast: () => boolean;
}

/** Read by screen readers when the text field gets the focus, not on every change. */
const COST_ID = 'questionCost';

/** The form in which a question is written. */
export function Composer(props: ComposerProps): VNode {
  const { draft, attachments, cost, model, modelProblem, sendKey, answering, onType, onAsk, onLeave } = props;
  const post = usePost();
  const hasText = draft.trim() !== '';
  const canAsk = hasText && !answering;
  // The host learns of an emptied composer with a delay; do not show its old cost until then.
  const shownCost = hasText || attachments.length > 0 ? cost : null;
  const stop = () => post({ type: 'stop' });

  return (
    <form class="composer" aria-label={l10n.t('Question')} onSubmit={event => event.preventDefault()}>
      <ContextNotice notice={shownCost?.notice} />
      <AttachmentChips
        attachments={attachments}
        onRemove={attachmentId => post({ type: 'removeAttachment', attachmentId })}
      />
      <QuestionField
        text={draft}
        suggestions={props.suggestions}
        sendKey={sendKey}
        answering={answering}
        label={placeholderWithKeys(sendKey)}
        placeholder={l10n.t('Ask a question (@ to attach, / for prompts)')}
        describedBy={shownCost === null ? undefined : COST_ID}
        onType={onType}
        onAsk={onAsk}
        onStop={stop}
        onPasteLong={text => post({ type: 'paste', text })}
        onLeave={onLeave}
        onEditLast={props.onEditLast}
      />
      <div class="composerFoot">
        <AttachButton />
        <ModelButton model={model} problem={modelProblem} />
        {shownCost !== null && (
          <span class="questionSize">
            <ContextMeter meter={shownCost.meter} />
            <CostLine cost={shownCost} />
          </span>
        )}
        {answering ? (
          <FootButton icon="stop" label={l10n.t('Stop')} keys="Escape" disabled={false} onClick={stop} />
        ) : (
          <FootButton icon="send" label={l10n.t('Send')} keys={keysOf(sendKey)} disabled={!canAsk} onClick={onAsk} />
        )}
      </div>
    </form>
  );
}

function CostLine({ cost: { text, description, isTooLong } }: { cost: CostView }): VNode {
  return (
    <span id={COST_ID} class={isTooLong ? 'questionCost tooLong' : 'questionCost'} title={description}>
      {isTooLong && <Icon name="warning" />}
      <span class="questionCostText">{withWholeRanges(text)}</span>
    </span>
  );
}

/** Prevents line breaks within a range, such as `1–2`, in a narrow view. */
function withWholeRanges(text: string): string {
  return text.replaceAll('–', '\u2060–\u2060');
}

function ModelButton({ model, problem }: { model: string; problem: string | null }): VNode {
  const post = usePost();
  const label = l10n.t('Model that will answer: {0}. Select another', plainVisibleText(model));
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
        <span class="modelName">
          <VisiblePieces text={model} within="code" />
        </span>
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
      title={disabled ? l10n.t('Type a question to send it.') : `${label} (${keys})`}
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
