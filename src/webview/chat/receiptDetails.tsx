import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { ReceiptDetailView } from '../../protocol/turnView.ts';

/** Details of how an answer was obtained and what it cost, line by line. */
export function ReceiptDetails({ id, details }: { id: string; details: readonly ReceiptDetailView[] }): VNode {
  return (
    <table id={id} class="receiptDetails">
      <caption class="visuallyHidden">{l10n.t('Receipt')}</caption>
      <tbody>
        {details.map(({ name, value }) => (
          <tr>
            <th scope="row">{nameOf(name)}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf(name: ReceiptDetailView['name']): string {
  switch (name) {
    case 'model':
      return l10n.t('Model');
    case 'endpoint':
      return l10n.t('Endpoint');
    case 'cache':
      return l10n.t('Source');
    case 'failed':
      return l10n.t('Failed attempt');
    case 'requests':
      return l10n.t('Requests');
    case 'waited':
      return l10n.t('Waited before sending');
    case 'firstToken':
      return l10n.t('Time to first token');
    case 'total':
      return l10n.t('Total time');
    case 'input':
      return l10n.t('Input tokens');
    case 'cachedInput':
      return l10n.t('Cached input tokens');
    case 'output':
      return l10n.t('Output tokens');
    case 'reasoning':
      return l10n.t('Reasoning tokens');
    case 'price':
      return l10n.t('Price');
    case 'cost':
      return l10n.t('Cost');
  }
}
