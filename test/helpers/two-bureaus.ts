import type { FastifyInstance } from 'fastify';
import type { HubOptions } from '#hub/start-hub.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { Clock } from '#shared/lib/deps.ts';
import { messageInput } from './casework.ts';
import { FaultProxy } from './fault-proxy.ts';
import { startTestHub, type TestHub } from './hub.ts';
import { TestWorkstation } from './workstation.ts';

/** A hub, and a workstation of UTO and one of RUR, each behind a line of its own. */
export interface TwoBureaus {
  readonly hub: TestHub;
  readonly utopia: TestWorkstation;
  readonly ruritania: TestWorkstation;
  /** Between Utopia and the hub. */
  readonly line: FaultProxy;
  /** Between Ruritania and the hub. */
  readonly otherLine: FaultProxy;
  close(): Promise<void>;
}

interface Options {
  readonly plant?: (app: FastifyInstance) => void;
  readonly hub?: Partial<HubOptions>;
  /** Of Utopia's workstation. */
  readonly clock?: Clock;
}

export async function openTwoBureaus({ plant, hub: more, clock }: Options = {}): Promise<TwoBureaus> {
  const hub = await startTestHub({ ...more, ...(plant && { plant }) });
  const port = Number(new URL(hub.url).port);
  const line = await FaultProxy.open(port);
  const otherLine = await FaultProxy.open(port);
  const utopia = await TestWorkstation.create({ ...(clock && { clock }) });
  const ruritania = await TestWorkstation.create();
  await utopia.enrol(`https://localhost:${line.port}`, await hub.admin.createEnrolmentCode('UTO'));
  await ruritania.enrol(`https://localhost:${otherLine.port}`, await hub.admin.createEnrolmentCode('RUR'));
  await utopia.call('sync.now', {});
  await utopia.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'RUR' && reachable));
  const close = async () => {
    await utopia.close();
    await ruritania.close();
    await line.close();
    await otherLine.close();
    await hub.close();
  };
  return { hub, utopia, ruritania, line, otherLine, close };
}

const HOUR_MS = 3_600_000;

/** A message from Utopia to Ruritania. */
export const toRuritania = (subject: string, more: Partial<Input<'message.send'>> = {}): Input<'message.send'> =>
  messageInput({
    to: ['RUR'],
    subject,
    ...(more.priority === 'urgent' && { answerBy: Date.now() + HOUR_MS }),
    ...more,
  });

/** The subjects of everything that has arrived, in the order in which it came. */
export async function subjectsAt(station: TestWorkstation): Promise<string[]> {
  const subjects: string[] = [];
  for (;;) {
    const page = await station.call('message.list', { box: 'inbox', offset: subjects.length, limit: 200 });
    subjects.push(...page.rows.map(({ subject }) => subject));
    if (page.rows.length === 0 || subjects.length >= page.total) return subjects.reverse();
  }
}

/** The ids of Utopia's messages in a bureau's stream, in its order. */
export async function messagesFor({ database }: TestHub, bureau: string): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select e.document->>'id' as id from streams s join envelopes e on e.bureau = s.sender and e.id = s.envelope_id
     where s.bureau = $1 and s.sender = 'UTO' and e.document->>'kind' = 'message' order by s.number`,
    [bureau],
  );
  return rows.map(({ id }) => id);
}

/** Waits until nothing waits any more, trying again and again as an impatient person would. */
export async function untilSent(station: TestWorkstation, withinMs = 60_000): Promise<void> {
  await untilTrue(async () => {
    await station.call('sync.now', {});
    const { waiting, needsAttention } = await station.call('status.get', {});
    if (needsAttention > 0)
      throw new Error(`needs attention: ${JSON.stringify(await station.call('outbox.list', {}))}`);
    return waiting === 0;
  }, withinMs);
}

/** Looks again and again. @throws when it never comes to be so */
export async function untilTrue(
  look: () => Promise<boolean> | boolean,
  withinMs = 60_000,
  everyMs = 50,
): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await look()); ) {
    if (Date.now() > deadline) throw new Error('It never came to be so.');
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
