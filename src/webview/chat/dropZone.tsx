import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { droppedUris, hasFiles } from './dropped.ts';
import { Icon } from './icon.tsx';
import { type Post, usePost } from './post.ts';

/** Limit for dropped files without a URI; no model accepts more text. */
const MAX_BYTES = 1_000_000;

async function sendFile(file: File, post: Post): Promise<void> {
  const { name } = file;
  const text = file.size > MAX_BYTES ? undefined : await textOf(file);
  post(text === undefined ? { type: 'dropRefused', name } : { type: 'dropText', name, text });
}

/** Returns the text of a file; `undefined` when the browser cannot read it, as with a folder. */
async function textOf(file: File): Promise<string | undefined> {
  try {
    return await file.text();
  } catch {
    return undefined;
  }
}

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
      const files = [...dragged.files];
      if (uris !== '' || files.length === 0) post({ type: 'drop', uris });
      else for (const file of files) void sendFile(file, post);
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
