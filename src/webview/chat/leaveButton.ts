/** Takes the focus from a button that goes away with what it does, to where a keyboard goes on. */
export function leaveButton(button: Element): void {
  button.closest<HTMLElement>('.transcript')?.focus({ preventScroll: true });
}
