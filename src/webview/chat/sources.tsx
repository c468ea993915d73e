import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { CitationView } from '../../protocol/turnView.ts';
import { safeLink } from '../../protocol/safeLink.ts';
import { VisiblePieces } from './markdown/visiblePieces.tsx';
import { usePost } from './post.ts';

/** Returns the id of a source's line, the target of citation marks. */
export function sourceId(turnId: string, index: number): string {
  return `source-${turnId}-${index}`;
}

/** The pages that an answer cites. All of it comes from the web: addresses that are not safe links remain text. */
export function Sources({ turnId, citations }: { turnId: string; citations: readonly CitationView[] }): VNode {
  return (
    <section class="sources" aria-label={l10n.t('Sources')}>
      <p class="sourcesTitle" aria-hidden="true">
        {l10n.t('Sources')}
      </p>
      <ol>
        {citations.map(({ index, url, title }) => (
          <li key={index} id={sourceId(turnId, index)} value={index} tabIndex={-1}>
            <Source url={url} title={title} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Source({ url, title }: { url: string; title: string }): VNode {
  const post = usePost();
  const link = safeLink(url);
  const name = title.trim();
  if (link === undefined) return <VisiblePieces text={name === '' ? url : `${name} (${url})`} within="prose" />;
  const open = (event: Event) => {
    // VS Code opens a link itself when its click event reaches the document.
    event.preventDefault();
    event.stopPropagation();
    post({ type: 'openLink', url: link.url });
  };
  return (
    <>
      <a href={link.url} title={link.url} onClick={open}>
        <VisiblePieces text={name === '' ? link.destination : name} within="prose" />
      </a>
      {name !== '' && <span class="linkDestination"> ({link.destination})</span>}
    </>
  );
}
