// The small commands that stand in for an agent, and the usual ways to start them.

import { eventually } from "./limits.mjs";

/** A command that stays until it is told to end, without printing. */
export const LastsUntilStopped = "exec sleep 600";

/** Creates a session that runs a shell script, without waiting for its process. */
export async function createCommand(client, home, script, more = {}) {
  const params = { agent: "command", args: ["/bin/sh", "-c", script], cwd: home.work, ...more };
  const { session } = await client.request("session/create", params);
  return session;
}

/** Creates a session and waits until its process runs. */
export async function startCommand(client, home, script, more = {}) {
  const session = await createCommand(client, home, script, more);
  return client.waitForSession(session.id, isUp);
}

/** Creates a session whose command ends by itself, and waits for that. */
export async function finishCommand(client, home, script, more = {}) {
  const session = await createCommand(client, home, script, more);
  return client.waitForSession(session.id, isEnded);
}

/** The text a session's terminal shows. */
export async function textOf(client, sessionId) {
  return (await client.request("terminal/snapshot", { sessionId, format: "text" })).data.trimEnd();
}

/** Types a line into a session's terminal, and waits until that shows `text` and nothing else. */
export async function typeUntilShown(client, sessionId, line, text) {
  await client.request("terminal/input", { sessionId, data: Buffer.from(`${line}\r`).toString("base64") });
  await eventually(`the terminal to show ${JSON.stringify(text)}`, async () => (await textOf(client, sessionId)) === text);
}

export const isUp = ({ phase }) => phase === "active" || phase === "detached";
export const isEnded = ({ phase }) => phase === "ended";
