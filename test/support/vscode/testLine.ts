/** Begins each line that comes from tests inside VS Code, so that it can be told from VS Code's own chatter. */
export const TEST_LINE = '[test] ';
