import assert from 'node:assert/strict';
import { circularImports } from './cycles.ts';
import { computedImports } from './imports.ts';
import { wrongImports } from './layers.ts';

/** Returns the number of forbidden imports in a file with this path and text. */
function wrong(path: string, text: string): number {
  return wrongImports({ path, text }).length;
}

describe('the check of imports', () => {
  const writtenForms = [
    "import * as vscode from 'vscode';",
    "import type { Uri } from 'vscode';",
    "import { type Uri } from 'vscode';",
    "export type { Uri } from 'vscode';",
    "export * from 'vscode';",
    "import 'vscode';",
    "let uri: import('vscode').Uri;",
    "type Api = typeof import('vscode');",
    "const api = await import('vscode');",
    "const api = require('vscode');",
    "import api = require('vscode');",
    '/// <reference types="vscode" />\nlet a = 1;',
  ];
  for (const text of writtenForms) {
    it(`turns red on \`${text}\` in core`, () => {
      assert.equal(wrong('src/core/flow/gate.ts', text), 1);
    });
  }

  const forbidden: readonly (readonly [path: string, text: string])[] = [
    ['src/core/chat.ts', "import type { ChatView } from '../protocol/chatView.ts';"],
    ['src/core/chat.ts', "import { COMMANDS } from '../host/ids.ts';"],
    ['src/core/chat.ts', "import { withGate } from './flow/gate.ts';"],
    ['src/core/chat.ts', "import { createClient } from './client.ts';"],
    ['src/core/flow/gate.ts', "import { Ledger } from '../spend/ledger.ts';"],
    ['src/core/database/openDatabase.ts', "import { Ledger } from '../spend/ledger.ts';"],
    ['src/core/flow/gate.ts', "import { createClient } from '../client.ts';"],
    ['src/core/flow/gate.ts', "import { request } from 'undici';"],
    ['src/core/flow/gate.ts', "import { readFileSync } from 'fs';"],
    ['src/core/flow/gate.ts', "import { FakeClock } from '../../support/virtualClock.ts';"],
    ['src/core/flow/gate.ts', "import manifest from '../../../package.json';"],
    ['src/protocol/chat.ts', "import type { Usage } from '../core/chat.ts';"],
    ['src/protocol/chat.ts', "import { randomUUID } from 'node:crypto';"],
    ['src/webview/chat/main.tsx', "import type { Usage } from '../../core/chat.ts';"],
    ['src/webview/chat/main.tsx', "import { join } from 'node:path';"],
    ['src/webview/chat/main.tsx', "import { COMMANDS } from '../../host/ids.ts';"],
    ['src/webview/chat/main.tsx', "import React from 'react';"],
    ['src/host/commands/index.ts', "import { reduce } from '../../webview/chat/reduce.ts';"],
    ['src/host/commands/index.ts', "import { activate } from '../../extension.ts';"],
    ['src/lazy/endpointFetch.ts', "import { WenxinError } from '../core/errors.ts';"],
    ['src/lazy/usageReader.ts', "import { COMMANDS } from '../host/ids.ts';"],
    ['src/cli/main.ts', "import { COMMANDS } from '../host/ids.ts';"],
    ['src/extension.ts', "import { reduce } from './webview/chat/reduce.ts';"],
    ['src/stray.ts', "import { join } from 'node:path';"],
    ['test/support/simulator/main.ts', "import { WenxinError } from '../../../src/core/errors.ts';"],
    ['test/support/vault/vault.ts', "import type { Clock } from '../../../src/core/clock.ts';"],
  ];
  for (const [path, text] of forbidden) {
    it(`turns red on \`${text}\` in ${path}`, () => {
      assert.equal(wrong(path, text), 1);
    });
  }

  const allowed: readonly (readonly [path: string, text: string])[] = [
    ['src/core/client.ts', "import { withGate } from './flow/gate.ts';\nimport { Ledger } from './spend/ledger.ts';"],
    ['src/core/flow/gate.ts', "import type { Usage } from '../chat.ts';\nimport { Breaker } from './breaker.ts';"],
    ['src/core/spend/ledger.ts', "import { Database } from '../database/database.ts';"],
    ['src/core/qianfan/events.ts', "import { createParser } from 'eventsource-parser';"],
    ['src/core/chat.ts', "import { randomUUID } from 'node:crypto';\n// import * as vscode from 'vscode';"],
    [
      'src/host/commands/index.ts',
      "import * as vscode from 'vscode';\nimport { parse } from '../../protocol/chat.ts';",
    ],
    ['src/lazy/endpointFetch.ts', "import { Agent } from 'undici';"],
    ['src/lazy/usageReader.ts', "import { UsageDesk } from '../core/spend/report/usageDesk.ts';"],
    ['src/webview/chat/main.tsx', "import { useState } from 'preact/hooks';\nimport './chat.css';"],
    ['src/extension.ts', "import { COMMANDS } from './host/ids.ts';\nimport { createClient } from './core/client.ts';"],
    ['test/unit/host/ids.test.ts', "import { COMMANDS } from '../../../src/host/ids.ts';\nimport 'mocha';"],
  ];
  for (const [path, text] of allowed) {
    it(`stays green on \`${text.split('\n')[0] ?? ''}\` in ${path}`, () => {
      assert.deepEqual(wrongImports({ path, text }), []);
    });
  }

  it('finds imports by a computed name', () => {
    const hidden = ['import(name)', 'require(`vs${code}`)', "createRequire('/')", "process.getBuiltinModule('fs')"];
    for (const text of hidden) assert.equal(computedImports({ path: 'src/a.ts', text }).length, 1, text);
    for (const text of ["import('node:fs')", "require('./lazy.cjs')"]) {
      assert.deepEqual(computedImports({ path: 'src/a.ts', text }), []);
    }
  });

  it('finds circular imports, also of types', () => {
    const a = { path: 'src/core/a.ts', text: "import { b } from './b.ts';" };
    const b = { path: 'src/core/b.ts', text: "import { c } from './flow/c.ts';" };
    const c = { path: 'src/core/flow/c.ts', text: "import type { A } from '../a.ts';" };
    assert.equal(circularImports([a, b, c]).length, 1);
    assert.deepEqual(circularImports([a, b]), []);
  });
});
