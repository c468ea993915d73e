import type { VNode } from 'preact';
import type { ContextNoticeView } from '../../protocol/chatView.ts';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';

/**
 * Warns before a question is sent that parts of it do not fit, with possible remedies. Screen readers announce it when
 * it appears.
 */
export function ContextNotice({ notice }: { notice: ContextNoticeView | undefined }): VNode {
  const post = usePost();
  return (
    <div class="contextNoticePlace" role="status">
      {notice !== undefined && (
        <div class="contextNotice">
          <Icon name="warning" />
          <p>{notice.text}</p>
          <div class="contextNoticeActions">
            {notice.actions.map(({ id, label }) => (
              <button
                key={id}
                type="button"
                class="linkButton"
                onClick={() => post({ type: 'contextAction', actionId: id })}
              >
                {label}
              </button>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
