import * as l10n from '@vscode/l10n';
import type { ComponentChildren, VNode } from 'preact';
import type { PageMessage } from '../../protocol/chat.ts';
import type { RecentView, SetupView } from '../../protocol/chatView.ts';
import { Icon, type IconName } from './icon.tsx';
import { Mark } from './mark.tsx';
import { RecentConversations } from './recentConversations.tsx';
import { usePost } from './post.ts';
import { shortcut } from './shortcut.ts';

interface EmptyViewProps {
  readonly setup: SetupView;
  readonly recent: readonly RecentView[];
}

/** Shown in an empty conversation: how to start or continue, and what data leaves the computer. */
export function EmptyView({ setup, recent }: EmptyViewProps): VNode {
  return (
    <section class="empty">
      <Mark />
      {setup.hasCredentials ? <Invitation setup={setup} recent={recent} /> : <SetupNeeded setup={setup} />}
    </section>
  );
}

function SetupNeeded({ setup }: { setup: SetupView }): VNode {
  const post = usePost();
  return (
    <>
      <h2>{l10n.t('Set a key to start asking.')}</h2>
      <button type="button" class="button emptyButton" onClick={() => post({ type: 'setCredentials' })}>
        {l10n.t('Set Credentials...')}
      </button>
      <ul class="emptyActions">
        <Action icon="external" does="openConsole" label={l10n.t('No key yet? Open Console')} />
        <Action icon="steps" does="openWalkthrough" label={l10n.t('Get Started')} />
      </ul>
      <ul class="emptyFacts">
        <Fact icon="lock">
          {l10n.t(
            'The key is kept encrypted by VS Code and sent only to {host}. This is a third-party extension, not a Baidu product.',
            { host: setup.host },
          )}
        </Fact>
        <WhatLeaves />
      </ul>
    </>
  );
}

function Invitation({ setup, recent }: EmptyViewProps): VNode {
  const keys = shortcut('Shift+Alt+W', navigator.platform);
  return (
    <>
      <h2>{l10n.t('Ask about your code')}</h2>
      <p>
        <WithKeys
          text={l10n.t('Select code, then right-click and choose Wenxin, or press {keys}.', { keys: MARKED })}
          keys={keys}
        />
      </p>
      <ul class="emptyActions">
        <Action icon="question" does="askSelection" label={l10n.t('Ask About Selection...')} />
        <Action icon="book" does="explainSelection" label={l10n.t('Explain Selection')} />
        <Action icon="steps" does="openWalkthrough" label={l10n.t('Get Started')} />
      </ul>
      <p>{l10n.t('Or type a question below.')}</p>
      {recent.length > 0 && <RecentConversations recent={recent} />}
      <ul class="emptyFacts atEnd">
        <WhatLeaves />
        <Fact icon="host">
          {l10n.t('Questions go to {host}. This is a third-party extension, not a Baidu product.', {
            host: setup.host,
          })}
        </Fact>
      </ul>
    </>
  );
}

/** Placeholder for a keyboard shortcut during translation, so that it can be rendered as keys. */
const MARKED = '\n';

function WithKeys({ text, keys }: { text: string; keys: string }): VNode {
  const [before, after] = text.split(MARKED);
  return (
    <>
      {before}
      <kbd>{keys}</kbd>
      {after}
    </>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly does: Extract<PageMessage['type'], 'openConsole' | 'askSelection' | 'explainSelection' | 'openWalkthrough'>;
  readonly label: string;
}

function Action({ icon, does, label }: ActionProps): VNode {
  const post = usePost();
  return (
    <li>
      <button type="button" class="linkButton" onClick={() => post({ type: does })}>
        <Icon name={icon} />
        {label}
      </button>
    </li>
  );
}

function Fact({ icon, children }: { icon: IconName; children: ComponentChildren }): VNode {
  return (
    <li>
      <Icon name={icon} />
      <span>{children}</span>
    </li>
  );
}

function WhatLeaves(): VNode {
  return (
    <Fact icon="shield">
      {l10n.t(
        'Only what you ask about is sent: your question, the selection, the files you attach, and the conversation so far. No telemetry.',
      )}
    </Fact>
  );
}
