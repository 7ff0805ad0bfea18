// Changes the database of a host that does not run, where the way through the product would take hours.

import { join } from "node:path";

/** A prime, so that what it is multiplied with comes in another order. */
const Scatter = 7919;

/**
 * Stores the one session there is under many more ids, whatever else its stored form is, so that there are `sessions` of
 * them: each with a conversation of its own, and last changed at another time, in no order of their ids.
 */
export const multiply = (home, sessions) => change(home, `
  CREATE TEMP TABLE copies AS
    WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ${sessions - 1})
    SELECT
      printf('%032x', number) AS id,
      strftime('%Y-%m-%dT%H:%M:%SZ', 'now', printf('-%d minutes', number * ${Scatter} % ${sessions})) AS changed,
      ifnull(state ->> 'nativeSessionId', id) AS native,
      printf('01a20144-7b6d-7000-8000-%012x', number) AS own
    FROM numbers, sessions;
  INSERT INTO sessions (id, state)
    SELECT copies.id, json_set(replace(replace(state, sessions.id, copies.id), native, own), '$.updatedAt', changed) FROM sessions, copies;
  INSERT INTO enrichments (session_id, json) SELECT copies.id, replace(json, native, own) FROM enrichments, copies`);

/** What was read of transcripts is forgotten, and which ones were whose: as with sessions of a version that read none. */
export const forgetTranscripts = home => change(home, `
  DELETE FROM enrichments;
  UPDATE sessions SET state = json_remove(state, '$.nativeSessionId')`);

async function change(home, statements) {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(join(home.state, "orchestrator.db"));
  database.exec(`BEGIN; ${statements}; COMMIT`);
  database.close();
}
