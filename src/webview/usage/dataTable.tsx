import type { VNode } from 'preact';
import type { TableView } from '../../protocol/usageReportView.ts';

/** A table of figures. If it is wider than its container it scrolls horizontally, also by keyboard. */
export function DataTable({ table }: { table: TableView }): VNode {
  const { caption, columns, rows } = table;
  return (
    <div class="tableScroller" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="visuallyHidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, isNumber }, place) => (
              <th key={place} scope="col" class={isNumber ? 'number' : undefined}>
                <span class="columnName" title={label}>
                  {label}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, share, isMarked }, row) => (
            <tr key={row} class={isMarked ? 'isMarked' : undefined}>
              {cells.map((cell, place) =>
                place === 0 ? (
                  <th key={place} scope="row">
                    <span class="rowName" title={cell}>
                      {cell}
                    </span>
                    {share !== undefined && <ShareBar share={share} />}
                  </th>
                ) : (
                  <td key={place} class={columns[place]?.isNumber ? 'number' : undefined}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The row's figure as a bar; the number is next to it. */
function ShareBar({ share }: { share: number }): VNode {
  return (
    <span class="shareBar" aria-hidden="true">
      <span style={{ inlineSize: `${share * 100}%` }} />
    </span>
  );
}
