import { spawn, type ChildProcess } from 'node:child_process';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { StreamMessageWriter } from 'vscode-jsonrpc/node';
import { Emitter } from '../common/emitter.js';
import type { Log } from '../common/log.js';
import { frameReader } from './frame-reader.js';
import { MultiplexedStreams } from './multiplexed-streams.js';
import type { Transport } from './transport.js';

/** How to start the server. */
export interface ServerLaunch {
  /** Absolute path of the program. */
  readonly command: string;
  /** Environment on top of this process's. */
  readonly env: Readonly<Record<string, string>>;
}

/** How long the end of a process may take to be told after its output has closed, and the reverse. */
const lastWordsMs = 500;

/** Exit codes of a server that ends at once: it does not know the option, or its host does not serve it. */
const refusals = [1, 3];

/**
 * Starts servers for multiplexed connections, and one for plain frames after each that would not serve one: an older
 * server, or one whose host is older.
 */
export class ServerStarter {
  private _isRefused = false;

  constructor(private readonly launch: () => ServerLaunch, private readonly log: Log) {}

  start(): Transport {
    const isMultiplexed = !this._isRefused;
    this._isRefused = false;
    return startServer(this.launch(), this.log, isMultiplexed, () => {
      this._isRefused = isMultiplexed;
    });
  }
}

/**
 * Starts `orchestrator serve --stdio`: no shell, the home folder as its folder, stderr to the log. `onRefused` is called
 * when it ends at once, as one does that is not served.
 */
function startServer(launch: ServerLaunch, log: Log, isMultiplexed: boolean, onRefused: () => void): Transport {
  const child = spawn(launch.command, ['serve', '--stdio', ...(isMultiplexed ? ['--multiplex'] : [])], {
    cwd: homedir(),
    env: { ...process.env, ...launch.env },
    stdio: 'pipe',
    shell: false,
    windowsHide: true,
  });
  // A pipe is a socket, which counts; its type does not say so.
  const output = child.stdout as unknown as { readonly bytesRead: number };
  const ended = new Emitter<string>();
  let lastLine = '';
  let hasEnded = false;
  const end = (reason: string): void => {
    if (hasEnded) return;
    hasEnded = true;
    ended.fire(lastLine === '' ? reason : `${reason}: ${lastLine}`);
  };

  child.on('error', (error) => end(`The server ${launch.command} could not be started (${error.message})`));
  // `close` comes when the last words have been read, unless somebody else holds the pipes open.
  child.on('exit', (code, signal) => {
    if (output.bytesRead === 0 && refusals.includes(code ?? 0)) onRefused();
    const reason = `The server ended with ${signal ?? `code ${code ?? 'unknown'}`}`;
    child.on('close', () => end(reason));
    setTimeout(() => end(reason), lastWordsMs).unref();
  });
  // A server without an output is of no use, though its process lives.
  child.stdout.on('close', () => void setTimeout(() => end('The server closed its output'), lastWordsMs).unref());
  // Writing to a process that has just died fails here as well; its end is told by the events above.
  child.stdin.on('error', (error) => log.debug(`The server's input is closed: ${error.message}`));
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLine = line;
    log.info(`[server] ${line}`);
  });

  if (!isMultiplexed) {
    return {
      reader: frameReader(child.stdout),
      writer: new StreamMessageWriter(child.stdin),
      onEnd: ended.event,
      end: (graceMs) => endProcess(child, graceMs),
    };
  }
  const streams = new MultiplexedStreams(Duplex.from({ readable: child.stdout, writable: child.stdin }));
  return {
    reader: streams.reader,
    writer: streams.writer,
    onEnd: ended.event,
    end: (graceMs) => {
      streams.end();
      return endProcess(child, graceMs);
    },
  };
}

/** Closes stdin, which the server takes as `exit`, and kills what does not go by itself. */
async function endProcess(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(killer);
      resolve();
    });
    child.stdin?.end();
  });
}
