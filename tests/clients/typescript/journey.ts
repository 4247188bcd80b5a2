// The journey through the client that openapi-generator writes with typescript-fetch.
import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { Configuration, GroupKind, PartnershipApi, ProblemFromJSON, ResponseError } from "./client/index.js";
import type { CloudEvent, Problem } from "./client/index.js";

function environment(name: string): string {
  const value = process.env[name];
  assert(value, `${name} is not set.`);
  return value;
}

async function fetchToken(): Promise<string> {
  const name = `${environment("PINS_CLIENT_ID")}:${environment("PINS_CLIENT_SECRET")}`;
  const answer = await fetch(environment("PINS_TOKEN_URL"), {
    method: "POST",
    headers: { Authorization: `Basic ${Buffer.from(name).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "partnership:read partnership:write" }),
  });
  const given = (await answer.json()) as { access_token: string };
  return given.access_token;
}

async function refused(call: Promise<unknown>, status: number): Promise<Problem> {
  const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);
  assert(error instanceof ResponseError, "It was not refused.");
  const problem = ProblemFromJSON(await error.response.json());
  assert.equal(problem.status, status);
  assert(problem.type.startsWith("http") && problem.title);
  return problem;
}

const done = (step: string) => console.log(step);
const basePath = environment("PINS_API_URL");
const partnership = new PartnershipApi(new Configuration({ basePath, accessToken: await fetchToken() }));
const start = await partnership.listPartnershipEventsRaw({ after: "latest" });
done("token");

const first = await partnership.listLocalAuthorities({ limit: 2 });
const second = await partnership.listLocalAuthorities({ limit: 2, cursor: first.nextCursor ?? undefined });
assert.equal(new Set([...first.items, ...second.items].map((each) => each.laCode)).size, 4);
const chosen = await partnership.listLocalAuthorities({ laCode: ["380", "383"] });
assert.deepEqual(chosen.items.map((each) => each.name), ["Bradford", "Leeds"]);
done("list");

const idempotencyKey = randomUUID();
const newParentCarerGroup = {
  name: `Generated in TypeScript ${idempotencyKey}`,
  kind: GroupKind.Forum,
  laCodes: ["383"],
};
const made = await partnership.registerParentCarerGroup({ newParentCarerGroup, idempotencyKey });
const again = await partnership.registerParentCarerGroup({ newParentCarerGroup, idempotencyKey });
assert.equal(made.id, again.id);
assert(made.createdAt instanceof Date);
done("create");

const groupId = made.id;
const read = await partnership.getParentCarerGroupRaw({ groupId });
const ifMatch = read.raw.headers.get("ETag") ?? "";
const parentCarerGroupChange = { name: `Renamed in TypeScript ${idempotencyKey}` };
const changed = await partnership.changeParentCarerGroup({ groupId, ifMatch, parentCarerGroupChange });
assert.deepEqual([changed.name, changed.version], [parentCarerGroupChange.name, made.version + 1]);
assert.deepEqual(changed.laCodes, ["383"]);
await refused(partnership.changeParentCarerGroup({ groupId, ifMatch, parentCarerGroupChange }), 412);
done("update");

await refused(partnership.getParentCarerGroup({ groupId: randomUUID() }), 404);
done("not-found");

const wrong = { name: "Nowhere", kind: GroupKind.Forum, laCodes: ["ABC"] };
const problem = await refused(partnership.registerParentCarerGroup({ newParentCarerGroup: wrong }), 422);
assert.deepEqual(problem.errors.map((error) => error.pointer), ["/la_codes/0"]);
done("unprocessable");

let cursor = start.raw.headers.get("X-Next-Cursor") ?? "";
const seen: CloudEvent[] = [];
while (seen.length < 2) {
  const batch = await partnership.listPartnershipEventsRaw({ after: cursor, wait: 5 });
  const events = await batch.value();
  assert(events.length, "The feed ended before the journey's events.");
  seen.push(...events.filter((event) => event.subject === groupId));
  cursor = batch.raw.headers.get("X-Next-Cursor") ?? "";
}
assert.deepEqual(seen.map((event) => event.resourceversion), [made.version, changed.version]);
assert.equal(seen[1]?.data["name"], changed.name);
done("feed");
