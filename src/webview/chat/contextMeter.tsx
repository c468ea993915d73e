import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { MeterView } from '../../protocol/chatView.ts';
import { Icon } from './icon.tsx';
import { usePost } from './post.ts';

/** Share from which the meter warns that space is running out. */
const NEARLY_FULL = 0.8;

/** Shows how much of the model's input limit the question would fill. A click shows everything that would be sent. */
export function ContextMeter({ meter }: { meter: MeterView | undefined }): VNode {
  const post = usePost();
  const label = l10n.t('Show what will be sent');
  const said = meter === undefined ? label : `${meter.description} ${label}`;
  return (
    <button
      type="button"
      class={meter !== undefined && meter.share >= NEARLY_FULL ? 'contextMeter nearlyFull' : 'contextMeter'}
      title={said}
      onClick={() => post({ type: 'previewPrompt' })}
    >
      {meter === undefined ? (
        <Icon name="preview" />
      ) : (
        <>
          <svg class="meterBar" viewBox="0 0 24 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="meterRoom" width="24" height="4" rx="2" />
            <rect class="meterFilled" width={Math.max(1, 24 * meter.share)} height="4" rx="2" />
          </svg>
          <span class="meterText">{meter.text}</span>
        </>
      )}
      <span class="visuallyHidden">{said}</span>
    </button>
  );
}
