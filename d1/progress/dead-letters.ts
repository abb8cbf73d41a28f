/** Characters of a message that are kept; a queue takes at most 128 KB. */
const MAX_BODY_CHARS = 200_000;

export interface DeadLetter {
  readonly tenant: string;
  readonly queue: string;
  readonly id: string;
  readonly receivedAt: string;
  readonly body: unknown;
}

/** Keeps a message that failed as often as it may. The same message again changes nothing. */
export async function keepDeadLetter(db: D1Database, letter: DeadLetter): Promise<void> {
  await db
    .prepare(`INSERT OR IGNORE INTO dead_letters (tenant, queue, id, received_at, body) VALUES (?1, ?2, ?3, ?4, ?5)`)
    .bind(
      letter.tenant,
      letter.queue,
      letter.id,
      letter.receivedAt,
      JSON.stringify(letter.body).slice(0, MAX_BODY_CHARS),
    )
    .run();
}
