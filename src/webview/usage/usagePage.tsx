import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { UsagePicture } from '../../protocol/usage.ts';
import { ChartFigure } from './chartFigure.tsx';
import { EmptyBox, FailureBox, FirstLoading } from './stateBoxes.tsx';
import { PageHeader } from './pageHeader.tsx';
import { LiveSection } from './liveSection.tsx';
import { ReportSections } from './reportSections.tsx';
import { Section } from './section.tsx';
import { TileGrid } from './tileGrid.tsx';

/** The whole page. The current state is shown whatever the report contains. */
export function UsagePage({ picture }: { picture: UsagePicture }): VNode {
  const { report, failure, isLoading, live } = picture;
  const isFiltered = picture.filters.some(({ chosen }) => chosen !== null);
  return (
    <>
      <div class={isLoading ? 'progress isLoading' : 'progress'} aria-hidden="true" />
      <PageHeader picture={picture} />
      <p class="visuallyHidden" role="status">
        {isLoading && report === null ? l10n.t('Loading usage...') : ''}
      </p>
      {failure && <FailureBox failure={failure} />}
      {report === null && failure === null && <FirstLoading />}
      {report !== null && report.empty !== null && <EmptyBox reason={report.empty} isFiltered={isFiltered} />}
      {report?.empty === null && <TileGrid tiles={report.tiles} />}
      {report?.empty === null && (
        <Section id="spend" title={report.spend.table.caption} notes={[report.spend.summary]}>
          <ChartFigure chart={report.spend} />
        </Section>
      )}
      <LiveSection live={live} />
      {report?.empty === null && <ReportSections report={report} />}
      <footer>
        {report?.marks.map(mark => (
          <p key={mark}>{mark}</p>
        ))}
        <p>{picture.note}</p>
      </footer>
    </>
  );
}
