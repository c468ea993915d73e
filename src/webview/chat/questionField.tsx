import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { MAX_TEXT_LENGTH } from '../../protocol/chat.ts';
import type { SendKey } from '../../protocol/chatView.ts';
import type { SuggestionView } from '../../protocol/suggestionMessages.ts';
import { isLongPaste } from './longPaste.ts';
import { usePost } from './post.ts';
import type { SuggestionBox } from './suggestions/suggestionBox.ts';
import { suggestionKey } from './suggestions/suggestionKey.ts';
import {
  SUGGESTION_LIST_ID,
  SuggestionList,
  suggestionOptionId,
  suggestionStatus,
} from './suggestions/suggestionList.tsx';
import { useSendKeys } from './useSendKeys.ts';

export interface QuestionFieldProps {
  readonly text: string;
  readonly suggestions: SuggestionBox;
  readonly sendKey: SendKey;
  readonly answering: boolean;
  readonly label: string;
  readonly placeholder: string;
  /** Ids of the elements that screen readers read with the field. */
  readonly describedBy: string | undefined;
  readonly onType: (text: string) => void;
  readonly onAsk: () => void;
  readonly onStop: () => void;
  /** Called for a pasted text that is too long for the question. */
  readonly onPasteLong: (text: string) => void;
  readonly onLeave: () => void;
  /** Called for the up arrow in an empty field. Returns false if there is nothing to edit. */
  readonly onEditLast: () => boolean;
}

/** Text field for a question, with suggestions for the triggers typed in it. */
export function QuestionField(props: QuestionFieldProps): VNode {
  const { text, suggestions, sendKey, answering, onType, onAsk, onStop, onLeave, onEditLast } = props;
  const post = usePost();
  const field = useRef<HTMLTextAreaElement>(null);
  const { offered } = suggestions;
  const count = offered?.items.length ?? 0;

  const look = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) =>
    suggestions.look(value, selectionStart === selectionEnd ? selectionStart : undefined);

  const take = (item: SuggestionView | undefined) => {
    if (item === undefined || offered === undefined || field.current === null) return;
    const { trigger, start, end } = offered.typed;
    field.current.focus();
    field.current.setSelectionRange(start, end);
    // `execCommand` is the only way to make an edit that the user can undo.
    if (item.insert === undefined) document.execCommand('delete');
    else document.execCommand('insertText', false, item.insert);
    suggestions.leave();
    // Post the text first, so that the host has it before it handles the suggestion.
    onLeave();
    post({ type: 'takeSuggestion', trigger, suggestionId: item.id });
  };

  const ask = () => {
    suggestions.leave();
    onAsk();
  };

  const obey = (confirmation: 'take' | 'send' | 'wait' | undefined) => {
    if (confirmation === 'take') take(offered?.items[offered.active]);
    if (confirmation === 'send' && !answering) ask();
  };
  // Handle an Enter that was pressed before the host's suggestions arrived.
  useLayoutEffect(() => obey(suggestions.takeConfirmed()));

  const onOtherKey = (event: KeyboardEvent): boolean => {
    if (event.key === 'ArrowUp' && field.current?.value === '' && !hasModifier(event)) return onEditLast();
    switch (suggestions.isOpen ? suggestionKey(event, count) : undefined) {
      case undefined:
        return false;
      case 'next':
        suggestions.move(1);
        return true;
      case 'previous':
        suggestions.move(-1);
        return true;
      case 'take':
        take(offered?.items[offered.active]);
        return true;
      case 'close':
        suggestions.close();
        return true;
      case 'confirm': {
        const confirmation = suggestions.confirm();
        // The remaining key handlers decide what Enter does.
        if (confirmation === 'send') return false;
        obey(confirmation);
        return true;
      }
    }
  };

  const keys = useSendKeys({
    sendKey,
    answering,
    onSend: ask,
    onEscape: answering ? onStop : undefined,
    onOtherKey,
  });
  const isListed = count > 0;

  return (
    <>
      {offered !== undefined && <SuggestionList offered={offered} onTake={take} />}
      <textarea
        class="composerText"
        ref={field}
        rows={1}
        maxLength={MAX_TEXT_LENGTH}
        value={text}
        placeholder={props.placeholder}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-autocomplete="list"
        aria-controls={isListed ? SUGGESTION_LIST_ID : undefined}
        aria-activedescendant={isListed ? suggestionOptionId(offered?.active ?? 0) : undefined}
        onInput={event => {
          onType(event.currentTarget.value);
          // Ignore text that an input method is still composing.
          if (!event.isComposing) look(event.currentTarget);
        }}
        onKeyDown={keys.onKeyDown}
        onKeyUp={event => {
          if (!event.isComposing) look(event.currentTarget);
        }}
        onMouseUp={event => look(event.currentTarget)}
        onCompositionEnd={event => {
          keys.onCompositionEnd(event);
          look(event.currentTarget);
        }}
        onPaste={event => {
          const pasted = event.clipboardData?.getData('text/plain') ?? '';
          if (!isLongPaste(pasted)) return;
          event.preventDefault();
          // The host ignores longer texts. What is kept of one is still too long to be sent, which the chat says.
          props.onPasteLong(pasted.slice(0, MAX_TEXT_LENGTH));
        }}
        onBlur={() => {
          suggestions.leave();
          onLeave();
        }}
      />
      <span class="visuallyHidden" role="status">
        {suggestionStatus(offered)}
      </span>
    </>
  );
}

function hasModifier({ shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return shiftKey || altKey || ctrlKey || metaKey;
}
