import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { BudgetView, LaneView, Level, LiveView } from '../../protocol/usageReportView.ts';
import { Icon } from './icon.tsx';
import { LevelText } from './levelText.tsx';
import { usePost } from './post.ts';
import { Section } from './section.tsx';

/** The current state: budgets and the service's rate limits. */
export function LiveSection({ live }: { live: LiveView }): VNode {
  const post = usePost();
  return (
    <>
      {live.paused.map(({ consumer, text }) => (
        <div key={consumer} class="pausedBox">
          <Icon name="stopped" />
          <p>{l10n.t('{name} is paused: nothing is sent for it.', { name: text })}</p>
          <button type="button" class="button secondary" onClick={() => post({ type: 'resumeConsumer', consumer })}>
            {l10n.t('Resume')}
          </button>
        </div>
      ))}
      <div class="pair">
        <Section id="budgets" title={l10n.t('Budgets')}>
          {live.budgets.length === 0 && <p class="muted">{l10n.t('No budget is set, so spending has no limit.')}</p>}
          {live.budgets.map(budget => (
            <Budget key={budget.id} budget={budget} />
          ))}
          {live.balance !== null && (
            <div class="budgetHead balance">
              <span>{l10n.t('Balance at Baidu')}</span>
              <span class="budgetAmount">{live.balance}</span>
            </div>
          )}
          <button type="button" class="button secondary" onClick={() => post({ type: 'setBudget' })}>
            {l10n.t('Set Budget...')}
          </button>
        </Section>
        <Section id="lanes" title={l10n.t('Service Status')}>
          {live.lanes.length === 0 ? (
            <p class="muted">{l10n.t('Shown after the first request.')}</p>
          ) : (
            <Lanes lanes={live.lanes} />
          )}
        </Section>
      </div>
    </>
  );
}

function Budget({ budget }: { budget: BudgetView }): VNode {
  const { name, amount, detail, spentShare, reservedShare, level } = budget;
  return (
    <div class={`budget ${level}`}>
      <div class="budgetHead">
        <span class="budgetName">
          {level !== 'good' && <Icon name={iconOf(level)} />}
          {name}
        </span>
        <span class="budgetAmount">{amount}</span>
      </div>
      <div
        class="budgetBar"
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(spentShare * 100)}
        aria-valuetext={`${amount}; ${detail}`}
      >
        <span class="spent" style={{ inlineSize: `${spentShare * 100}%` }} />
        <span class="reserved" style={{ inlineSize: `${reservedShare * 100}%` }} />
      </div>
      <p class="note">{detail}</p>
    </div>
  );
}

function Lanes({ lanes }: { lanes: readonly LaneView[] }): VNode {
  return (
    <ul class="lanes">
      {lanes.map(({ id, model, state, level, details }) => (
        <li key={id}>
          <div class="laneHead">
            <span class="laneName">{model}</span>
            <LevelText level={level} text={state} />
          </div>
          <p class="note">{details}</p>
        </li>
      ))}
    </ul>
  );
}

function iconOf(level: Exclude<Level, 'good'>): 'warning' | 'error' {
  return level === 'bad' ? 'error' : 'warning';
}
