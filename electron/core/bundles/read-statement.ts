import type { BundleItem } from '#shared/ipc/bundles.ts';
import type { Verdict } from '#shared/protocol/acceptance.ts';
import { isDecided } from '#shared/protocol/answers.ts';
import { BundleError } from '#shared/protocol/bundle/layout.ts';
import {
  type HubStatement,
  readStatement,
  type SignedStatement,
  type StatementOf,
} from '#shared/protocol/hub-statement.ts';
import { ed25519Verifier } from '../enrolment/ed25519.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { hubKeysOf } from '../sync/take-in-directory.ts';
import { BundleRefusal } from './bundle-refusal.ts';

/** What the hub said, by its own key as this workstation knows it. @throws BundleError, BundleRefusal */
export async function hubStatementOf({ store }: SyncContext, signed: SignedStatement): Promise<HubStatement> {
  const hub = hubKeysOf(store.read);
  if (!hub) throw new BundleRefusal({ code: 'bundle-hub-unknown' });
  const statement = await readStatement({ verifier: ed25519Verifier }, signed, hub.signingKey);
  if (!statement) throw new BundleError('damaged');
  return statement;
}

type Outcome = Pick<BundleItem, 'outcome' | 'code'>;

export function outcomeOf({ class: answer, code }: Verdict, before: boolean): Outcome {
  if (answer === 'accepted') return { outcome: before ? 'known' : 'sent', code: null };
  return isDecided(code) ? { outcome: 'refused', code } : { outcome: 'undecided', code };
}

/** The outcome of each envelope of one offer, in order. */
export function outcomesOf(statement: StatementOf<'verdicts'>): Outcome[] {
  return statement.verdicts.map((verdict) => {
    const before = verdict.id !== null && statement.before.includes(verdict.id);
    return verdict.id === null ? { outcome: 'undecided', code: verdict.code } : outcomeOf(verdict, before);
  });
}
