import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
import type { TurnView } from '../../protocol/turnView.ts';
import { AnsweringContext } from './answering.ts';
import { AttachmentChips } from './attachmentChips.tsx';
import { BranchSwitch } from './branchSwitch.tsx';
import { EditMemoryContext } from './editMemory.ts';
import { Icon } from './icon.tsx';
import { VisiblePieces } from './markdown/visiblePieces.tsx';
import { QuestionEditor } from './questionEditor.tsx';

/** A question with its actions: editing it, and switching between its versions. */
export function QuestionBox({ turn }: { turn: TurnView }): VNode {
  const answering = useContext(AnsweringContext);
  const memory = useContext(EditMemoryContext);
  const [isEdited, setEdited] = useState(() => memory.textOf(turn.id) !== undefined);
  const editButton = useRef<HTMLButtonElement>(null);
  const label = l10n.t('Edit Question');
  const close = () => {
    memory.forget(turn.id);
    setEdited(false);
    // The button exists again after the next frame.
    requestAnimationFrame(() => editButton.current?.focus());
  };
  if (isEdited) {
    return (
      <div class="question edited">
        <QuestionEditor turn={turn} onClose={close} />
        <AttachmentChips attachments={turn.attachments} />
      </div>
    );
  }
  return (
    <>
      <div class="questionRow">
        <div class="question">
          <p class="questionText">
            <VisiblePieces text={turn.question} within="prose" />
          </p>
          <AttachmentChips attachments={turn.attachments} />
        </div>
        <button
          ref={editButton}
          type="button"
          class="iconButton quiet editQuestion"
          title={label}
          aria-label={label}
          disabled={answering}
          onClick={() => setEdited(true)}
        >
          <Icon name="edit" />
        </button>
      </div>
      {turn.branch !== undefined && <BranchSwitch branch={turn.branch} />}
    </>
  );
}
