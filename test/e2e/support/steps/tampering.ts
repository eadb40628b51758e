import { expect } from '@playwright/test';
import type { World } from '../world.ts';
import { untilOffline, untilOnline } from './status.ts';

/** Ruritania sends Utopia a message, and somebody changes it where the hub keeps it: it says now that it is urgent. */
export async function sendAndTamper({ hub, line, utopia, ruritania }: World, subject: string): Promise<void> {
  line.cut();
  await untilOffline(utopia.page);
  await ruritania.ask('message.send', {
    caseId: null,
    to: ['UTO'],
    subject,
    body: 'Please confirm the identity of the holder of passport R1234567 and the date of its issue.',
    priority: 'routine',
    handling: 'H1',
    purpose: 'obtain-information',
    answerBy: Date.now() + 48 * 3_600_000,
  });
  await expect.poll(async () => (await ruritania.ask('status.get', {})).waiting, { timeout: 30_000 }).toBe(0);
  await hub.database.query(
    `update envelopes set document = jsonb_set(document::jsonb, '{priority}', '"urgent"')
      where id = (select s.envelope_id from streams s join envelopes e on e.bureau = s.sender and e.id = s.envelope_id
                   where s.bureau = 'UTO' and e.document->>'kind' = 'message' order by s.number desc limit 1)`,
  );
  line.restore();
  await untilOnline(utopia.page);
}
