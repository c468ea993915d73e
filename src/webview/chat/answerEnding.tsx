import * as l10n from '@vscode/l10n';
import type { ComponentChildren, VNode } from 'preact';
import type { AnswerView } from '../../protocol/turnView.ts';
import { Icon, type IconName } from './icon.tsx';
import { MainActions } from './mainActions.tsx';
import { VisiblePieces } from './markdown/visiblePieces.tsx';

/** Explains how an answer ended, with the most likely actions next to it if there is room. */
export function AnswerEnding({ turnId, answer }: { turnId: string; answer: AnswerView }): VNode | null {
  const { state, notice, actions = [] } = answer;
  const main = actions.filter(({ isMain }) => isMain);
  const isStopped = state === 'stopped';
  if (!isStopped && notice === undefined && main.length === 0) return null;
  return (
    <div class="answerEnding">
      {isStopped && <Aside icon="stop">{l10n.t('Stopped.')}</Aside>}
      {notice !== undefined && (
        <Aside icon="info">
          <VisiblePieces text={notice} within="prose" />
        </Aside>
      )}
      {main.length > 0 && <MainActions turnId={turnId} actions={main} calm={isStopped} />}
    </div>
  );
}

/** A remark about an answer, styled so that it is not mistaken for part of it. */
function Aside({ icon, children }: { icon: IconName; children: ComponentChildren }): VNode {
  return (
    <p class="aside">
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}
