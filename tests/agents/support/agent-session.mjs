// A real agent program in a session of the server, with a screen to read and a keyboard to type on.

import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Home } from "../../blackbox/support/home.mjs";
import { deadline, eventually, Limit } from "../../blackbox/support/limits.mjs";
import { isEnded, isUp } from "../../blackbox/support/sessions.mjs";
import { Terminal } from "../../blackbox/support/terminal.mjs";
import { FakeModel } from "../../fakes/model/fake-model.mjs";
import { Screen } from "./screen.mjs";

const Columns = 120;
const Rows = 40;

/** An agent that has drawn its composer may still be starting: what is typed before it falls silent can get lost. */
const QuietBeforeTypingMs = 300;

/** Some agents take an Enter that comes with a paste, or right after it, for a line break. */
const PasteToEnterMs = 150;

/** When a person sees that nothing has come of an Enter, and presses it again. */
const EnterAgainMs = 3_000;

export class AgentSession {
  home;
  model;
  screen;
  id;

  #client;
  #terminal;
  #test;

  /** Starts a server that finds the program, and a session of it in a folder of its own that talks to a fake model. */
  static async start(t, program, binFolders, { answers = {}, prompt, permissionMode, args, env = {} }) {
    const session = new AgentSession();
    session.#test = t;
    session.model = await FakeModel.start();
    t.after(() => session.model.close());
    for (const [asked, answered] of Object.entries(answers)) session.model.answer(asked, answered);

    session.home = Home.for(t, { environment: { PATH: [...binFolders, process.env.PATH].join(delimiter) } });
    const agentHome = join(session.home.root, "agent-home");
    mkdirSync(agentHome);
    const prepared = await program.prepare({ home: agentHome, cwd: session.home.work, modelUrl: session.model.url });
    await session.#open(program, { ...prepared, ...env }, { ...(prompt && { prompt }), ...(permissionMode && { permissionMode }), ...(args && { args }) });
    return session;
  }

  async #open(program, env, wish) {
    this.#client = await this.home.connect();
    const created = await this.#client.request("session/create", {
      agent: program.agent, cwd: this.home.work, env, cols: Columns, rows: Rows, ...wish,
    });
    this.id = created.session.id;
    await this.#look();
  }

  /** Forks the session, and looks at the fork. */
  async fork() {
    const fork = new AgentSession();
    fork.#test = this.#test;
    fork.model = this.model;
    fork.home = this.home;
    fork.#client = await this.home.connect();
    fork.id = (await fork.#client.request("session/fork", { sessionId: this.id })).session.id;
    await fork.#look();
    return fork;
  }

  /** A new view of the session, as that of an editor which has just come. */
  async #look() {
    this.#terminal = new Terminal(this.#client, this.id);
    this.screen = new Screen(Columns, Rows, bytes => this.#answerQuery(bytes));
    const { screen } = this;
    this.#test.after(() => screen.dispose());
    this.#terminal.feed(bytes => this.screen.write(bytes));
    await this.#terminal.reveal({ cols: Columns, rows: Rows });
  }

  async waitUntilReady(program) {
    // Opencode can need most of a minute beside other work.
    await this.screen.waitForText(program.ready, AbortSignal.timeout(Limit.timeout));
    await this.screen.waitForSilence(QuietBeforeTypingMs, deadline());
  }

  /** Types a prompt as a person who pastes it and then presses Enter, until its agent asks the model. */
  async paste(text) {
    await this.#terminal.input(`\u001b[200~${text}\u001b[201~`);
    // On a machine that is busy the two would reach the agent together.
    await this.screen.waitForText(new RegExp(text.replace(/[^\w\s]/g, "\\$&")), deadline());
    await pause(PasteToEnterMs);
    await this.#enter(text);
  }

  async #enter(prompt) {
    const before = this.model.turns(prompt).length;
    let pressedAt = -Infinity;
    await eventually(`"${prompt}" to be asked`, async () => {
      if (this.model.turns(prompt).length > before) return true;
      if (performance.now() < pressedAt + EnterAgainMs) return false;
      pressedAt = performance.now();
      await this.#terminal.input("\r");
    });
  }

  /** Sends a prompt as a client does, and answers what the server says to that. */
  send(text) {
    return this.#client.request("session/send", { sessionId: this.id, clientMessageId: randomUUID(), text });
  }

  /** The session as soon as so much is known of its last prompt. */
  stands(messageId, state) {
    return this.waitFor(({ lastPrompt }) => lastPrompt?.messageId === messageId && lastPrompt.state === state);
  }

  /** Sends a signal to the program and all that it has started. */
  async signal(name) {
    const { detail } = await this.#client.request("session/get", { sessionId: this.id });
    process.kill(-detail.pid, name);
  }

  /** Tells the next prompt to an agent that may be drawing what the last one came to. */
  async tell(text) {
    await this.screen.waitForSilence(QuietBeforeTypingMs, deadline());
    await this.paste(text);
  }

  /** Presses keys. */
  type(keys) {
    return this.#terminal.input(keys);
  }

  /** What the agent wants next that is none of what is known, as its clients are told it. */
  async requested(...known) {
    return (await this.#client.waitFor("attention/requested", ({ request }) => !known.includes(request.requestId))).request;
  }

  /** What the agent wants as soon as so much of it is known. */
  async requestedWith(isKnown) {
    return (await this.#client.waitFor("attention/requested", ({ request }) => isKnown(request))).request;
  }

  /** What became of a request. */
  resolved({ requestId }) {
    return this.#client.waitFor("attention/resolved", each => each.requestId === requestId);
  }

  /** Answers a request at once. */
  respond({ requestId }, answer) {
    return this.#client.request("attention/respond", { sessionId: this.id, requestId, ...answer });
  }

  /** The session as soon as it is as wanted. */
  waitFor(predicate) {
    return this.#client.waitForSession(this.id, predicate).catch(error => {
      throw new Error(`${error.message}; it was shown as ${this.activities}; the screen shows:\n${this.screen.text()}`);
    });
  }

  /** Interrupts the turn. */
  interrupt() {
    return this.#client.request("session/interrupt", { sessionId: this.id });
  }

  /** Every summary of the session that was told, in order. */
  get changes() {
    return this.#client.changesOf(this.id);
  }

  /** What the session was told to do, in order. */
  get activities() {
    return this.#client.changesOf(this.id).map(({ activity }) => activity);
  }

  /** Ends the program so that it can be resumed; returns the session as it then is. */
  async suspend() {
    await this.#client.request("session/suspend", { sessionId: this.id });
    return this.#client.waitForSession(this.id, ({ phase }) => phase === "suspended" || phase === "ended");
  }

  /** Resumes the session and looks at it through a connection that knows nothing of its earlier run. */
  async resume(prompt) {
    await this.#client.request("session/resume", { sessionId: this.id, ...(prompt && { prompt }) });
    await this.#client.waitForSession(this.id, isUp);
    this.#client = await this.home.connect();
    await this.#look();
  }

  async stop() {
    await this.#client.request("session/stop", { sessionId: this.id });
    return this.#client.waitForSession(this.id, isEnded);
  }

  /** Programs also ask on their way out; then nobody waits for the answer any more. */
  #answerQuery(bytes) {
    this.#terminal.input(bytes).catch(() => {});
  }
}
