import type { VNode } from 'preact';

/** The extension's logo, drawn as in `media/activity.svg`. */
export function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M5.5 2.75h13a2.75 2.75 0 0 1 2.75 2.75v9.75A2.75 2.75 0 0 1 18.5 18h-5.75L8 21.75V18H5.5a2.75 2.75 0 0 1-2.75-2.75V5.5A2.75 2.75 0 0 1 5.5 2.75Z" />
      <path d="m8.5 5.75 3.5 4.5 3.5-4.5M12 10.25v4.75M8.75 12.25h6.5" />
    </svg>
  );
}
