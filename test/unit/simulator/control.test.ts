import assert from 'node:assert/strict';
import { controlSimulator, type Script, type SimulatorControl } from '../../support/simulator/control.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ask, askJson } from './asking.ts';

describe('simulator: control over HTTP', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  before(async () => {
    simulator = await startSimulator();
    control = controlSimulator(simulator.url);
  });
  afterEach(() => control.reset());
  after(() => simulator.close());

  it('scripts the next request or all requests', async () => {
    await control.script({ instead: { kind: 'html', status: 502 } });
    assert.equal((await ask(simulator)).status, 502);
    assert.equal((await ask(simulator)).status, 200);
    await control.script({ answer: { text: 'always' } }, 'always');
    for (let turn = 0; turn < 3; turn++) assert.match(JSON.stringify(await askJson(simulator)), /always/);
  });

  it('releases what is held back', async () => {
    await control.script({ delivery: { hold: { afterEvents: 1 } } });
    const response = await ask(simulator, { stream: true });
    await control.release();
    assert.match(await response.text(), /\[DONE\]/);
  });

  it('configures and resets', async () => {
    await control.configure({ overdue: true });
    assert.equal((await ask(simulator)).status, 403);
    await control.reset();
    assert.equal((await ask(simulator)).status, 200);
  });

  it('shows the same requests, account and violations as in process, without its own requests', async () => {
    await askJson(simulator);
    await askJson(simulator, {}, { headers: { 'x-key': simulator.key } });
    assert.deepEqual(await control.requests(), simulator.requests());
    assert.deepEqual(await control.account(), simulator.account());
    assert.deepEqual(await control.violations(), ['#2: key-1 in the header x-key']);
    assert.equal((await control.account()).requests, 2);
  });

  it('waits until no request is running', async () => {
    await control.script({ delivery: { stall: 'beforeBody' } });
    const aborter = new AbortController();
    await ask(simulator, { stream: true }, { signal: aborter.signal });
    let idle = false;
    const waiting = control.idle().then(() => (idle = true));
    await control.account();
    assert.equal(idle, false);
    aborter.abort();
    await waiting;
    assert.equal((await control.requests())[0]?.outcome, 'closedByClient');
  });

  it('reports what is wrong with a command', async () => {
    await assert.rejects(control.script({ answers: {} } as Script), /no field answers/);
    await assert.rejects(control.script({}, 0), /times/);
    await assert.rejects(control.configure({ limit: {} } as object), /no setting limit/);
    const post = (name: string, body: string) => fetch(`${simulator.url}/__control/${name}`, { method: 'POST', body });
    assert.equal((await post('script', 'nonsense')).status, 400);
    assert.equal((await post('script', '{"script":{},"time":2}')).status, 400);
    assert.equal((await post('reboot', '')).status, 404);
  });
});
