// Appends what OpenCode does to the log of its session, a line for each event that matters, and changes nothing in it.
import { appendFileSync, statSync } from "node:fs";

const MaxBytes = 16 * 1024 * 1024;
const MaxText = 500;

export const Orchestrator = async () => {
  const log = process.env.ORCHESTRATOR_HOOK_LOG;
  // Another OpenCode that is started from this one is not this session.
  delete process.env.ORCHESTRATOR_HOOK_LOG;
  if (!log) return {};
  const children = new Set();

  const cut = text => (typeof text === "string" ? text.slice(0, MaxText) : undefined);

  const tell = line => {
    try {
      const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
      if (size < MaxBytes) appendFileSync(log, `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
    } catch {
      // Nobody listens any more, which is no trouble of this program's.
    }
  };

  const lineOf = ({ type, properties = {} }) => {
    const id = properties.sessionID ?? properties.info?.id;
    if (type === "session.created" && properties.info?.parentID) children.add(id);
    if (!id || children.has(id)) return undefined;
    const { status, error, permission, metadata, patterns, questions } = properties;
    switch (type) {
      case "session.created":
      case "session.idle":
      case "permission.replied":
      case "question.replied":
      case "question.rejected":
        return { type, id };
      case "session.status":
        return { type, id, status: status?.type, message: cut(status?.message), next: status?.next };
      case "permission.asked":
        return { type, id, message: cut(`${permission}: ${metadata?.command ?? patterns?.join(" ") ?? ""}`) };
      case "question.asked":
        return { type, id, message: cut(questions?.[0]?.question) };
      case "session.error":
        return { type, id, error: error?.name, message: cut(error?.data?.message), code: error?.data?.statusCode };
      default:
        return undefined;
    }
  };

  return {
    event: async ({ event }) => {
      const line = lineOf(event);
      if (line !== undefined) tell(line);
    },
  };
};
