/** The parts of a `DataTransfer` that describe what is dragged. */
export interface Dragged {
  readonly types: readonly string[];
  getData(type: string): string;
}

/**
 * Data types with file URIs: from VS Code's explorer and tabs (all files), and from other sources (perhaps one of
 * many).
 */
const URI_TYPES = ['application/vnd.code.uri-list', 'resourceurls', 'text/uri-list'];

/** Returns whether files are dragged over the page. Their names are only available on drop. */
export function hasFiles({ types }: Dragged): boolean {
  return types.some(type => type === 'Files' || URI_TYPES.includes(type.toLowerCase()));
}

/** Returns the URIs of the dropped files, one per line; empty if there are none. */
export function droppedUris(dragged: Dragged): string {
  return URI_TYPES.map(type => dragged.getData(type)).find(text => text.trim() !== '') ?? '';
}
