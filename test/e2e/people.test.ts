import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dismiss, newPerson } from './people.ts';

/** Script that writes to each storage of the page. */
const MARK = `(async () => {
  localStorage.setItem('mark', '1');
  sessionStorage.setItem('mark', '1');
  document.cookie = 'mark=1';
  await caches.open('mark');
  await navigator.serviceWorker.register('/worker.js');
  await new Promise((resolve, reject) => {
    const opening = indexedDB.open('mark');
    opening.onsuccess = resolve;
    opening.onerror = reject;
  });
})()`;

/** Script that returns the names of the storages that are not empty. */
const MARKED = `(async () => {
  const found = {
    localStorage: localStorage.length,
    sessionStorage: sessionStorage.length,
    cookie: document.cookie.length,
    caches: (await caches.keys()).length,
    serviceWorker: (await navigator.serviceWorker.getRegistrations()).length,
    indexedDB: (await indexedDB.databases()).length,
  };
  return Object.keys(found).filter(place => found[place] > 0);
})()`;

const ALL = ['localStorage', 'sessionStorage', 'cookie', 'caches', 'serviceWorker', 'indexedDB'];

describe('The browser profiles of the tests', () => {
  let site: Server;
  let url: string;

  before(async () => {
    site = createServer((request, response) => {
      const type = request.url === '/worker.js' ? 'text/javascript' : 'text/html';
      response.writeHead(200, { 'content-type': type }).end();
    });
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  });

  after(() => {
    site.close();
    site.closeAllConnections();
  });

  it('have empty storage when they are reused', async () => {
    const first = await newPerson();
    const tab = await first.openTab(url);
    await tab.evaluate(MARK);
    assert.deepEqual(await tab.evaluate(MARKED), ALL);
    await first.leaveTab(tab);
    await dismiss(first);

    const second = await newPerson();
    assert.equal(second, first, 'the same browser');
    const sameTab = await second.openTab(url);
    assert.equal(sameTab, tab);
    assert.deepEqual(await sameTab.evaluate(MARKED), []);
    await second.leaveTab(sameTab);
    await dismiss(second);
  });

  it('do not share storage at the same time', async () => {
    const [one, other] = [await newPerson(), await newPerson()];
    const tab = await one.openTab(url);
    await tab.evaluate(MARK);
    const otherTab = await other.openTab(url);
    assert.deepEqual(await otherTab.evaluate(MARKED), []);
    await one.leaveTab(tab);
    await other.leaveTab(otherTab);
    await dismiss(one);
    await dismiss(other);
  });
});
