import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { AnswerView } from '../../protocol/turnView.ts';
import { AnswerActionButton } from './answerActionButton.tsx';
import { CopyButton } from './copyButton.tsx';
import { Icon } from './icon.tsx';
import { ReceiptDetails } from './receiptDetails.tsx';
import { ReceiptLine } from './receiptLine.tsx';

/** Footer of a completed answer: its cost, expandable details, and actions. */
export function AnswerFoot({ turnId, answer }: { turnId: string; answer: AnswerView }): VNode | null {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { receipt, details = [], actions = [], text, cached, failure } = answer;
  // A cached or failed answer already has a labelled action for asking again.
  const asksAlready = [...(cached?.actions ?? []), ...(failure?.actions ?? [])].some(({ asks }) => asks);
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
            <AnswerActionButton key={action.id} turnId={turnId} action={action} class="iconButton quiet">
              <Icon name="refresh" />
            </AnswerActionButton>
          ))}
        </span>
      </div>
      {isOpen && <ReceiptDetails id={id} details={details} />}
    </>
  );
}
