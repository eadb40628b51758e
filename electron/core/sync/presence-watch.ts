import type { PresentOfficer } from '#shared/ipc/presence.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import {
  caseTokenOf,
  openPresence,
  PRESENCE_EVERY_SECONDS,
  type PresenceAnnouncement,
  type PresenceKeys,
  type PresenceMessage,
  presenceKeys,
  sealPresence,
} from '#shared/protocol/presence.ts';
import { ownCurrentKey } from '../bureau-keys/own-key.ts';
import { workstationName } from '../bureau-keys/workstation-name.ts';
import { heldBureauKeys } from '../store/tables/bureau-keys.ts';
import { sendRules } from '../store/tables/send-rules.ts';
import type { SyncContext } from './sync-context.ts';
import type { Presence } from './sync-engine.ts';
import type { Timers } from './timers.ts';

/** Who goes through a list of cases has none of them open (ms). */
const SETTLE_MS = 800;

interface PresenceContext extends Pick<SyncContext, 'store' | 'identity' | 'clock' | 'random' | 'log' | 'emit'> {
  readonly api: Pick<SyncContext['api'], 'clockOff'> & { readonly line: { readonly isNarrow: boolean } };
}

interface OpenCase {
  readonly caseId: CaseId;
  readonly officer: string;
  /** By this machine's clock (ms). */
  readonly since: number;
}

/** What was said last, and for how long it may be said again as it stands. */
interface Said {
  readonly open: OpenCase;
  readonly day: string;
  readonly keyId: string;
  readonly keys: PresenceKeys;
  readonly shown: NonNullable<PresenceAnnouncement['open']>;
}

/**
 * Says which case is open here, and hears who else has it open. It has nothing of the outbox: what is lost is said again in its time, and where
 * the channel does not stand, the line is narrow, sending is held back or the bureau's key is not here, nothing is said and nobody is shown.
 *
 *   show ──0.8 s──> announce ──25 s──> announce …          the channel breaks, or another case is shown: nobody is shown
 */
export class PresenceWatch implements Presence {
  private open: OpenCase | null = null;
  /** Set while the channel stands, to a hub that takes it. */
  private say: ((text: string) => void) | null = null;
  private said: Said | null = null;
  private present: readonly PresentOfficer[] = [];
  /** Told apart from those that were overtaken while something was sealed or opened. */
  private turn = 0;
  private callOff: () => void = () => undefined;

  constructor(
    private readonly ctx: PresenceContext,
    private readonly timers: Timers,
  ) {}

  show(caseId: CaseId | null, officer: string): void {
    const { open } = this;
    if (open ? open.caseId === caseId && open.officer === officer : caseId === null) return;
    this.open = caseId && { caseId, officer, since: this.ctx.clock.now() };
    this.put([]);
    this.sayAfter(SETTLE_MS);
  }

  others(caseId: CaseId): readonly PresentOfficer[] {
    return this.open?.caseId === caseId ? this.present : [];
  }

  stands(say: (text: string) => void): void {
    this.say = say;
    if (this.open) this.sayAfter(0);
  }

  broke(): void {
    this.say = null;
    this.said = null;
    this.callOff();
    this.put([]);
  }

  /** Who is named by what cannot be opened is left out: a key is being renewed. */
  async hears({ token, others }: PresenceMessage): Promise<void> {
    const { said } = this;
    if (said?.shown.token !== token || said.open !== this.open) return;
    this.turn += 1;
    const { turn } = this;
    const opened = await Promise.all(others.map((other) => this.read(said, other)));
    if (turn === this.turn) this.put(opened.filter((one) => one !== null));
  }

  close(): void {
    this.open = null;
    this.say = null;
    this.present = [];
    this.turn += 1;
    this.callOff();
  }

  private sayAfter(ms: number): void {
    this.callOff();
    if (!this.say) return;
    this.callOff = this.timers.after(ms, () => {
      this.announce().catch((error: unknown) => this.ctx.log.error('presence was not announced', error));
    });
  }

  private async announce(): Promise<void> {
    const { open } = this;
    if (!open) return this.takeBack();
    this.sayAfter(PRESENCE_EVERY_SECONDS * 1000);
    const said = this.mayAnnounce() ? await this.prepare(open) : null;
    if (open !== this.open) return;
    this.said = said;
    if (said) this.say?.(announcement(said.shown));
    else this.put([]);
  }

  private takeBack(): void {
    if (this.said) this.say?.(announcement(null));
    this.said = null;
  }

  private mayAnnounce(): boolean {
    const { paused, onlyUrgent } = sendRules(this.ctx.store.read);
    return !paused && !onlyUrgent && !this.ctx.api.line.isNarrow;
  }

  /** Null while the bureau's current key is not here. The same again as long as it is true: what has not changed need not be told anew. */
  private async prepare(open: OpenCase): Promise<Said | null> {
    const { store, identity, random, clock } = this.ctx;
    const keyId = ownCurrentKey(store.read, identity)?.keyId;
    const held = heldBureauKeys(store.read).find((key) => key.keyId === keyId);
    if (!held) return null;
    const day = this.hubTime(clock.now()).slice(0, 10);
    const before = this.said;
    if (before?.open === open && before.day === day && before.keyId === held.keyId) return before;
    const keys = before?.keyId === held.keyId ? before.keys : await presenceKeys(fromBase64Url(held.privateKey));
    const token = await caseTokenOf(keys, open.caseId, day);
    const frame = { bureau: identity.bureau, workstation: identity.workstationId, token };
    const body = { officer: open.officer, since: this.hubTime(open.since) };
    const sealed = await sealPresence({ random }, keys, frame, body);
    return { open, day, keyId: held.keyId, keys, shown: { token, sealed } };
  }

  private async read(
    { keys, shown: { token } }: Said,
    { workstation, sealed }: PresenceMessage['others'][number],
  ): Promise<PresentOfficer | null> {
    const { bureau } = this.ctx.identity;
    const body = await openPresence(keys, { bureau, workstation, token }, sealed);
    if (!body) return null;
    const since = Date.parse(body.since) - (this.ctx.api.clockOff ?? 0);
    return { officer: body.officer, workstation: workstationName(bureau, workstation), since };
  }

  /** Whose clock is wrong says the same hour as the others. */
  private hubTime(at: number): string {
    return toInstant(at + (this.ctx.api.clockOff ?? 0));
  }

  private put(present: readonly PresentOfficer[]): void {
    this.turn += 1;
    if (present.length === 0 && this.present.length === 0) return;
    this.present = present;
    this.ctx.emit({ event: 'changed', tables: ['presence'] });
  }
}

function announcement(open: PresenceAnnouncement['open']): string {
  const said: PresenceAnnouncement = { type: 'presence', open };
  return JSON.stringify(said);
}
