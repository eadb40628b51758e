/**
 * With several processes on one port a scrape meets any of them: each shows the counts of all, which the first process adds up.
 *
 *   scrape ──> a worker ──asks──> first process ──asks──> every worker
 */
import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';
import { z } from 'zod';

const asked = z.object({ type: z.literal('hub:metrics'), question: z.int() });
const answered = asked.extend({ text: z.string().nullable() });

/** In the first process: answers the workers for as long as it runs. */
export function addUpMetrics(): void {
  const all = new AggregatorRegistry();
  cluster.on('message', async (worker, message) => {
    const question = asked.safeParse(message);
    if (!question.success) return;
    // A worker that ends in the midst of it is not waited for: the next scrape comes without it.
    const text = await all.clusterMetrics().catch(() => null);
    if (worker.isConnected()) worker.send({ ...question.data, text } satisfies z.infer<typeof answered>);
  });
}

/** In a worker: its own counts are added up with those of the others. The function asks for the sum; it throws when there is none. */
export function shareMetrics(own: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(own);
  new AggregatorRegistry();
  const waiting = new Map<number, (text: string | null) => void>();
  process.on('message', (message) => {
    const answer = answered.safeParse(message);
    if (!answer.success) return;
    waiting.get(answer.data.question)?.(answer.data.text);
    waiting.delete(answer.data.question);
  });
  let questions = 0;
  return async () => {
    questions += 1;
    const question = questions;
    const text = await new Promise<string | null>((resolve) => {
      waiting.set(question, resolve);
      process.send?.({ type: 'hub:metrics', question } satisfies z.infer<typeof asked>);
    });
    if (text === null) throw new Error('The processes of the hub did not all tell their counts');
    return text;
  };
}
