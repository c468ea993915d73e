/** Prefix of lines from tests inside VS Code, which distinguishes them from VS Code's own output. */
export const TEST_LINE = '[test] ';
