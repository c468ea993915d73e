import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { usePost } from '../post.ts';
import type { CodeNode } from './markdownNode.ts';
import { VisiblePieces } from './visiblePieces.tsx';

/** How long a button says that it copied. */
const COPIED_MS = 2000;

/** Code with what can be done with it. `growing`: more of the answer is to come. */
export function CodeBlock({ node, growing }: { node: CodeNode; growing: boolean }): VNode {
  const post = usePost();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    post({ type: 'copy', text: node.text });
    setCopied(true);
  };
  const unfinished = growing && !node.closed;
  const copyLabel = copied ? l10n.t('Copied') : l10n.t('Copy');
  const insertLabel = l10n.t('Insert at Cursor');
  const language = node.language === '' ? l10n.t('Code') : node.language;
  return (
    <div class="codeBlock">
      <div class="codeHeader">
        <span class="codeLanguage">{language}</span>
        <button type="button" class="iconButton" title={copyLabel} disabled={unfinished} onClick={copy}>
          <Icon name={copied ? 'check' : 'copy'} />
          <span class="visuallyHidden" aria-live="polite">
            {copyLabel}
          </span>
        </button>
        <button
          type="button"
          class="iconButton"
          title={insertLabel}
          aria-label={insertLabel}
          disabled={unfinished}
          onClick={() => post({ type: 'insert', text: node.text })}
        >
          <Icon name="insert" />
        </button>
      </div>
      <pre tabIndex={0} role="region" aria-label={language}>
        <code>
          <VisiblePieces text={node.text} within="code" />
        </code>
      </pre>
    </div>
  );
}
