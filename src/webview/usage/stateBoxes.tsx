import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { UsageFailureView } from '../../protocol/usage.ts';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';

/** Shown when usage cannot be read; older figures may remain visible below it. */
export function FailureBox({ failure }: { failure: UsageFailureView }): VNode {
  const post = usePost();
  return (
    <div class="failure" role="alert">
      <Icon name="error" />
      <p>{failure.message}</p>
      <div class="failureActions">
        <button type="button" class="button" onClick={() => post({ type: 'refresh' })}>
          {l10n.t('Try Again')}
        </button>
        <button type="button" class="button secondary" onClick={() => post({ type: 'showLog' })}>
          {l10n.t('Show Log')}
        </button>
      </div>
    </div>
  );
}

/** Shown when there is no usage, with an action that helps. */
export function EmptyBox({ reason, isFiltered }: { reason: 'never' | 'here'; isFiltered: boolean }): VNode {
  const post = usePost();
  if (reason === 'never') {
    return (
      <div class="emptyBox">
        <Icon name="chat" />
        <h2>{l10n.t('Nothing has been asked yet')}</h2>
        <p>{l10n.t('Every request is recorded here on this computer, with its tokens and what it cost.')}</p>
        <button type="button" class="button" onClick={() => post({ type: 'openChat' })}>
          {l10n.t('Ask a Question')}
        </button>
      </div>
    );
  }
  return (
    <div class="emptyBox">
      <Icon name="info" />
      <h2>{isFiltered ? l10n.t('Nothing matches these filters') : l10n.t('Nothing was asked in this time')}</h2>
      {isFiltered ? (
        <button type="button" class="button" onClick={() => post({ type: 'clearFilters' })}>
          {l10n.t('Clear Filters')}
        </button>
      ) : (
        <button type="button" class="button" onClick={() => post({ type: 'chooseRange', range: 'year' })}>
          {l10n.t('Show 1 Year')}
        </button>
      )}
    </div>
  );
}

/** Placeholder until the first figures arrive. */
export function FirstLoading(): VNode {
  return (
    <div class="loadingBoxes" aria-hidden="true">
      {Array.from({ length: 8 }, (_, place) => (
        <div key={place} class="loadingBox" />
      ))}
      <div class="loadingBox isWide">{l10n.t('Loading usage...')}</div>
    </div>
  );
}
