import { parseArgs } from 'node:util';
import { LEAST_KEPT_DAYS } from '#shared/protocol/retention.ts';
import { wholeNumber } from './usage-error.ts';
import { withAdmin } from './with-admin.ts';

/** `tidy`: once a day, from a timer of the system. */
export async function tidy(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { days: { type: 'string', default: '400' }, 'blob-days': { type: 'string', default: '90' } },
  });
  const days = wholeNumber(values.days, 'days', LEAST_KEPT_DAYS, 36_500);
  const blobDays = wholeNumber(values['blob-days'], 'blob-days', 1, 36_500);
  const done = await withAdmin((admin) => admin.tidy({ days, blobDays }));
  console.log(
    `Let go of ${done.answers} answers, ${done.streamItems} stream items, ${done.envelopes} envelopes and ` +
      `${done.chunks} chunks of attachments: ${done.bytes} bytes.`,
  );
}
