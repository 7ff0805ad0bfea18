// A client as an editor is one: it looks at some sessions, and when its `serve` ends it starts another and goes on.

import { Viewer } from "../../blackbox/support/viewer.mjs";

/** A host that is killed while it starts takes `serve` along; an editor tries again too. */
const MostAttempts = 5;

export class Follower {
  /** The connection there is, or was last. */
  client;
  /** Settles with the client once its sessions are shown again; replaced whenever a connection ends. */
  connected;
  /** How each `serve` ended: `{code, signal}`. */
  ends = [];

  #home;
  #progress;
  #viewers = new Map();
  #isLeaving = false;

  constructor(home, progress) {
    this.#home = home;
    this.#progress = progress;
    this.#connect();
  }

  get viewers() {
    return this.#viewers;
  }

  async follow(sessionId) {
    const viewer = new Viewer(this.client, sessionId);
    await viewer.reveal();
    this.#viewers.set(sessionId, viewer);
  }

  async leave(sessionId) {
    const viewer = this.#viewers.get(sessionId);
    this.#viewers.delete(sessionId);
    await viewer.conceal();
  }

  /** Has a session at a size of its own, which every other viewer is told of. */
  async lead(sessionId, columns, rows) {
    await this.#viewers.get(sessionId).lead(columns, rows);
  }

  /** No longer connects by itself. */
  stop() {
    this.#isLeaving = true;
  }

  /** Sends a request until some connection answers it; `isRetry` tells `act` that an earlier one may have been heard. */
  async insist(act) {
    for (let isRetry = false; ; isRetry = true) {
      const client = await this.connected;
      try {
        return await act(client, isRetry);
      } catch (error) {
        await lossOf(client, error);
      }
    }
  }

  #connect() {
    this.connected = this.#reach();
    // Whoever waits for it is told.
    this.connected.catch(() => {});
  }

  async #reach() {
    const { hostId } = this.client?.server ?? {};
    const client = await this.#open();
    this.client = client;
    client.onEach(() => {
      if (client.notifications.at(-1).method === "terminal/output") this.#progress.note();
    });
    client.exited.then(end => {
      this.ends.push(end);
      if (!this.#isLeaving) this.#connect();
    });
    try {
      for (const [id, old] of this.#viewers) await this.#showAgain(client, id, old, hostId === client.server.hostId);
    } catch (error) {
      await lossOf(client, error);
      return this.connected;
    }

    return client;
  }

  // Positions mean something only to the host that told them.
  async #showAgain(client, id, old, isSameHost) {
    const viewer = new Viewer(client, id, old.screen);
    await viewer.reveal(isSameHost && old.content !== undefined ? { since: old.since } : {});
    this.#viewers.set(id, viewer);
  }

  async #open() {
    for (let attempt = 1; ; attempt++) {
      const client = this.#home.serve();
      try {
        await client.initialize({ workspaceFolders: [{ uri: `file://${this.#home.work}`, name: "work" }] });
        return client;
      } catch (error) {
        if (attempt === MostAttempts) throw error;
        await lossOf(client, error);
      }
    }
  }
}

/** True for an error of the contract: the server has answered. */
export const isRefusal = error => error.code >= 1000;

/** Completes when a request failed because its connection ended, which is what kills are about; any other failure is thrown. */
async function lossOf(client, error) {
  if (isRefusal(error) || client.fault) throw client.fault ?? error;
  await client.ended().catch(() => { throw error; });
}
