import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { droppedUris, hasFiles } from './dropped.ts';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';

/** Limit for dropped files without a URI; no model accepts more text. */
const MAX_BYTES = 1_000_000;

/** Shows that the whole page is a drop target while files are dragged over it. */
export function DropZone(): VNode | null {
  const post = usePost();
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    const onDrag = (event: DragEvent) => {
      if (event.dataTransfer === null || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      // When moving between elements of the page, `relatedTarget` is the other element.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const dragged = event.dataTransfer;
      if (dragged === null || !hasFiles(dragged)) return;
      event.preventDefault();
      const uris = droppedUris(dragged);
      const files = [...dragged.files].filter(({ size }) => size <= MAX_BYTES);
      if (uris !== '' || files.length === 0) post({ type: 'drop', uris });
      else for (const file of files) void file.text().then(text => post({ type: 'dropText', name: file.name, text }));
    };
    window.addEventListener('dragenter', onDrag);
    window.addEventListener('dragover', onDrag);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onDrag);
      window.removeEventListener('dragover', onDrag);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [post]);

  if (!isOver) return null;
  return (
    <div class="dropZone" aria-hidden="true">
      <p>
        <Icon name="attach" />
        {l10n.t('Drop to attach')}
      </p>
    </div>
  );
}
