/** Moves the focus from a button that is about to disappear to the conversation. */
export function leaveButton(button: Element): void {
  button.closest<HTMLElement>('.transcript')?.focus({ preventScroll: true });
}
