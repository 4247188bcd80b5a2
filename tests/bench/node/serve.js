// The same three operations in Fastify and postgres.js, as their documentation has one write them.
// NODE_DATABASE_URL, NODE_PORT. It identifies nobody and logs nothing.
import { createHash, randomUUID } from "node:crypto";
import fastify from "fastify";
import postgres from "postgres";

const sql = postgres(process.env.NODE_DATABASE_URL, { max: 10, onnotice: () => {} });
const app = fastify();
const board = "QX1";

app.get("/v1/participations/:id", async (request, reply) => {
  const [row] = await sql`select * from participations where id = ${request.params.id} and icb_code = ${board}`;
  return row ?? reply.code(404).send();
});

app.get("/v1/participations", async (request) => {
  const limit = Number(request.query.limit);
  const items = await sql`select * from participations where icb_code = ${board} order by id limit ${limit + 1}`;
  return { items: items.slice(0, limit), next_cursor: items.length > limit ? items[limit - 1].id : null };
});

app.post("/v1/contacts", async (request, reply) => {
  const { organisation, role, name, email } = request.body;
  const key = request.headers["idempotency-key"];
  const id = randomUUID();
  const contact = await sql.begin(async (sql) => {
    await sql`select body from idempotency_keys where caller = ${organisation} and key = ${key}`;
    const [made] = await sql`
      insert into contacts (id, organisation, role, name, email, version, created_at, updated_at)
      values (${id}, ${organisation}, ${role}, ${name}, ${email}, 1, now(), now()) returning *`;
    await sql`
      insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, organisations, data)
      values (${randomUUID()}, 'partnership.contact.added', ${`contacts/${id}`}, now(), ${organisation}, 1, false,
              ${[organisation]}, ${sql.json({ id, organisation, role, version: 1 })})`;
    const hash = createHash("sha256").update(JSON.stringify(request.body)).digest();
    await sql`
      insert into idempotency_keys (caller, key, fingerprint, status, headers, body)
      values (${organisation}, ${key}, ${hash}, 201, '{}', ${Buffer.from(JSON.stringify(made))})`;
    return made;
  });
  return reply.code(201).send(contact);
});

await app.listen({ host: "127.0.0.1", port: Number(process.env.NODE_PORT) });
