import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { BranchView } from '../../protocol/turnView.ts';
import { AnsweringContext } from './answering.ts';
import { Icon, type IconName } from './icon.tsx';
import { usePost } from './post.ts';

/** Shows which of several versions of a question is visible, and switches to the others. */
export function BranchSwitch({ branch: { number, count, previousId, nextId } }: { branch: BranchView }): VNode {
  return (
    <div class="branchSwitch" role="group" aria-label={l10n.t('Versions of This Question')}>
      <Step icon="previous" label={l10n.t('Previous Version')} turnId={previousId} />
      <span class="branchNumber" aria-hidden="true">
        {number} / {count}
      </span>
      <span class="visuallyHidden">{l10n.t('Version {0} of {1}', number, count)}</span>
      <Step icon="chevron" label={l10n.t('Next Version')} turnId={nextId} />
    </div>
  );
}

interface StepProps {
  readonly icon: IconName;
  readonly label: string;
  readonly turnId: string | undefined;
}

function Step({ icon, label, turnId }: StepProps): VNode {
  const post = usePost();
  const answering = useContext(AnsweringContext);
  return (
    <button
      type="button"
      class="iconButton"
      title={label}
      aria-label={label}
      disabled={answering || turnId === undefined}
      onClick={() => {
        if (turnId !== undefined) post({ type: 'showBranch', turnId });
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
