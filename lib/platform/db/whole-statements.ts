import type { PGlite } from "@electric-sql/pglite";

/** First bytes of the messages of an extended query: Parse, Bind, Describe, Execute, Close, Flush; Sync ends it. */
const OF_A_SEQUENCE: ReadonlySet<number> = new Set(Array.from("PBDECH", (letter) => letter.charCodeAt(0)));

/**
 * The database for the socket server, which takes messages of its clients in turn: once a client has begun a
 * statement, nobody else has a turn until its Sync. All clients share one backend, so that another's Parse would
 * replace the unnamed statement that this one is about to bind: it would get an error, or another client's rows. The
 * server waits for one client only in a transaction; a statement that came in pieces was therefore not safe.
 */
export function wholeStatements(database: PGlite): PGlite {
  let open = false;
  return new Proxy(database, {
    get(target, property) {
      if (property === "isInTransaction") return () => open || target.isInTransaction();
      if (property === "execProtocolRawStream") {
        const run: PGlite["execProtocolRawStream"] = (message, options) => {
          open = OF_A_SEQUENCE.has(message[0] ?? 0);
          return target.execProtocolRawStream(message, options);
        };
        return run;
      }
      if (property === "exec") {
        // The server rolls back what a client left when it went away.
        const run: PGlite["exec"] = (query, options) => {
          open = false;
          return target.exec(query, options);
        };
        return run;
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
