import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { UsageReportView } from '../../protocol/usageReportView.ts';
import { BreakdownTabs } from './breakdownTabs.tsx';
import { ChartFigure } from './chartFigure.tsx';
import { DataTable } from './dataTable.tsx';
import { ReceiptTable } from './receiptTable.tsx';
import { Section } from './section.tsx';

/** All parts of a report except the key figures and the spend. */
export function ReportSections({ report }: { report: UsageReportView }): VNode {
  const { breakdowns, tokens, estimateNote, latency, failures, traffic, receipts } = report;
  return (
    <>
      <BreakdownTabs breakdowns={breakdowns} />
      <Section id="tokens" title={tokens.table.caption} notes={[tokens.summary, estimateNote]}>
        <ChartFigure chart={tokens} />
      </Section>
      <div class="pair">
        {latency && (
          <Section id="latency" title={latency.table.caption}>
            <DataTable table={latency.table} />
            <p class="note">{latency.note}</p>
          </Section>
        )}
        <Section id="failures" title={l10n.t('Failed requests by cause')}>
          {failures ? <DataTable table={failures} /> : <p class="muted">{l10n.t('No request failed.')}</p>}
        </Section>
      </div>
      <Section id="traffic" title={l10n.t('Forecast for the next 24 hours')} notes={traffic.advice}>
        {traffic.charts && (
          <>
            <div class="pair">
              <ChartFigure chart={traffic.charts.requests} title={l10n.t('Requests per hour')} hasTable={false} />
              <ChartFigure chart={traffic.charts.tokens} title={l10n.t('Tokens per hour')} hasTable={false} />
            </div>
            <details class="tableDetails">
              <summary>{l10n.t('Table')}</summary>
              <DataTable table={traffic.charts.requests.table} />
            </details>
          </>
        )}
      </Section>
      <ReceiptTable receipts={receipts} />
    </>
  );
}
