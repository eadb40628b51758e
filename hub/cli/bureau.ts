import { parseArgs } from 'node:util';
import { bureauRole } from '#shared/domain/role.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import { bureauNames } from '#shared/protocol/directory.ts';
import { required, UsageError } from './usage-error.ts';
import { withAdmin } from './with-admin.ts';

async function add(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      code: { type: 'string' },
      role: { type: 'string', default: 'national-central-bureau' },
      'name-en': { type: 'string' },
      'name-fr': { type: 'string' },
      'name-es': { type: 'string' },
      'name-ar': { type: 'string' },
    },
  });
  const code = bureauCode.parse(required(values.code, 'code').toUpperCase());
  const en = required(values['name-en'], 'name-en');
  const { 'name-fr': fr = en, 'name-es': es = en, 'name-ar': ar = en } = values;
  const names = bureauNames.parse({ en, fr, es, ar });
  const added = await withAdmin((admin) => admin.addBureau({ code, names, role: bureauRole.parse(values.role) }));
  console.log(added ? `Added ${code}.` : `${code} was there already; nothing changed.`);
}

async function suspend(args: string[], suspended: boolean): Promise<void> {
  const { values } = parseArgs({ args, options: { code: { type: 'string' } } });
  const code = required(values.code, 'code').toUpperCase();
  await withAdmin((admin) => admin.suspendBureau(code, suspended));
  console.log(suspended ? `Suspended ${code}: none of its workstations is let in.` : `Readmitted ${code}.`);
}

async function loseKeys(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { code: { type: 'string' } } });
  const code = required(values.code, 'code').toUpperCase();
  await withAdmin((admin) => admin.loseBureauKeys(code));
  console.log(
    `The next workstation of ${code} to enrol brings a new key. What was sealed to the lost ones opens to nobody.`,
  );
}

/** `bureau add | suspend | readmit | keys-lost` */
export async function bureau([verb, ...rest]: string[]): Promise<void> {
  if (verb === 'add') return add(rest);
  if (verb === 'suspend') return suspend(rest, true);
  if (verb === 'readmit') return suspend(rest, false);
  if (verb === 'keys-lost') return loseKeys(rest);
  throw new UsageError('bureau takes add, suspend, readmit or keys-lost');
}
