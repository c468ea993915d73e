import path from 'node:path';

/** Root of this repository. */
export const REPOSITORY_FOLDER = path.resolve(import.meta.dirname, '../..');

/** What scripts and tests download and write for themselves: VS Code servers, profiles. Ignored by git, safe to delete. */
export const VSCODE_TEST_FOLDER = path.join(REPOSITORY_FOLDER, '.vscode-test');

/** What test runs leave behind for people: screenshots, counts, logs. Ignored by git, safe to delete. */
export const RESULTS_FOLDER = path.join(REPOSITORY_FOLDER, 'test-results');

/** A small project to ask about. Copy it before opening it: an editor may write into its folder. */
export const SAMPLE_WORKSPACE_FOLDER = path.join(REPOSITORY_FOLDER, 'test/fixtures/sample-workspace');
