import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { root } from './install.js';

const projects = {
  'the declarations tell what they promise': 'tsconfig.types.json',
  'the modules of the package are what they declare': 'jsconfig.npm.json',
  'the form uses the package as it is declared': 'jsconfig.www.json',
};
for (const [claim, project] of Object.entries(projects)) {
  test(claim, async () => {
    const compiler = join(root, 'tests/node_modules/typescript/bin/tsc');
    const run = promisify(execFile)(process.execPath, [compiler, '--project', join(root, 'tests/package', project)]);
    const { stdout } = await run.catch((error) => error);
    assert.equal(stdout, '');
  });
}
