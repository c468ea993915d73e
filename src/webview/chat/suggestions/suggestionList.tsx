import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SuggestionView } from '../../../protocol/suggestionMessages.ts';
import { Icon } from '../icon.tsx';
import { VisiblePieces } from '../markdown/visiblePieces.tsx';
import { plainVisibleText } from '../markdown/visibleText.ts';
import type { OfferedSuggestions } from './suggestionBox.ts';

/** Id of the list, for the field's ARIA attributes. */
export const SUGGESTION_LIST_ID = 'suggestions';

/** Returns the id of an option, for the field's ARIA attributes. */
export function suggestionOptionId(index: number): string {
  return `suggestion${index}`;
}

export interface SuggestionListProps {
  readonly offered: OfferedSuggestions;
  readonly onTake: (item: SuggestionView) => void;
}

/** The suggestions, above the field. The focus stays in the field. */
export function SuggestionList({ offered, onTake }: SuggestionListProps): VNode {
  const { typed, items, active } = offered;
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [items, active]);
  if (items.length === 0) return <p class="suggestions noSuggestion">{nothingFound(offered)}</p>;
  return (
    <ul
      class="suggestions"
      id={SUGGESTION_LIST_ID}
      ref={list}
      role="listbox"
      aria-label={typed.trigger === '/' ? l10n.t('Prompts') : l10n.t('Attachments')}
    >
      {items.map((item, index) => (
        <li
          key={item.id}
          class="suggestion"
          id={suggestionOptionId(index)}
          role="option"
          aria-selected={index === active}
          title={plainVisibleText(item.description === '' ? item.label : `${item.label} · ${item.description}`)}
          // A click must not take the focus from the field.
          onMouseDown={event => event.preventDefault()}
          onClick={() => onTake(item)}
        >
          <Icon name={item.icon} />
          <span class="suggestionLabel">
            <VisiblePieces text={item.label} within="code" />
          </span>
          <span class="suggestionDescription">
            <VisiblePieces text={item.description} within="code" />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Returns the text for screen readers. */
export function suggestionStatus(offered: OfferedSuggestions | undefined): string {
  if (offered === undefined) return '';
  const count = offered.items.length;
  if (count === 0) return nothingFound(offered);
  return count === 1 ? l10n.t('1 suggestion') : l10n.t('{0} suggestions', count);
}

function nothingFound({ typed: { trigger, query } }: OfferedSuggestions): string {
  return trigger === '/' ? l10n.t('There is no prompt “{0}”.', query) : l10n.t('Nothing found for “{0}”.', query);
}
