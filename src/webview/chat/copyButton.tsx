import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';

/** How long a button shows that it copied. */
const COPIED_MS = 2000;

/** Copies a text, and confirms it. */
export function CopyButton({ text, label }: { text: string; label: string }): VNode {
  const post = usePost();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const shown = copied ? l10n.t('Copied') : label;
  return (
    <button
      type="button"
      class="iconButton quiet"
      title={shown}
      onClick={() => {
        post({ type: 'copy', text });
        setCopied(true);
      }}
    >
      <Icon name={copied ? 'check' : 'copy'} />
      <span class="visuallyHidden" aria-live="polite">
        {shown}
      </span>
    </button>
  );
}
