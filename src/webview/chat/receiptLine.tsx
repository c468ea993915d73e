import type { VNode } from 'preact';
import type { ReceiptView } from '../../protocol/turnView.ts';
import { VisiblePieces } from './markdown/visiblePieces.tsx';

/** In their order. Where there is little room some are left out: all of them are among the details. */
const PARTS = ['model', 'tokens', 'amount', 'duration'] as const;

/** What an answer cost, on one line. */
export function ReceiptLine({ receipt }: { receipt: ReceiptView }): VNode {
  return (
    <span class="receipt" title={receipt.description}>
      <span class="visuallyHidden">{receipt.description}</span>
      <span class="receiptParts" aria-hidden="true">
        {PARTS.map(part => (
          <span key={part} class={`receiptPart ${part}`}>
            <VisiblePieces text={receipt[part]} within="prose" />
          </span>
        ))}
      </span>
    </span>
  );
}
