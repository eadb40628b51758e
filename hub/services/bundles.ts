import { workstationId } from '#shared/lib/ids.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import type { CarriedCheck } from '#shared/protocol/carried-check.ts';
import type { Epoch } from '#shared/protocol/epoch.ts';
import {
  CARRIED_STREAM_PAGE,
  type HubStatement,
  type SignedStatement,
  signStatement,
} from '#shared/protocol/hub-statement.ts';
import { HUB_CHAIN } from '../store/audit.ts';
import { findWorkstation } from '../store/workstations.ts';
import { acceptEnvelopes } from './acceptance.ts';
import { refuse } from './authentication.ts';
import type { Caller } from './caller.ts';
import { type Asker, answerCarried } from './carried-checks.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { HubError } from './hub-error.ts';
import { readStreamPage } from './stream.ts';

/** Who carries for whom: a workstation of the bureau, or null for the hub's own command line. */
interface Carriage {
  readonly bureau: string;
  readonly carrier: Caller['workstation'] | null;
}

/**
 * Takes in signed envelopes that another workstation of the bureau has brought. The sender's signature, number and stored answers count
 * as ever; who carried them stands in the audit chain. Throws HubError.
 */
export async function acceptCarried(
  deps: HubDeps,
  { bureau, carrier }: Carriage,
  workstation: string,
  envelopes: readonly unknown[],
): Promise<SignedStatement> {
  const sender = await senderOf(deps, { bureau, carrier }, workstation);
  const { epoch, verdicts, before } = await acceptEnvelopes(deps, sender, envelopes);
  return say(deps, {
    what: 'verdicts',
    at: nowOf(deps),
    bureau: bureauCode.parse(bureau),
    workstation: workstationId.parse(sender.workstation),
    carrier: carrierOf(carrier),
    epoch,
    verdicts,
    before,
  });
}

/** Answers what another workstation of the bureau asks the databases. Throws HubError. */
export async function askCarried(
  deps: HubDeps,
  { bureau, carrier }: Carriage,
  workstation: string,
  checks: readonly CarriedCheck[],
): Promise<SignedStatement> {
  const asker = await senderOf(deps, { bureau, carrier }, workstation);
  return say(deps, {
    what: 'checks',
    at: nowOf(deps),
    bureau: bureauCode.parse(bureau),
    workstation: workstationId.parse(asker.workstation),
    carrier: carrierOf(carrier),
    answers: await answerCarried(deps, asker, checks),
  });
}

const carrierOf = (carrier: Carriage['carrier']) => (carrier === null ? null : workstationId.parse(carrier));

/**
 * Whose work it is; who brought it goes with it into the audit chain. Throws HubError when nothing of it is taken in: at the command line
 * no certificate has been looked at before, so that a suspended bureau is met, and written down, here.
 */
export async function senderOf(deps: HubDeps, { bureau, carrier }: Carriage, workstation: string): Promise<Asker> {
  const sender = await findWorkstation(deps.database, bureau, workstation);
  if (!sender) throw new HubError('sender-mismatch');
  if (sender.status === 'revoked') throw new HubError('sender-revoked', { workstation });
  const { id, signingKey, deviceKey, bureauStatus } = sender;
  const asker = { workstation: id, bureau, signingKey, deviceKey, carrier: carrier ?? HUB_CHAIN };
  if (bureauStatus === 'suspended') {
    return refuse(deps, { code: 'bureau-suspended', known: { bureau, id }, carrier: asker.carrier });
  }
  return asker;
}

/** The next page of the bureau's stream for a workstation that stands at this cursor. */
export async function carriedStream(
  deps: HubDeps,
  bureau: string,
  { after, epoch }: { readonly after: number; readonly epoch: Epoch | null },
): Promise<SignedStatement> {
  const cursor = { after, limit: CARRIED_STREAM_PAGE, ...(epoch && { epoch }) };
  const page = await readStreamPage(deps.database, { bureau }, cursor);
  const asked = { after, epoch };
  return say(deps, { what: 'stream', at: nowOf(deps), bureau: bureauCode.parse(bureau), asked, page });
}

export async function carriedDirectory(deps: HubDeps): Promise<SignedStatement> {
  const { directory } = await deps.readDirectory();
  return say(deps, { what: 'directory', at: nowOf(deps), directory });
}

const say = ({ authority }: HubDeps, statement: HubStatement): Promise<SignedStatement> =>
  signStatement({ signer: authority.ownKeys.signer }, statement);
