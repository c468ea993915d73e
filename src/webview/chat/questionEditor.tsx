import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MAX_TEXT_LENGTH } from '../../protocol/chat.ts';
import type { TurnView } from '../../protocol/turnView.ts';
import { AnsweringContext } from './answering.ts';
import { EditMemoryContext } from './editMemory.ts';
import { leaveButton } from './leaveButton.ts';
import { usePost } from './post.ts';
import { isAnswering } from './reducer.ts';
import { SendKeyContext } from './sendKey.ts';
import { useSendKeys } from './useSendKeys.ts';

export interface QuestionEditorProps {
  readonly turn: TurnView;
  readonly onClose: () => void;
}

/** Edits a question in place. The host may decline the edit, so the text is kept until the question is asked. */
export function QuestionEditor({ turn, onClose }: QuestionEditorProps): VNode {
  const post = usePost();
  const sendKey = useContext(SendKeyContext);
  const answering = useContext(AnsweringContext);
  const memory = useContext(EditMemoryContext);
  const [text, setText] = useState(() => memory.textOf(turn.id) ?? turn.question);
  const field = useRef<HTMLTextAreaElement>(null);
  const isSent = useRef(false);
  /** This question was asked. If the host declined it, another question may be in progress instead. */
  const isAnswered = isAnswering(turn.answer);
  const canSend = text.trim() !== '' && !answering;

  useLayoutEffect(() => {
    // An editor restored with its page must not take the focus.
    if (memory.textOf(turn.id) !== undefined) return;
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);

  useLayoutEffect(() => {
    if (!isAnswered || !isSent.current || field.current === null) return;
    leaveButton(field.current);
    onClose();
  }, [isAnswered]);

  useLayoutEffect(
    () => () => {
      // The edited question was asked as another branch, which replaces this turn.
      if (isSent.current) memory.forget(turn.id);
    },
    [],
  );

  const send = () => {
    if (!canSend) return;
    isSent.current = true;
    post({ type: 'edit', turnId: turn.id, text });
  };

  const keys = useSendKeys({ sendKey, answering, onSend: send, onEscape: onClose });

  return (
    <form class="questionEditor" aria-label={l10n.t('Edit Question')} onSubmit={event => event.preventDefault()}>
      <textarea
        ref={field}
        class="composerText"
        rows={1}
        maxLength={MAX_TEXT_LENGTH}
        value={text}
        aria-label={l10n.t('Question')}
        onInput={event => {
          isSent.current = false;
          memory.keep(turn.id, event.currentTarget.value);
          setText(event.currentTarget.value);
        }}
        {...keys}
      />
      <div class="editorFoot">
        <button type="button" class="button secondary" onClick={onClose}>
          {l10n.t('Cancel')}
        </button>
        <button type="button" class="button" disabled={!canSend} onClick={send}>
          {l10n.t('Send')}
        </button>
      </div>
    </form>
  );
}
