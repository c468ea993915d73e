// For the launch configuration "Run Extension (simulator)": starts the simulator, and writes the settings and
// environment variables with which the started VS Code finds it.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { VSCODE_TEST_FOLDER } from '../test/support/folders.ts';
import { startAnsweringSide } from './answeringSide.ts';

console.log('Starting the simulator');
const simulator = await startAnsweringSide();
const folder = path.join(VSCODE_TEST_FOLDER, 'launch');
await mkdir(path.join(folder, 'User'), { recursive: true });
await writeFile(path.join(folder, 'User/settings.json'), JSON.stringify(simulator.settings, null, 2));
const lines = Object.entries(simulator.env).map(([name, value]) => `${name}=${value}\n`);
await writeFile(path.join(folder, 'launch.env'), lines.join(''), { mode: 0o600 });
console.log(`Listening. ${simulator.description}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
