import { parseArgs } from 'node:util';
import { required, wholeNumber } from './usage-error.ts';
import { withAdmin } from './with-admin.ts';

/** Prints a one-time code for one new workstation of a bureau. */
export async function enrol(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { bureau: { type: 'string' }, minutes: { type: 'string', default: '60' } },
  });
  const bureau = required(values.bureau, 'bureau').toUpperCase();
  const minutes = wholeNumber(values.minutes, 'minutes', 1, 7 * 24 * 60);
  const code = await withAdmin((admin) => admin.createEnrolmentCode(bureau, minutes));
  console.error(`Code for one workstation of ${bureau}, good once and for ${minutes} minutes:`);
  console.log(code);
}
