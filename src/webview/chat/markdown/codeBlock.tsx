import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { codeLanguage, isMeantFor, isShell } from '../../../protocol/codeLanguages.ts';
import { CodePlaceContext } from '../codePlace.ts';
import { Icon, type IconName } from '../icon.tsx';
import { usePost } from '../post.ts';
import { colouredPieces } from './colouredPieces.ts';
import type { CodeNode } from './markdownNode.ts';
import { useColours } from './useColours.ts';
import { VisiblePieces } from './visiblePieces.tsx';

/** How long a button shows that it copied. */
const COPIED_MS = 2000;

/** A code block with its actions. `growing`: the answer is still being written. */
export function CodeBlock({ node, growing }: { node: CodeNode; growing: boolean }): VNode {
  const { text } = node;
  const block = useRef<HTMLDivElement>(null);
  const known = codeLanguage(node.language);
  const unfinished = growing && !node.closed;
  const runs = useColours(block, known?.id, text, !unfinished);
  const language = known?.label ?? nameOf(node.language);
  return (
    <div class="codeBlock" ref={block}>
      <CodeHeader language={language} word={node.language} text={text} unfinished={unfinished} />
      <pre tabIndex={0} role="region" aria-label={language}>
        <code>
          {runs === undefined ? (
            <VisiblePieces text={text} within="code" />
          ) : (
            colouredPieces(text, runs).map(piece =>
              piece.kind === null ? (
                <VisiblePieces text={piece.text} within="code" />
              ) : (
                <span class={`code-${piece.kind}`}>
                  <VisiblePieces text={piece.text} within="code" />
                </span>
              ),
            )
          )}
        </code>
      </pre>
    </div>
  );
}

/** Names models give to text that is not code. */
const PLAIN_TEXT: ReadonlySet<string> = new Set(['text', 'txt', 'plain', 'plaintext']);

function nameOf(word: string): string {
  if (word === '') return l10n.t('Code');
  return PLAIN_TEXT.has(word.toLowerCase()) ? l10n.t('Plain Text') : word;
}

interface HeaderProps {
  /** For display. */
  readonly language: string;
  /** As the model named it. */
  readonly word: string;
  readonly text: string;
  readonly unfinished: boolean;
}

function CodeHeader({ language, word, text, unfinished }: HeaderProps): VNode {
  const post = usePost();
  const { turnId, apply } = useContext(CodePlaceContext);
  const [copied, copy] = useCopied(() => post({ type: 'copy', text }));
  const meant = apply?.target;
  const target = meant && isMeantFor(word, meant.language) ? meant.label : undefined;
  return (
    <div class="codeHeader">
      <span class="codeTitle">
        <span class="codeLanguage">{language}</span>
        {target !== undefined && <span class="codeTarget">{target}</span>}
      </span>
      <ActionButton icon={copied ? 'check' : 'copy'} disabled={unfinished} onClick={copy}>
        {copied ? l10n.t('Copied') : l10n.t('Copy')}
      </ActionButton>
      <ActionButton icon="insert" disabled={unfinished} onClick={() => post({ type: 'insert', turnId, text })}>
        {l10n.t('Insert at Cursor')}
      </ActionButton>
      <ActionButton icon="newFile" disabled={unfinished} onClick={() => post({ type: 'newFile', turnId, text })}>
        {l10n.t('New File')}
      </ActionButton>
      {apply !== undefined && isShell(word) && (
        <ActionButton
          icon="terminal"
          disabled={unfinished}
          onClick={() => post({ type: 'insertInTerminal', turnId, text })}
        >
          {l10n.t('Insert into Terminal')}
        </ActionButton>
      )}
      {apply !== undefined && (
        <button
          type="button"
          class="iconButton applyButton"
          title={target === undefined ? l10n.t('Apply to a File...') : l10n.t('Apply to {0}...', target)}
          disabled={unfinished}
          onClick={() => post({ type: 'applyCode', turnId, text })}
        >
          <Icon name="apply" />
          <span class="applyLabel">{l10n.t('Apply')}</span>
        </button>
      )}
    </div>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly children: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

/** An icon button. Its label is its tooltip, and screen readers announce it when it changes. */
function ActionButton({ icon, children, disabled, onClick }: ActionProps): VNode {
  return (
    <button type="button" class="iconButton" title={children} disabled={disabled} onClick={onClick}>
      <Icon name={icon} />
      <span class="visuallyHidden" aria-live="polite">
        {children}
      </span>
    </button>
  );
}

function useCopied(copy: () => void): readonly [copied: boolean, copy: () => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return [
    copied,
    () => {
      copy();
      setCopied(true);
    },
  ];
}
