/** Something that goes along with a question. */
export interface AttachmentView {
  readonly id: string;
  readonly icon: 'code' | 'file' | 'folder' | 'symbol' | 'problem' | 'terminal' | 'changes' | 'text';
  /** Short, for example `parse.ts:12–40`. */
  readonly label: string;
  /** Longer, for the tooltip and screen readers. */
  readonly description: string;
  /** How much it is, for example `≈1.2k`. Only where something can still be done about that. */
  readonly size?: string;
}

/** One question and what became of it. */
export interface TurnView {
  readonly id: string;
  readonly question: string;
  readonly attachments: readonly AttachmentView[];
  /** Where it was asked in several ways, or several times. */
  readonly branch?: BranchView;
  readonly answer: AnswerView;
  /** Code of the answer can be applied to a file; missing where that is not allowed. */
  readonly apply?: ApplyView;
}

/** Where code of an answer goes when it is applied. */
export interface ApplyView {
  /** What code in that language goes to; `null` where the person is asked for all code. */
  readonly target: ApplyTargetView | null;
}

/** Where code goes that is of the same language; for other code the person is asked. */
export interface ApplyTargetView {
  /** For example `parse.ts:12–40`. */
  readonly label: string;
  /** VS Code's name of the language; empty when unknown. */
  readonly language: string;
}

/** Which of the turns that stand in one place it is. */
export interface BranchView {
  /** Counted from 1. */
  readonly number: number;
  readonly count: number;
  /** The turns before and after it; missing at the ends. */
  readonly previousId?: string;
  readonly nextId?: string;
}

/** An answer, complete or not. */
export interface AnswerView {
  readonly state: 'waiting' | 'streaming' | 'finished' | 'stopped' | 'failed';
  /** Chain of thought, as plain text. */
  readonly reasoning: string;
  /** For how long it was reasoned, in milliseconds, where that is known and has ended. */
  readonly reasoningMs?: number;
  /** For how long it has been reasoned now, in milliseconds; the page counts on. */
  readonly reasoningForMs?: number;
  /** Markdown. Untrusted: a model wrote it. */
  readonly text: string;
  /** Pages it relies on. Untrusted: they come from the web. */
  readonly citations?: readonly CitationView[];
  /** What an answer waits for that has not begun, where that is more than the service. */
  readonly progress?: ProgressView;
  /** What to know about an answer that is not a failure, for example that it was cut by its length. */
  readonly notice?: string;
  readonly failure?: FailureView;
  /** Where an answer came from that the service was not asked for now. */
  readonly cached?: CachedView;
  /** What can be done about an answer that ended. */
  readonly actions?: readonly AnswerActionView[];
  readonly receipt?: ReceiptView;
  /** How it came and what it cost, line by line. */
  readonly details?: readonly ReceiptDetailView[];
}

/** A page an answer relies on. */
export interface CitationView {
  /** The number by which the text refers to it. */
  readonly index: number;
  readonly url: string;
  /** May be empty. */
  readonly title: string;
}

/** What an answer waits for, and what can be done about that. */
export interface ProgressView {
  /** May hold `{seconds}`, in whose place the page counts down from `remainingMs`. */
  readonly text: string;
  readonly remainingMs?: number;
  readonly actions: readonly ProgressActionView[];
}

/** A button under what an answer waits for. */
export interface ProgressActionView {
  readonly id: string;
  readonly label: string;
}

/** A failure in one sentence, with what can be done about it. */
export interface FailureView {
  /** `warning`: nothing went wrong, the question was held back until the person decides. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What is said instead while it is known how long to wait; `{seconds}` as in `ProgressView`. */
  readonly waiting?: { readonly text: string; readonly remainingMs: number };
  readonly actions: readonly AnswerActionView[];
}

/** That an answer was not paid for, with what can be done about it. */
export interface CachedView {
  readonly text: string;
  /** What else there is to know, for the tooltip and screen readers. */
  readonly description: string;
  readonly actions: readonly AnswerActionView[];
}

/** A button under an answer or a failure. */
export interface AnswerActionView {
  readonly id: string;
  readonly label: string;
  /** What it says instead while a failure waits. */
  readonly waitingLabel?: string;
  /** It asks the question again, which has to wait while another answer is being written. */
  readonly asks: boolean;
  /** It is what most people want now, and stands out. */
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

/** One thing to know about how an answer came and what it cost. The page names it. */
export interface ReceiptDetailView {
  readonly name:
    | 'model'
    | 'endpoint'
    | 'cache'
    /** An attempt that failed, and why. */
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
