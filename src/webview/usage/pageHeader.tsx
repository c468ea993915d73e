import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { UsagePicture } from '../../protocol/usage.ts';
import { FilterBar } from './filterBar.tsx';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';
import { RangeBar } from './rangeBar.tsx';

/** The title with the page's actions; below it, the selected range and filters. */
export function PageHeader({ picture }: { picture: UsagePicture }): VNode {
  const post = usePost();
  const hasReport = picture.report !== null && picture.report.empty === null;
  return (
    <header>
      <div class="titleRow">
        <div class="title">
          <h1>{l10n.t('Usage and Spend')}</h1>
          <p class="muted">{picture.range.text}</p>
        </div>
        <div class="actions">
          <button
            type="button"
            class="iconButton labelled"
            disabled={!hasReport}
            onClick={() => post({ type: 'export', format: 'csv' })}
          >
            <Icon name="exported" />
            {l10n.t('Export CSV...')}
          </button>
          <button
            type="button"
            class="iconButton labelled"
            disabled={!hasReport}
            onClick={() => post({ type: 'export', format: 'json' })}
          >
            <Icon name="exported" />
            {l10n.t('Export JSON...')}
          </button>
          <button type="button" class="iconButton labelled" onClick={() => post({ type: 'compareBill' })}>
            <Icon name="compare" />
            {l10n.t("Compare with Baidu's Bill...")}
          </button>
          <button type="button" class="iconButton labelled" onClick={() => post({ type: 'refresh' })}>
            <Icon name="refresh" />
            {l10n.t('Refresh')}
          </button>
        </div>
      </div>
      <RangeBar range={picture.range} />
      <FilterBar filters={picture.filters} />
    </header>
  );
}
