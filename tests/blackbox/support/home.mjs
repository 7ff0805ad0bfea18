// A state folder of its own for each test, and the processes that belong to it.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "./limits.mjs";
import { Client } from "./client.mjs";
import { transportArguments } from "./transports.mjs";

const Repository = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

const RunningPhases = ["created", "starting", "active", "detached", "closing"];

/** The executable under test. */
export const ServerPath = process.env.ORCHESTRATOR_SERVER || join(Repository, "artifacts", "server", "orchestrator");

/**
 * Owns a temporary folder with the server's state (`state`) and a folder for agents to work in (`work`),
 * every `serve` process that was started on it, and the duty to leave nothing behind.
 */
export class Home {
  root = realpathSync(mkdtempSync(join(tmpdir(), "orchestrator-test-")));
  state = join(this.root, "state");
  work = join(this.root, "work");

  #environment;
  #launcher;
  #transport = transportArguments();
  #ends = [];
  #isKept = false;

  /**
   * `environment` is added to that of every process started here, or makes what is added from the folder's path;
   * `launcher` is a command that runs the server.
   */
  constructor({ environment = {}, launcher = [] } = {}) {
    mkdirSync(this.work);
    this.#environment = typeof environment === "function" ? environment(this.root) : environment;
    this.#launcher = launcher;
  }

  /** A home that is disposed with the test `t`. */
  static for(t, options) {
    const home = new Home(options);
    t.after(() => home.dispose());
    return home;
  }

  /** The marker reaches every descendant, also those that a host detached and whose state folder it hides. */
  get environment() {
    // Agents take this variable for a sign that nobody looks, and then show no interface.
    const { CI: _, ...inherited } = process.env;
    return { ...inherited, ORCHESTRATOR_HOME: this.state, ORCHESTRATOR_TEST_ROOT: this.root, ...this.#environment };
  }

  /** Starts `serve --stdio` without a word on the wire. */
  serve(...more) {
    return this.#start([...this.#transport, ...more]);
  }

  /** Starts a multiplexed client, whatever the test's own way is; `options` are those of its streams. */
  serveChannels(options) {
    return this.#start(["--multiplex"], options);
  }

  #start(more, options) {
    const [command, ...args] = [...this.#launcher, ServerPath, "serve", "--stdio", ...more];
    const client = Client.start(command, args, this.environment, this.work, options);
    this.onDispose(() => client.kill());
    return client;
  }

  /** Starts `serve --stdio` and completes the handshake. */
  async connect(initializeParams = {}, ...more) {
    const client = this.serve(...more);
    await client.initialize({ workspaceFolders: [{ uri: `file://${this.work}`, name: "work" }], ...initializeParams });
    return client;
  }

  /** Every process that was started from here, directly or not: `{pid, command}`. */
  processes() {
    return processesWith(this.root);
  }

  /** The server's own processes in one of its roles. */
  serversAs(verb) {
    return this.processes().filter(({ command }) => verbOf(command) === verb);
  }

  /** Everything that is not the server itself: agents and what they started. */
  agents() {
    return this.processes().filter(({ command }) => verbOf(command) === undefined);
  }

  /** The pid of the one process that has a role now, "host" or "hold", as the state folder tells it; undefined while there is none. */
  pidOf(verb) {
    const pid = Number(readOrNothing(join(this.state, `${verb}.lock`)));
    return pid > 0 && isAlive(pid) ? pid : undefined;
  }

  /** Leaves the files to whoever looks into a failure, and answers where they are. */
  keepFiles() {
    this.#isKept = true;
    return this.root;
  }

  /** The pid of the one host. */
  hostPid() {
    const hosts = this.serversAs("host");
    if (hosts.length !== 1) throw new Error(`expected one host, found ${JSON.stringify(hosts)}`);
    return hosts[0].pid;
  }

  /** Adds a process of the test itself to what `dispose` ends. */
  onDispose(end) {
    this.#ends.push(end);
  }

  /** Ends everything, by the contract first; a process that is left after that fails the test. */
  async dispose() {
    try {
      await this.#shutDownHost();
      for (const end of this.#ends) end();
      await eventually("all processes of the test to end", () => this.processes().length === 0)
        .catch(error => { throw new Error(`${error.message}: ${JSON.stringify(this.processes())}`); });
    } finally {
      for (const { pid } of this.processes()) spawnSync("kill", ["-KILL", String(pid)]);
      for (const end of this.#ends) end();
      if (!this.#isKept) rmSync(this.root, { recursive: true, force: true });
    }
  }

  async #shutDownHost() {
    // What a host that is gone has left goes with the next one.
    if (this.serversAs("host").length + this.serversAs("hold").length === 0) return;
    const client = await this.connect();
    // What runs would go on without the host. That the answers come is tested elsewhere; here only the end matters.
    const { items } = await client.request("session/list", { filter: { phase: RunningPhases }, limit: 500 });
    await Promise.allSettled(items.map(({ id }) => client.request("session/stop", { sessionId: id, force: true })));
    await Promise.allSettled(items.map(({ id }) => client.waitForSession(id, ({ phase }) => phase === "ended")));
    await client.request("host/shutdown", { mode: "now" }).catch(() => {});
    await eventually("the host to end", () => this.serversAs("host").length === 0);
    // It ends by itself, but not at once: another host could come.
    for (const { pid } of this.serversAs("hold")) process.kill(pid, "SIGTERM");
  }
}

/** True while a process of ours runs; one that has ended and was not waited for does not. */
export function isAlive(pid) {
  if (process.platform === "linux") return /^(?!\d+ \(.*\) Z)\d/s.test(readOrNothing(`/proc/${pid}/stat`));
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return false;
    throw error;
  }
}

/** What a process of the server was started as; the executable may itself be run by an interpreter. */
function verbOf(command) {
  return command.slice(1, 3).find(argument => ["serve", "host", "hold"].includes(argument));
}

/**
 * Processes whose environment or arguments name a folder. Read from /proc, which also shows what was detached from us;
 * systems without it cannot tell, and then the list is empty.
 */
export function processesWith(folder) {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter(name => /^\d+$/.test(name)).map(Number).flatMap(pid => {
    const command = readOrNothing(`/proc/${pid}/cmdline`);
    const environment = readOrNothing(`/proc/${pid}/environ`);
    const isOurs = command.includes(folder) || environment.includes(folder);
    return isOurs && pid !== process.pid ? [{ pid, command: command.split("\0").slice(0, -1) }] : [];
  });
}

function readOrNothing(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    // The process ended between the listing and the reading, or belongs to another user.
    if (["ENOENT", "ESRCH", "EACCES"].includes(error.code)) return "";
    throw error;
  }
}
