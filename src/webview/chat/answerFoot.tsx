import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useContext, useId, useState } from 'preact/hooks';
import type { AnswerActionView, AnswerView } from '../../protocol/turnView.ts';
import { AnsweringContext } from './answering.ts';
import { CopyButton } from './copyButton.tsx';
import { Icon } from './icon.tsx';
import { leaveButton } from './leaveButton.ts';
import { usePost } from './post.ts';
import { ReceiptDetails } from './receiptDetails.tsx';
import { ReceiptLine } from './receiptLine.tsx';

/** Footer of a completed answer: its cost, expandable details, and actions. */
export function AnswerFoot({ turnId, answer }: { turnId: string; answer: AnswerView }): VNode | null {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { receipt, details = [], actions = [], text, cached } = answer;
  // A cached answer already has a labelled action for asking again.
  const asksAlready = cached?.actions.some(({ asks }) => asks) ?? false;
  const quiet = actions.filter(({ isMain, asks }) => !isMain && !(asks && asksAlready));
  if (receipt === undefined && details.length === 0 && quiet.length === 0 && text === '') return null;
  return (
    <>
      <div class="answerFoot">
        {details.length > 0 && (
          <button
            type="button"
            class="receiptButton"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name="chevron" />
            {receipt === undefined ? l10n.t('Receipt') : <ReceiptLine receipt={receipt} />}
          </button>
        )}
        <span class="answerTools">
          {text !== '' && <CopyButton text={text} label={l10n.t('Copy Answer')} />}
          {quiet.map(action => (
            <QuietAction key={action.id} turnId={turnId} action={action} />
          ))}
        </span>
      </div>
      {isOpen && <ReceiptDetails id={id} details={details} />}
    </>
  );
}

function QuietAction({ turnId, action: { id, label, asks } }: { turnId: string; action: AnswerActionView }): VNode {
  const post = usePost();
  const answering = useContext(AnsweringContext);
  return (
    <button
      type="button"
      class="iconButton quiet"
      title={label}
      aria-label={label}
      disabled={asks && answering}
      onClick={({ currentTarget }) => {
        leaveButton(currentTarget);
        post({ type: 'answerAction', turnId, actionId: id });
      }}
    >
      <Icon name="refresh" />
    </button>
  );
}
