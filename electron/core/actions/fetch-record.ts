import { recordId as recordIdSchema } from '#shared/domain/reference-records.ts';
import { recordAnswer } from '#shared/ipc/checks.ts';
import type { Output } from '#shared/ipc/contract.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { LongContext, LongHandler } from '../context.ts';
import { putCheckRecord } from '../store/tables/check-records.ts';
import { type CheckRecord, checkById } from '../store/tables/checks.ts';
import { referenceCopy, referenceRecord } from '../store/tables/reference.ts';

type Fetched = Output<'check.fetch-record'>;

/**
 * The second step of a check: the whole record of a candidate, from the hub when it answers, else from the copy with its age. What
 * was looked at stays with the check.
 */
export const fetchRecord: LongHandler<'check.fetch-record'> = async (ctx, { checkId, recordId }) => {
  const check = checkById(ctx.db, checkId);
  if (!check) return err({ code: 'not-found', params: { kind: 'check' } });
  const fetched = (await fromHub(ctx, check, recordId)) ?? fromCopy(ctx, check, recordId);
  if (!fetched) return err({ code: 'record-not-here' });
  const { source, asOf, record } = fetched;
  return ok(
    ctx.commit(({ tx, now }) => {
      putCheckRecord(tx, { checkId, recordId, source, asOf, record: record.data, fetchedAt: now });
      return fetched;
    }),
  );
};

async function fromHub(
  ctx: LongContext<'check.fetch-record'>,
  check: CheckRecord,
  recordId: string,
): Promise<Fetched | null> {
  const id = recordIdSchema.parse(recordId);
  const answer = await ctx.station.sync.fetchRecord(check.database, id, check.purpose, ctx.signal);
  ctx.signal.throwIfAborted();
  return answer.ok ? readRecord('online', check, answer.value.asOf, answer.value.record) : null;
}

function fromCopy({ db }: LongContext<'check.fetch-record'>, check: CheckRecord, recordId: string): Fetched | null {
  const record = referenceRecord(db, check.database, recordId);
  return record === null ? null : readRecord('local', check, referenceCopy(db, check.database)?.asOf ?? null, record);
}

/** Null where what came is no record of that database. */
function readRecord(source: Fetched['source'], check: CheckRecord, asOf: number | null, data: unknown): Fetched | null {
  const read = recordAnswer.safeParse({ source, asOf, record: { database: check.database, data } });
  return read.success ? read.data : null;
}
