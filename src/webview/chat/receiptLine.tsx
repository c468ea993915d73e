import type { VNode } from 'preact';
import type { ReceiptView } from '../../protocol/turnView.ts';
import { VisiblePieces } from './markdown/visiblePieces.tsx';

/** In display order. Narrow views hide some; the details contain all of them. */
const PARTS = ['model', 'tokens', 'amount', 'duration'] as const;

/** The cost of an answer on one line. */
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
