/** An attachment of a question. */
export interface AttachmentView {
  readonly id: string;
  readonly icon: 'code' | 'file' | 'folder' | 'symbol' | 'problem' | 'terminal' | 'changes' | 'text';
  /** Short, for example `parse.ts:12–40`. */
  readonly label: string;
  /** Longer, for the tooltip and screen readers. */
  readonly description: string;
  /** Its size, for example `≈1.2k`. Only while it can still be reduced. */
  readonly size?: string;
}

/** A question and its answer. */
export interface TurnView {
  readonly id: string;
  readonly question: string;
  readonly attachments: readonly AttachmentView[];
  /** Set when there are several versions of the question or the answer. */
  readonly branch?: BranchView;
  readonly answer: AnswerView;
  /** Set when code of the answer may be applied to a file. */
  readonly apply?: ApplyView;
}

/** The target of code that is applied. */
export interface ApplyView {
  /** Target of code in its language; `null` if the user is asked for all code. */
  readonly target: ApplyTargetView | null;
}

/** Target of code in the same language; for other code the user is asked. */
export interface ApplyTargetView {
  /** For example `parse.ts:12–40`. */
  readonly label: string;
  /** VS Code's language id; empty when unknown. */
  readonly language: string;
}

/** Position of a turn among its siblings. */
export interface BranchView {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** The sibling turns before and after it; missing at the ends. */
  readonly previousId?: string;
  readonly nextId?: string;
}

/** An answer, complete or not. */
export interface AnswerView {
  readonly state: 'waiting' | 'streaming' | 'finished' | 'stopped' | 'failed';
  /** Chain of thought, as plain text. */
  readonly reasoning: string;
  /** How long the model reasoned, in milliseconds; set once reasoning has ended, if known. */
  readonly reasoningMs?: number;
  /** How long the model has reasoned so far, in milliseconds; the page keeps counting. */
  readonly reasoningForMs?: number;
  /** Markdown. Untrusted: a model wrote it. */
  readonly text: string;
  /** Cited pages. Untrusted: they come from the web. */
  readonly citations?: readonly CitationView[];
  /** What an answer that has not begun is waiting for, if it is more than the service's response. */
  readonly progress?: ProgressView;
  /** A notice that is not a failure, for example that the answer was cut off at its maximum length. */
  readonly notice?: string;
  readonly failure?: FailureView;
  /** Source of an answer that did not come from the service this time. */
  readonly cached?: CachedView;
  /** Actions on an ended answer. */
  readonly actions?: readonly AnswerActionView[];
  readonly receipt?: ReceiptView;
  /** How the answer came about and what it cost, line by line. */
  readonly details?: readonly ReceiptDetailView[];
}

/** A cited page. */
export interface CitationView {
  /** The number that the text uses for it. */
  readonly index: number;
  readonly url: string;
  /** May be empty. */
  readonly title: string;
}

/** What an answer is waiting for, with actions. */
export interface ProgressView {
  /** May contain `{seconds}`, which the page replaces with a countdown from `remainingMs`. */
  readonly text: string;
  readonly remainingMs?: number;
  readonly actions: readonly ProgressActionView[];
}

/** A button below the waiting message. */
export interface ProgressActionView {
  readonly id: string;
  readonly label: string;
}

/** A failure in one sentence, with actions. */
export interface FailureView {
  /** `warning`: nothing failed, but the question is held back until the user decides. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Shown instead while the waiting time is known; `{seconds}` as in `ProgressView`. */
  readonly waiting?: { readonly text: string; readonly remainingMs: number };
  readonly actions: readonly AnswerActionView[];
}

/** Says that an answer cost nothing, with actions. */
export interface CachedView {
  readonly text: string;
  /** Details for the tooltip and screen readers. */
  readonly description: string;
  readonly actions: readonly AnswerActionView[];
}

/** A button below an answer or a failure. */
export interface AnswerActionView {
  readonly id: string;
  readonly label: string;
  /** Label while a failure is waiting. */
  readonly waitingLabel?: string;
  /** Asks the question again, which is not possible while another answer is being written. */
  readonly asks: boolean;
  /** The default action, which is highlighted. */
  readonly isMain?: boolean;
}

/** What an answer cost. */
export interface ReceiptView {
  readonly model: string;
  /** For example `1,234 + 56 tokens`. */
  readonly tokens: string;
  /** For example `¥0.0123`, `≈¥0.0123`, or that the price is unknown. */
  readonly amount: string;
  /** For example `3.2 s`. */
  readonly duration: string;
  /** All of it as one sentence, for the tooltip and screen readers. */
  readonly description: string;
}

/** A detail of how an answer came about and what it cost. The page supplies its label. */
export interface ReceiptDetailView {
  readonly name:
    | 'model'
    | 'endpoint'
    | 'cache'
    /** A failed attempt, with the reason. */
    | 'failed'
    | 'requests'
    | 'waited'
    | 'firstToken'
    | 'total'
    | 'input'
    | 'cachedInput'
    | 'output'
    | 'reasoning'
    | 'price'
    | 'cost';
  readonly value: string;
}
