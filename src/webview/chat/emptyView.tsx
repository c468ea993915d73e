import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { SetupView } from '../../protocol/chat.ts';
import { shortcut } from './shortcut.ts';
import { usePost } from './post.ts';

/** What an empty conversation says: how to begin, and what leaves the machine. */
export function EmptyView({ setup }: { setup: SetupView }): VNode {
  return (
    <section class="empty">
      {setup.hasCredentials ? <Invitation setup={setup} /> : <SetupNeeded setup={setup} />}
    </section>
  );
}

function SetupNeeded({ setup }: { setup: SetupView }): VNode {
  const post = usePost();
  return (
    <>
      <h2>{l10n.t('Set a key to start asking.')}</h2>
      <div class="emptyActions">
        <button type="button" class="button" onClick={() => post({ type: 'setCredentials' })}>
          {l10n.t('Set Credentials...')}
        </button>
        <button type="button" class="button secondary" onClick={() => post({ type: 'openConsole' })}>
          {l10n.t('No key yet? Open Console')}
        </button>
      </div>
      <p>
        {l10n.t(
          'The key is kept encrypted by VS Code and sent only to {host}. This is a third-party extension, not a Baidu product.',
          { host: setup.host },
        )}
      </p>
      <WhatLeaves />
    </>
  );
}

function Invitation({ setup }: { setup: SetupView }): VNode {
  return (
    <>
      <h2>{l10n.t('Ask about your code')}</h2>
      <p>
        {l10n.t('Select code, then right-click and choose Wenxin, or press {keys}.', {
          keys: shortcut('Shift+Alt+W', navigator.platform),
        })}
      </p>
      <p>{l10n.t('Or type a question below.')}</p>
      <hr />
      <WhatLeaves />
      <p>
        {l10n.t('Questions go to {host}. This is a third-party extension, not a Baidu product.', { host: setup.host })}
      </p>
    </>
  );
}

function WhatLeaves(): VNode {
  return <p>{l10n.t('Only what you ask about is sent: the selection and the files you attach. No telemetry.')}</p>;
}
