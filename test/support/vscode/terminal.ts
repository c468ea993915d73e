import type { Locator, Page } from 'playwright-core';

/** Settings under which a terminal is a plain Bash whose text is in the page, with nothing of the person who runs the tests. */
export const PLAIN_TERMINAL: Readonly<Record<string, unknown>> = {
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.defaultProfile.linux': 'bash',
  'terminal.integrated.env.linux': { HOME: '/nowhere', LANG: 'C.UTF-8' },
};

/** The terminal that is shown in the panel, used as a person uses it. */
export class Terminal {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The lines of its screen, also the empty ones. */
  get lines(): Locator {
    return this.#page.locator('.terminal-wrapper.active .xterm-rows > div');
  }

  /** The lines of its screen that hold something. */
  async text(): Promise<string[]> {
    const lines = await this.lines.allInnerTexts();
    return lines.map(line => line.replaceAll('\u00a0', ' ').trimEnd()).filter(line => line !== '');
  }

  /** Types into it and presses Enter. */
  async run(command: string): Promise<void> {
    await this.#page.locator('.terminal-wrapper.active .xterm-screen').click();
    await this.#page.keyboard.type(command);
    await this.#page.keyboard.press('Enter');
  }

  /** Drags the mouse over a line that holds this text, and opens the menu of what is selected then. */
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
    // VS Code notes that something is selected when the button is up, and in a task of its own.
    await this.#page.evaluate('new Promise(done => setTimeout(done))');
    await mouse.click(piece.x + piece.width / 2, y, { button: 'right' });
    await this.#page.getByRole('menu').last().waitFor();
  }

  /** Chooses an entry of the menu that is open. */
  async choose(entry: string): Promise<void> {
    // A menu does not hear the mouse button go up in its first tenth of a second: it may belong to the right click.
    await this.#page.getByRole('menuitem', { name: entry, exact: true }).click({ delay: 200 });
  }
}
