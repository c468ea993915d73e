import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Presses the back button of an input. */
export const BACK = Symbol('back');
/** Closes what is shown without an answer. */
export const LEAVE = Symbol('leave');
/** Leaves a message open without answering it. */
export const IGNORE = Symbol('ignore');

/**
 * The next act of the user: chooses a row (or toggles its tick) or a button by its label, types a text and confirms it,
 * goes back, leaves or does nothing.
 */
type Act = string | typeof BACK | typeof LEAVE | typeof IGNORE;

/** A scripted user who replaces VS Code's dialogs: performs the acts that a test lists, and records what was shown. */
export class Person {
  /**
   * One text for each thing that was shown, prefixed with its kind: `pick`, `input`, `modal`, `info`, `warning`,
   * `error`, `progress`, or `said` for a validation message.
   */
  readonly seen: string[] = [];
  /** Values of input boxes when they opened. */
  readonly found: string[] = [];
  /** Messages that progress reported. */
  readonly told: string[] = [];
  readonly #acts: Act[];
  readonly #cancels: (() => void)[] = [];
  readonly #cancelsProgress: boolean;

  constructor(acts: readonly Act[], { cancelsProgress = false } = {}) {
    this.#acts = [...acts];
    this.#cancelsProgress = cancelsProgress;
  }

  /** Replaces VS Code's dialogs until `run` has settled. Fails on a dialog without an act, and on unused acts. */
  async during(run: () => Promise<void>): Promise<void> {
    const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
    const { showQuickPick, createInputBox, withProgress } = vscode.window;
    Object.assign(vscode.window, {
      showInformationMessage: this.#reads('info'),
      showWarningMessage: this.#reads('warning'),
      showErrorMessage: this.#reads('error'),
      showQuickPick: this.#picks,
      createInputBox: () => new TypedInput(this.seen, this.found, () => this.#next()),
      withProgress: this.#waits,
    });
    try {
      await run();
    } finally {
      Object.assign(vscode.window, {
        showInformationMessage,
        showWarningMessage,
        showErrorMessage,
        showQuickPick,
        createInputBox,
        withProgress,
      });
    }
    assert.deepEqual(this.#acts, [], 'not everything was asked');
  }

  /** Cancels all progress that is shown. */
  cancelProgress(): void {
    for (const cancel of this.#cancels) cancel();
  }

  #next(): Act {
    return this.#acts.shift() ?? assert.fail(`nobody says what to do with “${this.seen.at(-1) ?? ''}”`);
  }

  #reads(kind: string) {
    return async (message: string, ...rest: (Button | vscode.MessageOptions)[]): Promise<unknown> => {
      const buttons = rest.filter(isButton);
      const options = rest.find((each): each is vscode.MessageOptions => !isButton(each));
      const text = [message, options?.detail, ...buttons.map(each => `[${labelOf(each)}]`)];
      const shownAs = options?.modal === true ? 'modal' : kind;
      this.seen.push(`${shownAs}: ${text.filter(each => each !== undefined).join(' ')}`);
      if (buttons.length === 0) return undefined;
      const act = this.#next();
      if (act === IGNORE) return new Promise(() => undefined);
      if (act === LEAVE) return undefined;
      return buttons.find(each => labelOf(each) === act) ?? assert.fail(`there is no button ${String(act)}`);
    };
  }

  readonly #picks = async (
    items: readonly vscode.QuickPickItem[],
    { title, placeHolder, canPickMany = false }: vscode.QuickPickOptions,
  ): Promise<vscode.QuickPickItem | vscode.QuickPickItem[] | undefined> => {
    const rows = items.map(({ label, description, detail, picked = false }) =>
      [canPickMany && (picked ? '[x]' : '[ ]'), label, description, detail]
        .filter(each => typeof each === 'string' && each !== '')
        .join(' · '),
    );
    this.seen.push(['pick:', title, placeHolder, ...rows].join('\n'));
    const act = this.#next();
    if (act === LEAVE) return undefined;
    const row = items.find(({ label }) => label === act) ?? assert.fail(`there is no row ${String(act)}`);
    return canPickMany ? items.filter(item => (item === row) !== (item.picked ?? false)) : row;
  };

  readonly #waits = async (
    { title, cancellable = false }: vscode.ProgressOptions,
    task: (
      progress: { report: (step: { message?: string }) => void },
      token: { onCancellationRequested: (cancel: () => void) => void },
    ) => Thenable<unknown>,
  ): Promise<unknown> => {
    this.seen.push(`progress${cancellable ? ' (cancellable)' : ''}: ${title ?? ''}`);
    const report = ({ message = '' }): void => {
      if (message !== '') this.told.push(message);
    };
    return task(
      { report },
      {
        onCancellationRequested: cancel => {
          if (cancellable) this.#cancels.push(cancel);
          if (this.#cancelsProgress && cancellable) cancel();
        },
      },
    );
  };
}

type Button = string | vscode.MessageItem;

function isButton(shown: Button | vscode.MessageOptions): shown is Button {
  return typeof shown === 'string' || 'title' in shown;
}

function labelOf(button: Button): string {
  return typeof button === 'string' ? button : button.title;
}

/** An input box operated by the scripted user. */
class TypedInput {
  title = '';
  step = 0;
  totalSteps = 0;
  prompt = '';
  value = '';
  password = false;
  buttons: readonly vscode.QuickInputButton[] = [];
  validationMessage: string | vscode.InputBoxValidationMessage | undefined;
  readonly #seen: string[];
  readonly #found: string[];
  readonly #next: () => Act;
  readonly #listeners = new Map<string, (value: never) => void>();
  #isOpen = true;

  constructor(seen: string[], found: string[], next: () => Act) {
    this.#seen = seen;
    this.#found = found;
    this.#next = next;
  }

  onDidTriggerButton(listener: (button: vscode.QuickInputButton) => void): void {
    this.#listeners.set('button', listener);
  }

  onDidChangeValue(listener: (value: string) => void): void {
    this.#listeners.set('value', listener);
  }

  onDidAccept(listener: () => void): void {
    this.#listeners.set('accept', listener);
  }

  onDidHide(listener: () => void): void {
    this.#listeners.set('hide', listener);
  }

  show(): void {
    const step = `${this.step}/${this.totalSteps}`;
    this.#seen.push(`input${this.password ? ' (hidden)' : ''} ${step}: ${this.title} ${this.prompt}`);
    this.#found.push(this.value);
    void this.#answer();
  }

  dispose(): void {
    this.#isOpen = false;
  }

  /** Performs acts until the box is disposed, and records validation messages. */
  async #answer(): Promise<void> {
    while (this.#isOpen) {
      const act = this.#next();
      if (act === LEAVE) this.#fire('hide');
      else if (act === BACK) this.#fire('button', vscode.QuickInputButtons.Back);
      else if (typeof act === 'string') {
        this.value = act;
        this.#fire('value', act);
        this.#fire('accept');
        const said = this.validationMessage;
        if (said !== undefined) this.#seen.push(`said: ${typeof said === 'string' ? said : said.message}`);
      }
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  #fire(name: string, value?: unknown): void {
    this.#listeners.get(name)?.(value as never);
  }
}
