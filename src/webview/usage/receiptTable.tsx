import * as l10n from '@vscode/l10n';
import { Fragment, type VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { UsageReceiptView } from '../../protocol/usageReportView.ts';
import { Icon } from './icon.tsx';
import { LevelText } from './levelText.tsx';
import { Section } from './section.tsx';

/** Number of receipts shown initially. */
const FEW = 10;

/** The newest requests. Each can be expanded to explain its cost. */
export function ReceiptTable({ receipts }: { receipts: readonly UsageReceiptView[] }): VNode {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [isWhole, setWhole] = useState(false);
  const toggle = (id: string): void => {
    setOpened(before => (before.has(id) ? new Set([...before].filter(each => each !== id)) : new Set([...before, id])));
  };
  const shown = isWhole ? receipts : receipts.slice(0, FEW);
  const title = l10n.t('Recent requests');
  return (
    <Section id="receipts" title={title}>
      {receipts.length === 0 && <p class="muted">{l10n.t('No single requests are kept from this time.')}</p>}
      {receipts.length > 0 && (
        <div class="tableScroller" role="region" aria-label={title} tabIndex={0}>
          <table class="receipts">
            <caption class="visuallyHidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">{l10n.t('Time')}</th>
                <th scope="col">{l10n.t('Model')}</th>
                <th scope="col">{l10n.t('Feature')}</th>
                <th scope="col" class="number">
                  {l10n.t('Tokens in + out')}
                </th>
                <th scope="col" class="number">
                  {l10n.t('Spend')}
                </th>
                <th scope="col">{l10n.t('Outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((receipt, place) => (
                <Receipt
                  key={receipt.id}
                  receipt={receipt}
                  place={place}
                  isOpen={opened.has(receipt.id)}
                  onToggle={() => toggle(receipt.id)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {receipts.length > FEW && (
        <button type="button" class="linkButton" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? l10n.t('Show Fewer') : l10n.t('Show All {count}', { count: String(receipts.length) })}
        </button>
      )}
    </Section>
  );
}

interface ReceiptProps {
  readonly receipt: UsageReceiptView;
  readonly place: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Receipt({ receipt, place, isOpen, onToggle }: ReceiptProps): VNode {
  const { when, model, feature, tokens, amount, outcome, level, details } = receipt;
  const detailsId = `receipt${place}`;
  return (
    <Fragment>
      <tr>
        <th scope="row">
          <button
            type="button"
            class="opener"
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailsId : undefined}
            onClick={onToggle}
          >
            <Icon name="chevron" />
            <span>{when}</span>
          </button>
        </th>
        <td class="name">{model}</td>
        <td>{feature}</td>
        <td class="number">{tokens}</td>
        <td class="number">{amount}</td>
        <td>{level === null ? outcome : <LevelText level={level} text={outcome} />}</td>
      </tr>
      {isOpen && (
        <tr id={detailsId} class="receiptDetails">
          <td colSpan={6}>
            <dl>
              {details.map(({ label, value }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </td>
        </tr>
      )}
    </Fragment>
  );
}
