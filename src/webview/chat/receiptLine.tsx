import type { VNode } from 'preact';
import type { ReceiptView } from '../../protocol/chat.ts';

/** What an answer cost. */
export function ReceiptLine({ receipt }: { receipt: ReceiptView }): VNode {
  const parts = [receipt.model, receipt.tokens, receipt.amount, receipt.duration];
  return (
    <p class="receipt" title={receipt.description}>
      <span class="visuallyHidden">{receipt.description}</span>
      <span aria-hidden="true">
        {parts.map((part, index) => (
          <>
            {index > 0 && ' · '}
            <span class="receiptPart">{part}</span>
          </>
        ))}
      </span>
    </p>
  );
}
