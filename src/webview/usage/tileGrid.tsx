import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { TileView } from '../../protocol/usageReportView.ts';

/** The key figures, as tiles. */
export function TileGrid({ tiles }: { tiles: readonly TileView[] }): VNode {
  return (
    <section aria-label={l10n.t('Overview')}>
      <dl class="tiles">
        {tiles.map(({ id, label, value, detail }) => (
          <div key={id} class="tile">
            <dt>{label}</dt>
            <dd class="tileValue">{value}</dd>
            <dd class="tileDetail">{detail}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
