import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from '../test/support/childProcess.ts';
import { COUNTS_FILE_VARIABLE, type Counts } from '../test/support/countingReporter.ts';
import { REPOSITORY_FOLDER, RESULTS_FOLDER } from '../test/support/folders.ts';

/** A step of `npm test`: commands for Node, run one after the other until one fails. */
export interface Step {
  readonly name: string;
  /** Whether the step needs the test installations of VS Code. */
  readonly usesVSCode?: true;
  readonly commands: readonly (readonly string[])[];
}

/** The result of a step. */
export interface StepResult extends Counts {
  readonly succeeded: boolean;
}

/** Runs a step and passes its output to `show`. A step that fails without a failed test counts as one failure. */
export async function runStep(step: Step, show: (text: string) => void): Promise<StepResult> {
  const countsFile = path.join(RESULTS_FOLDER, `${step.name}.json`);
  await mkdir(RESULTS_FOLDER, { recursive: true });
  await rm(countsFile, { force: true });
  let succeeded = true;
  for (const command of step.commands) {
    const child = startProcess(process.execPath, command, {
      cwd: REPOSITORY_FOLDER,
      env: { [COUNTS_FILE_VARIABLE]: countsFile },
      onOutput: show,
    });
    succeeded = (await child.exited) === 0;
    if (!succeeded) break;
  }
  const { passed, failed, failures } = await readCounts(countsFile);
  return { succeeded: succeeded && failed === 0, passed, failed: succeeded ? failed : Math.max(1, failed), failures };
}

async function readCounts(file: string): Promise<Counts> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Counts;
  } catch (error) {
    // A step without tests does not write the file.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { passed: 0, failed: 0, failures: [] };
    throw error;
  }
}
