import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { CitedText } from '../citedText.tsx';
import { Icon } from '../icon.tsx';
import { usePost } from '../post.ts';
import { MathView } from './mathView.tsx';
import type { ImageNode, InlineNode, LinkNode } from './markdownNode.ts';
import { VisiblePieces } from './visiblePieces.tsx';

/** Shows inline nodes. */
export function InlineView({ nodes }: { nodes: readonly InlineNode[] }): VNode {
  return <>{nodes.map(node => inlineElement(node))}</>;
}

function inlineElement(node: InlineNode): VNode {
  switch (node.kind) {
    case 'text':
      return <CitedText text={node.text} />;
    case 'code':
      return (
        <code>
          <VisiblePieces text={node.text} within="code" />
        </code>
      );
    case 'math':
      return <MathView node={node} />;
    case 'break':
      return <br />;
    case 'strong':
      return (
        <strong>
          <InlineView nodes={node.children} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <InlineView nodes={node.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <InlineView nodes={node.children} />
        </s>
      );
    case 'link':
      return <LinkView link={node} />;
    case 'image':
      return <ImageChip image={node} />;
  }
}

function LinkView({ link }: { link: LinkNode }): VNode {
  const post = usePost();
  const open = (event: Event) => {
    // VS Code opens a link itself when its click event reaches the document.
    event.preventDefault();
    event.stopPropagation();
    post({ type: 'openLink', url: link.url });
  };
  return (
    <>
      <a href={link.url} title={link.url} onClick={open}>
        <InlineView nodes={link.children} />
      </a>
      {link.destination !== undefined && <span class="linkDestination"> ({link.destination})</span>}
    </>
  );
}

function ImageChip({ image }: { image: ImageNode }): VNode {
  const name = image.alt.trim() === '' ? l10n.t('Image') : l10n.t('Image: {0}', image.alt);
  return (
    <span class="imageChip" title={l10n.t('Images are not loaded.')}>
      <Icon name="image" />
      <VisiblePieces text={image.host === '' ? name : `${name} (${image.host})`} within="prose" />
    </span>
  );
}
