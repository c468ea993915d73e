/** The part of a `DataTransfer` that tells what is dragged. */
export interface Dragged {
  readonly types: readonly string[];
  getData(type: string): string;
}

/** How addresses of files are dragged: by VS Code's explorer and tabs (all of them), and by others (perhaps one of many). */
const URI_TYPES = ['application/vnd.code.uri-list', 'resourceurls', 'text/uri-list'];

/** Whether files are dragged over the page. What they are is only told when they are dropped. */
export function hasFiles({ types }: Dragged): boolean {
  return types.some(type => type === 'Files' || URI_TYPES.includes(type.toLowerCase()));
}

/** The addresses of what was dropped, one a line; empty where there are none. */
export function droppedUris(dragged: Dragged): string {
  return URI_TYPES.map(type => dragged.getData(type)).find(text => text.trim() !== '') ?? '';
}
