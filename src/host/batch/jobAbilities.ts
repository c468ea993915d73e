import type { Job } from '../../core/batch/job.ts';
import type { JobPhase } from '../../core/batch/jobPhase.ts';

/** Words that the conditions of the tree's menus ask for. */
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

/** What can be done with a job as it stands. */
export type JobAbility = (typeof ABILITIES)[number];

/** Whether that can be done with the job. */
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

/** All that can be done with it, for the conditions of menus. */
export function abilities(job: Job, phase: JobPhase): JobAbility[] {
  return ABILITIES.filter(ability => isAble(job, phase, ability));
}
