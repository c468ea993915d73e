import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { RecentView } from '../../protocol/chatView.ts';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';
import { recentTime } from './recentTime.ts';

/** The most recent conversations, and the button that shows all others. */
export function RecentConversations({ recent }: { recent: readonly RecentView[] }): VNode {
  const post = usePost();
  return (
    <section class="recent" aria-labelledby="recentTitle">
      <h3 id="recentTitle">{l10n.t('Recent conversations')}</h3>
      <ul>
        {recent.map(({ id, title, changedAtMs }) => (
          <li key={id}>
            <button
              type="button"
              class="recentItem"
              onClick={() => post({ type: 'openConversation', conversationId: id })}
            >
              <span class="recentTitle" dir="auto" title={title}>
                {title || l10n.t('Untitled conversation')}
              </span>
              <span class="recentTime">{recentTime(changedAtMs, Date.now(), document.documentElement.lang)}</span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="linkButton" onClick={() => post({ type: 'showHistory' })}>
        <Icon name="history" />
        {l10n.t('Show Chat History')}
      </button>
    </section>
  );
}
