// npm run bench: our client and its peers under the same loads, in one run. For options, see --help.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { machine } from './figures/machine.ts';
import { markdownReport, targetTable, type Report } from './figures/report.ts';
import { markdownTable } from './figures/table.ts';
import { FULL, QUICK, type Plan } from './runs/plan.ts';
import { journal } from './runs/runJob.ts';
import { cacheHits } from './scenarios/cacheHits.ts';
import { cancelling } from './scenarios/cancelling.ts';
import { chatUnderBatch } from './scenarios/chatUnderBatch.ts';
import { cpu } from './scenarios/cpu.ts';
import { expiringTokens } from './scenarios/expiringTokens.ts';
import { firstToken } from './scenarios/firstToken.ts';
import { longChat } from './scenarios/longChat.ts';
import { longQueue } from './scenarios/longQueue.ts';
import { longRun } from './scenarios/longRun.ts';
import { outage } from './scenarios/outage.ts';
import { rateBound } from './scenarios/rateBound.ts';
import { reference } from './scenarios/reference.ts';
import { steadyState } from './scenarios/steadyState.ts';
import { usageReport } from './scenarios/usageReport.ts';

const SCENARIOS: Readonly<Record<string, (plan: Plan) => Promise<Report>>> = {
  reference,
  rate: rateBound,
  steady: steadyState,
  tokens: expiringTokens,
  outage,
  cpu,
  first: firstToken,
  queue: longQueue,
  priority: chatUnderBatch,
  cancel: cancelling,
  cache: cacheHits,
  usage: usageReport,
  chat: longChat,
  soak: longRun,
};

const HELP = `npm run bench -- [--quick] [--only a,b] [--clients a,b] [--repeats N] [--soak-calls N] [--json FILE]

--quick       less than two minutes, to see that all works; the full run takes about forty minutes
--only        scenarios: ${Object.keys(SCENARIOS).join(', ')}
--clients     of the tables that compare many: ${FULL.clients.join(', ')}
--json FILE   also writes everything as JSON, with the figures of each single run`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    clients: { type: 'string' },
    repeats: { type: 'string' },
    'soak-calls': { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else await bench();

async function bench(): Promise<void> {
  const plan = planOf();
  const names = chosen(values.only, Object.keys(SCENARIOS), 'scenario');
  const lines = machine(new Date());
  console.log(`# Bench of Ask Wenxin's client\n\n${lines.map(line => `- ${line}`).join('\n')}\n`);
  const reports: Report[] = [];
  for (const name of names) {
    const startedAtMs = performance.now();
    try {
      const report = await SCENARIOS[name]?.(plan);
      if (report === undefined) continue;
      reports.push(report);
      console.log(`${markdownReport(report)}\n`);
    } catch (error) {
      // The other scenarios' results are still useful.
      console.log(`## ${name}\n\nIt failed: ${String(error)}\n`);
      process.exitCode = 1;
    }
    console.error(`${name}: ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
  }
  const targets = reports.flatMap(report => report.targets);
  console.log(`## Targets\n\n${markdownTable(targetTable(targets))}`);
  if (values.json !== undefined)
    await writeFile(
      values.json,
      `${JSON.stringify({ machine: lines, plan, reports, runs: journal.entries }, null, 2)}\n`,
    );
}

function planOf(): Plan {
  const plan = values.quick ? QUICK : FULL;
  return {
    ...plan,
    clients: chosen(values.clients, plan.clients, 'client'),
    ...(values.repeats !== undefined && { repeats: wholeNumber('repeats', values.repeats) }),
    ...(values['soak-calls'] !== undefined && { soakCalls: wholeNumber('soak-calls', values['soak-calls']) }),
  };
}

function chosen<Name extends string>(text: string | undefined, all: readonly Name[], what: string): readonly Name[] {
  if (text === undefined) return all;
  const wanted = text.split(',').map(name => name.trim());
  const unknown = wanted.filter(name => !all.some(one => one === name));
  if (unknown.length > 0) throw new Error(`No such ${what}: ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  return all.filter(one => wanted.includes(one));
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} is a whole number`);
  return Number(text);
}
