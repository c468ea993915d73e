import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { FilterView } from '../../protocol/usage.ts';
import { usePost } from './post.ts';

/**
 * Value of the option without a filter. It cannot collide with a name in the ledger, because names are prefixed with
 * `=`.
 */
const ALL = 'all';

/** Filters of the usage that is counted. */
export function FilterBar({ filters }: { filters: readonly FilterView[] }): VNode | null {
  const post = usePost();
  if (filters.length === 0) return null;
  return (
    <div class="filters" role="group" aria-label={l10n.t('Filters')}>
      {filters.map(({ dimension, label, chosen, options }) => (
        <label key={dimension} class={chosen === null ? 'filter' : 'filter isSet'}>
          <span>{label}</span>
          <select
            value={chosen === null ? ALL : `=${chosen}`}
            onChange={({ currentTarget: { value } }) =>
              post({ type: 'filter', dimension, name: value === ALL ? null : value.slice(1) })
            }
          >
            <option value={ALL}>{l10n.t('All')}</option>
            {options.map(({ name, text }) => (
              <option key={name} value={`=${name}`}>
                {text}
              </option>
            ))}
          </select>
        </label>
      ))}
      {filters.some(({ chosen }) => chosen !== null) && (
        <button type="button" class="linkButton" onClick={() => post({ type: 'clearFilters' })}>
          {l10n.t('Clear Filters')}
        </button>
      )}
    </div>
  );
}
