import type { Locator, Page } from 'playwright-core';

/** Settings for a plain Bash, rendered as text in the page, without the developer's own configuration. */
export const PLAIN_TERMINAL: Readonly<Record<string, unknown>> = {
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.defaultProfile.linux': 'bash',
  'terminal.integrated.env.linux': { HOME: '/nowhere', LANG: 'C.UTF-8' },
};

/** The visible terminal in the panel, used as a user does. */
export class Terminal {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** All lines of its screen, including empty ones. */
  get lines(): Locator {
    return this.#page.locator('.terminal-wrapper.active .xterm-rows > div');
  }

  /** The terminal while it has the keyboard. */
  get focused(): Locator {
    return this.#page.locator('.terminal-wrapper.active .xterm.focus');
  }

  /** Returns the lines of its screen that are not empty. */
  async text(): Promise<string[]> {
    const lines = await this.lines.allInnerTexts();
    return lines.map(line => line.replaceAll('\u00a0', ' ').trimEnd()).filter(line => line !== '');
  }

  /** Types a command and presses Enter. */
  async run(command: string): Promise<void> {
    await this.#page.locator('.terminal-wrapper.active .xterm-screen').click();
    await this.#page.keyboard.type(command);
    await this.#page.keyboard.press('Enter');
  }

  /** Selects a line that contains this text by dragging, and opens the context menu of the selection. */
  async openMenuOn(text: string): Promise<void> {
    const line = this.lines.filter({ hasText: text }).last();
    const piece = await line.locator('span').last().boundingBox();
    const box = await line.boundingBox();
    if (piece === null || box === null) throw new Error(`The terminal shows no line with ${text}.`);
    const y = box.y + box.height / 2;
    const { mouse } = this.#page;
    await mouse.move(box.x + 1, y);
    await mouse.down();
    await mouse.move(piece.x + piece.width + 2, y, { steps: 5 });
    await mouse.up();
    // VS Code registers the selection in a separate task after the button is released.
    await this.#page.evaluate('new Promise(done => setTimeout(done))');
    await mouse.click(piece.x + piece.width / 2, y, { button: 'right' });
    await this.#page.getByRole('menu').last().waitFor();
  }

  /** Chooses an entry of the open menu. */
  async choose(entry: string): Promise<void> {
    // A menu ignores the release of the mouse button for its first tenth of a second, because it may belong to the
    // right click.
    await this.#page.getByRole('menuitem', { name: entry, exact: true }).click({ delay: 200 });
  }
}
