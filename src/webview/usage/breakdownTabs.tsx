import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { BreakdownView } from '../../protocol/usageReportView.ts';
import { DataTable } from './dataTable.tsx';
import { nextTab } from './nextTab.ts';
import { Section } from './section.tsx';

/** Usage by one dimension at a time, selected by tabs. */
export function BreakdownTabs({ breakdowns }: { breakdowns: readonly BreakdownView[] }): VNode | null {
  const [chosen, choose] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const shown = breakdowns[chosen];
  if (shown === undefined) return null;
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextTab(event.key, chosen, breakdowns.length);
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    list.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <Section id="breakdown" title={l10n.t('Where it went')}>
      <div class="tabs" role="tablist" aria-labelledby="breakdownTitle" ref={list} onKeyDown={onKeyDown}>
        {breakdowns.map(({ id, label }, place) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${id}Tab`}
            aria-selected={place === chosen}
            aria-controls="breakdownPanel"
            tabIndex={place === chosen ? 0 : -1}
            onClick={() => choose(place)}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="breakdownPanel" aria-labelledby={`${shown.id}Tab`}>
        <DataTable table={shown.table} />
      </div>
    </Section>
  );
}
