import assert from 'node:assert/strict';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { environment } from './environment.mjs';

let before;

beforeEach(() => (before = { ...process.env }));
afterEach(() => (process.env = before));

test('A tool does not hear from npm which Node npm itself runs on', () => {
  Object.assign(process.env, { npm_config_user_agent: 'npm/11 node/v20', npm_lifecycle_event: 'start', npm_config_registry: 'mine' });

  const variables = environment();

  assert.equal(variables.npm_config_user_agent, undefined);
  assert.equal(variables.npm_lifecycle_event, undefined);
  assert.equal(variables.npm_config_registry, 'mine');
});

test('Programs are found in the given folders first, and never in the folders that npm added', () => {
  process.env.PATH = [join('tree', 'node_modules', '.bin'), 'usual'].join(delimiter);

  assert.equal(environment({ path: ['first'] }).PATH, ['first', 'usual'].join(delimiter));
});
