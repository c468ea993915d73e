import type { VNode } from 'preact';
import type { ReceiptView } from '../../protocol/chat.ts';

/** What an answer cost. */
export function ReceiptLine({ receipt }: { receipt: ReceiptView }): VNode {
  const parts = [receipt.model, receipt.tokens, receipt.amount, receipt.duration];
  return (
    <p class="receipt" title={receipt.description}>
      <span class="visuallyHidden">{receipt.description}</span>
      <span class="receiptParts" aria-hidden="true">
        {parts.map((part, index) => (
          <span class="receiptPart">
            {index > 0 && <span class="receiptDot"> · </span>}
            <span>{part}</span>
          </span>
        ))}
      </span>
    </p>
  );
}
