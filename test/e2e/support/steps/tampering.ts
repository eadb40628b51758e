import { expect } from '@playwright/test';
import { newId } from '#shared/lib/ids.ts';
import { testDeps } from '#test/helpers/envelopes.ts';
import type { World } from '../world.ts';
import { sendPlain } from './messages.ts';
import { untilOffline, untilOnline } from './status.ts';

/** Ruritania sends Utopia a message, and somebody changes it where the hub keeps it: it says now that it is urgent. */
export async function sendAndTamper({ hub, line, utopia, ruritania }: World, subject: string): Promise<void> {
  line.cut();
  await untilOffline(utopia.page);
  await sendPlain(ruritania, 'UTO', subject);
  await expect.poll(async () => (await ruritania.ask('status.get', {})).waiting, { timeout: 30_000 }).toBe(0);
  await hub.database.query(
    `update envelopes set document = jsonb_set(document::jsonb, '{priority}', '"urgent"')
      where id = (select s.envelope_id from streams s join envelopes e on e.bureau = s.sender and e.id = s.envelope_id
                   where s.bureau = 'UTO' and e.document->>'kind' = 'message' order by s.number desc limit 1)`,
  );
  line.restore();
  await untilOnline(utopia.page);
}

/** A hub that wants nothing to be seen: the last message for Utopia once more, under so many names that nobody signed. */
export async function forge({ hub }: World, count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => newId(testDeps));
  await hub.database.query(
    `with last as (select e.*, s.sender from streams s join envelopes e on e.bureau = s.sender and e.id = s.envelope_id
                    where s.bureau = 'UTO' and e.document->>'kind' = 'message' order by s.number desc limit 1),
          forged as (select id, at from unnest($1::uuid[]) with ordinality as given (id, at)),
          kept as (insert into envelopes (bureau, id, workstation, received_at, document)
                   select l.bureau, f.id, l.workstation, l.received_at,
                          jsonb_set(jsonb_set(l.document::jsonb, '{id}', to_jsonb(f.id::text)), '{priority}', '"routine"')::json
                     from last l cross join forged f),
          listed as (insert into streams (bureau, number, sender, envelope_id)
                     select 'UTO', h.head + f.at, l.sender, f.id
                       from forged f cross join last l join stream_heads h on h.bureau = 'UTO')
     update stream_heads set head = head + $2 where bureau = 'UTO'`,
    [ids, count],
  );
}
