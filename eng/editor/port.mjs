/** A port of this machine that nothing listens on. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Refusal } from '../console/steps.mjs';

const tries = 100;

export async function freePort(first) {
  for (let port = first; port < first + tries; port++) if (await isFree(port)) return port;
  throw new Refusal(`No port from ${first} to ${first + tries - 1} is free on 127.0.0.1.`);
}

async function isFree(port) {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    return false;
  } finally {
    server.close();
  }
}
