import type { MessageFields } from './messageFields.ts';

/** Actions of the user on questions and answers. */
export type QuestionMessage =
  | { readonly type: 'ask'; readonly text: string }
  /** Asks a question in another form, as a branch beside the first. */
  | { readonly type: 'edit'; readonly turnId: string; readonly text: string }
  /** Shows the branch of a turn that is a sibling of a visible one. */
  | { readonly type: 'showBranch'; readonly turnId: string }
  | { readonly type: 'stop' }
  | { readonly type: 'draft'; readonly text: string }
  | { readonly type: 'failureAction'; readonly turnId: string; readonly actionId: string }
  | { readonly type: 'answerAction'; readonly turnId: string; readonly actionId: string }
  | { readonly type: 'progressAction'; readonly turnId: string; readonly actionId: string };

export const QUESTION_MESSAGE_FIELDS: MessageFields<QuestionMessage> = {
  ask: ['text'],
  edit: ['turnId', 'text'],
  showBranch: ['turnId'],
  stop: [],
  draft: ['text'],
  failureAction: ['turnId', 'actionId'],
  answerAction: ['turnId', 'actionId'],
  progressAction: ['turnId', 'actionId'],
};
