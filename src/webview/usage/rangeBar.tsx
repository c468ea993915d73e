import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RangeView, UsageRange } from '../../protocol/usage.ts';
import { usePost } from './post.ts';

/** Selects the time range, by a preset or by two days. */
export function RangeBar({ range }: { range: RangeView }): VNode {
  const post = usePost();
  return (
    <div class="rangeBar">
      <fieldset class="segments">
        <legend class="visuallyHidden">{l10n.t('Time range')}</legend>
        {names().map(([id, name]) => (
          <label key={id} class="segment">
            <input
              type="radio"
              name="range"
              class="visuallyHidden"
              checked={range.chosen === id}
              onChange={() => post({ type: 'chooseRange', range: id })}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      {range.chosen === 'custom' && <DaysForm range={range} />}
    </div>
  );
}

/** Both days are submitted together with a button, because a partly typed date can be valid too. */
function DaysForm({ range }: { range: RangeView }): VNode {
  const post = usePost();
  const [from, setFrom] = useState(range.from);
  const [to, setTo] = useState(range.to);
  useEffect(() => {
    setFrom(range.from);
    setTo(range.to);
  }, [range.from, range.to]);
  return (
    <form
      class="days"
      onSubmit={event => {
        event.preventDefault();
        post({ type: 'chooseDays', from, to });
      }}
    >
      <label>
        {l10n.t('From')}
        <input
          type="date"
          required
          max={range.today}
          value={from}
          onInput={({ currentTarget }) => setFrom(currentTarget.value)}
        />
      </label>
      <label>
        {l10n.t('To')}
        <input
          type="date"
          required
          max={range.today}
          value={to}
          onInput={({ currentTarget }) => setTo(currentTarget.value)}
        />
      </label>
      <button type="submit" class="button secondary" disabled={from === range.from && to === range.to}>
        {l10n.t('Apply')}
      </button>
    </form>
  );
}

function names(): readonly (readonly [id: UsageRange, name: string])[] {
  return [
    ['today', l10n.t('Today')],
    ['7days', l10n.t('7 days')],
    ['30days', l10n.t('30 days')],
    ['90days', l10n.t('90 days')],
    ['month', l10n.t('This month')],
    ['lastMonth', l10n.t('Last month')],
    ['year', l10n.t('1 year')],
    ['custom', l10n.t('Custom...')],
  ];
}
