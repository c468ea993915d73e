import type { Job } from '../../core/batch/job.ts';
import type { JobPhase } from '../../core/batch/jobPhase.ts';

/** Words in `contextValue` that the `when` clauses of the tree's menus test. */
const ABILITIES = [
  'pausable',
  'resumable',
  'joinable',
  'cancellable',
  'retryable',
  'changeable',
  'readable',
  'reviewable',
] as const;

/** An action that a job allows in its current phase. */
export type JobAbility = (typeof ABILITIES)[number];

/** Returns whether a job allows an action. */
export function isAble({ counts, plan }: Job, phase: JobPhase, ability: JobAbility): boolean {
  const isOver = phase === 'done' || phase === 'cancelled';
  switch (ability) {
    case 'pausable':
      return phase === 'here' || phase === 'elsewhere';
    case 'resumable':
      return !isOver && phase !== 'here' && phase !== 'elsewhere';
    case 'joinable':
      return phase === 'elsewhere' && plan.way === 'requests';
    case 'cancellable':
      return !isOver;
    case 'retryable':
      return counts.failed > 0;
    case 'changeable':
      return !isOver && plan.way === 'requests' && counts.waiting + counts.running > 0;
    case 'readable':
      return counts.done + counts.failed > 0;
    case 'reviewable':
      return plan.isEdit === true && counts.done > 0;
  }
}

/** Returns all actions that a job allows, for the `when` clauses of menus. */
export function abilities(job: Job, phase: JobPhase): JobAbility[] {
  return ABILITIES.filter(ability => isAble(job, phase, ability));
}
