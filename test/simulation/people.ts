import type { Input } from '#shared/ipc/contract.ts';
import type { AttachmentId, CaseId, MessageId } from '#shared/lib/ids.ts';
import { Casework } from './casework.ts';
import { Couriers } from './couriers.ts';
import type { Dice } from './dice.ts';
import { FileRequests } from './file-requests.ts';
import { beginDoubt, type Ledger, type SentMessage } from './ledger.ts';
import { Register } from './register.ts';
import { NO_ANSWER, type SimulatedStation } from './station/simulated-station.ts';
import { told } from './told.ts';
import { STRANGER } from './world/prepared-world.ts';

const WEIGHTS = {
  send: 20,
  'send-file': 6,
  answer: 15,
  read: 13,
  'file-conversation': 5,
  case: 5,
  note: 6,
  edit: 8,
  move: 4,
  file: 3,
  'want-file': 8,
  add: 8,
  describe: 8,
  decide: 5,
  stick: 9,
  check: 8,
  withdraw: 5,
  'hold-back': 5,
  retry: 4,
  look: 3,
};
type Deed = keyof typeof WEIGHTS;

const DAY = 24 * 60 * 60 * 1000;

/** The people at the workstations of a simulated world: each deed is one call of the core, as the interface makes it. */
export class People {
  #markers = 0;
  readonly #casework: Casework;
  readonly #register: Register;
  readonly #couriers: Couriers;
  readonly #fileRequests: FileRequests;

  constructor(
    private readonly dice: Dice,
    private readonly ledger: Ledger,
    private readonly bureaus: readonly string[],
  ) {
    this.#couriers = new Couriers(dice);
    this.#casework = new Casework(dice, ledger, (kind) => this.#marker(kind));
    this.#fileRequests = new FileRequests(dice, ledger);
    this.#register = new Register(dice, ledger, (kind) => this.#marker(kind));
  }

  /** Somebody does something at this workstation; `colleague` sits at another one of the bureau. */
  async act(station: SimulatedStation, colleague: SimulatedStation | null): Promise<void> {
    const deed: Deed = this.dice.weighted(WEIGHTS);
    this.ledger.operations += 1;
    switch (deed) {
      case 'send':
        return this.#send(station, null);
      case 'send-file':
        return this.#sendFile(station);
      case 'answer':
        return this.#answer(station);
      case 'read':
        return this.#read(station);
      case 'file-conversation':
        return this.#fileConversation(station);
      case 'case':
        return this.#casework.open(station);
      case 'note':
        return this.#casework.addNote(station);
      case 'edit':
        return this.#casework.edit(station, colleague);
      case 'move':
        return this.#casework.move(station);
      case 'file':
        await this.#casework.addFile(station);
        return;
      case 'want-file':
        return this.#fileRequests.want(station, colleague);
      case 'add':
        return this.#add(station);
      case 'describe':
        return this.#register.edit(station, colleague);
      case 'decide':
        return this.#casework.decide(station);
      case 'stick':
        return this.#couriers.comeBy(station);
      case 'check':
        return this.#check(station);
      case 'withdraw':
        return this.#withdraw(station);
      case 'hold-back':
        return this.#holdBack(station);
      case 'retry':
        return this.retryAll(station);
      case 'look':
        return this.#look(station);
    }
  }

  /** The line broke while something was being sent: somebody wants it back. */
  async haveSecondThoughts(station: SimulatedStation): Promise<void> {
    if (!station.isRunning) return;
    this.ledger.operations += 1;
    await this.#withdraw(station);
  }

  /** What is done at the workstation from now on is in doubt once the function is called that this gives. */
  beginDoubt(station: SimulatedStation): () => void {
    return beginDoubt(this.ledger, station.name);
  }

  /** An administrator reads that the workstation was put back to an older copy, and lets it go on; where nobody did, that has to be found out. */
  async acceptOlderCopy(station: SimulatedStation): Promise<void> {
    if (!station.isOlderCopy) return;
    const status = await station.call('status.get', {});
    if (!status.ok || status.value.olderCopy === null) return;
    told(station, 'lets the older copy go on', await station.call('sync.accept-older-copy', {}));
  }

  /** So small a file waits at the hub from now on that most do. */
  async letFilesWait(station: SimulatedStation): Promise<void> {
    await this.#fileRequests.setLowLimit(station);
  }

  /** Whoever asked for a file looks whether it is there, and asks by whatever way is left. */
  async askAgain(station: SimulatedStation): Promise<void> {
    await this.#fileRequests.askAgain(station);
  }

  /** What needs a person's decision is sent again, but for what the hub will never take. */
  async retryAll(station: SimulatedStation): Promise<void> {
    const listed = await station.call('outbox.list', {});
    if (!listed.ok) return told(station, 'looks at the outbox', listed);
    for (const item of listed.value) {
      if (item.state !== 'needs-attention') continue;
      const answer = await station.call('outbox.retry', { id: item.id });
      told(station, `sends again "${item.title}" (${item.problem?.code})`, answer);
      const sent = this.#sentBy(item.id);
      if (sent && (answer.ok || answer.error === NO_ANSWER)) sent.wasResent = true;
    }
  }

  async #send(
    station: SimulatedStation,
    chosenCase: CaseId | null,
    files: AttachmentId[] = [],
    digest: string | null = null,
  ) {
    const others = this.bureaus.filter((bureau) => bureau !== station.bureau);
    const to = this.dice.some(others, this.dice.between(1, others.length));
    if (this.dice.chance(0.03)) to.push(STRANGER);
    const marker = this.#marker('m');
    const caseId = chosenCase ?? (this.#markers % 2 === 0 ? this.#casework.lastOpened(station) : null);
    const answerBy = station.clockTime + 2 * DAY;
    const urgency = this.dice.chance(0.2) ? ({ priority: 'urgent', answerBy } as const) : {};
    const message = { ...letter(marker), to, caseId, attachmentIds: files, ...urgency };
    await this.#post(station, message, { marker, conversation: marker, to, file: digest });
  }

  async #sendFile(station: SimulatedStation): Promise<void> {
    const file = await this.#casework.addFile(station);
    if (file) await this.#send(station, file.caseId, [file.id], file.digest);
  }

  async #answer(station: SimulatedStation): Promise<void> {
    const inbox = await station.call('message.list', { box: 'inbox', limit: 10 });
    if (!inbox.ok || inbox.value.rows.length === 0) return told(station, 'finds nothing to answer', inbox);
    const request = this.dice.pick(inbox.value.rows);
    const conversation = this.#conversationOf(request.subject);
    const marker = this.#marker('a');
    const message = { ...letter(marker), to: [request.from], inReplyTo: request.id };
    await this.#post(station, message, { marker, conversation, to: [request.from], file: null });
  }

  async #post(
    station: SimulatedStation,
    message: Input<'message.send'>,
    facts: Pick<SentMessage, 'marker' | 'conversation' | 'to' | 'file'>,
  ): Promise<void> {
    const answer = await station.call('message.send', message);
    const goesTo = facts.to.join(',');
    told(station, `sends ${facts.marker} to ${goesTo}${facts.file ? ' with a file' : ''}`, answer);
    const where = {
      station: station.name,
      bureau: station.bureau,
      wasResent: false,
      isWithdrawn: false,
      isInDoubt: false,
    };
    if (answer.ok) this.ledger.sent.push({ ...facts, ...where, outboxId: answer.value.id });
  }

  async #read(station: SimulatedStation): Promise<void> {
    const inbox = await station.call('message.list', { box: 'inbox', limit: 10 });
    if (!inbox.ok || inbox.value.rows.length === 0) return told(station, 'finds nothing to read', inbox);
    const { conversationId, subject } = this.dice.pick(inbox.value.rows);
    await station.call('message.thread', { conversationId: conversationId as MessageId });
    told(station, `reads "${subject}"`, await station.call('message.mark-read', { conversationId }));
  }

  /** By hand, into one of the cases that are worked on: at another workstation it may be put into another one at the same time. */
  async #fileConversation(station: SimulatedStation): Promise<void> {
    const inbox = await station.call('message.list', { box: 'inbox', limit: 10 });
    const found = this.#casework.aCase(station);
    if (!inbox.ok || inbox.value.rows.length === 0 || !found)
      return told(station, 'finds nothing to put into a case', inbox);
    const { conversationId, subject } = this.dice.pick(inbox.value.rows);
    const answer = await station.call('message.file', {
      conversationId: conversationId as MessageId,
      caseId: found.id,
    });
    told(station, `puts "${subject}" into ${found.name}`, answer);
  }

  async #add(station: SimulatedStation): Promise<void> {
    const found = this.#casework.aCase(station);
    return found ? this.#register.add(station, found) : this.#casework.open(station);
  }

  async #check(station: SimulatedStation): Promise<void> {
    const documentNumber = `R12345${this.dice.between(66, 72)}`;
    const question = { database: 'sltd', query: { documentNumber } } as const;
    const caseId = this.dice.chance(0.5) ? this.#casework.lastOpened(station) : null;
    const answer = await station.call('check.run', {
      caseId,
      purpose: 'search-wanted-person',
      question,
      subjectKind: null,
      subjectId: null,
    });
    told(station, `checks ${documentNumber}${caseId ? ' for a case' : ''}`, answer);
    if (answer.ok) this.ledger.checks.push({ station: station.name, id: answer.value.id });
  }

  /** One item, everything, or everything but what is urgent; what was held back is let go a little more often. */
  async #holdBack(station: SimulatedStation): Promise<void> {
    const on = this.dice.chance(0.4);
    const what = this.dice.weighted({ item: 2, everything: 1, routine: 1 });
    if (what === 'everything')
      return told(station, on ? 'sends nothing' : 'sends again', await station.call('sync.pause', { on }));
    if (what === 'routine') {
      const answer = await station.call('sync.only-urgent', { on });
      return told(station, on ? 'sends only what is urgent' : 'sends everything', answer);
    }
    const listed = await station.call('outbox.list', {});
    const items = listed.ok ? listed.value.filter(({ state }) => state === 'waiting') : [];
    if (items.length === 0) return told(station, 'finds nothing to hold back', listed);
    const { id, title } = this.dice.pick(items);
    told(station, `holds "${title}" back`, await station.call('outbox.pause', { id }));
  }

  /** Everything that people have held back may leave; where nothing is, nobody touches anything. */
  async letGo(station: SimulatedStation): Promise<void> {
    const status = await station.call('status.get', {});
    const listed = await station.call('outbox.list', {});
    if (!status.ok || !listed.ok) return;
    const held = listed.value.filter(({ canResume }) => canResume);
    const { paused, onlyUrgent } = status.value;
    if (!paused && !onlyUrgent && held.length === 0) return;
    if (paused) await station.call('sync.pause', { on: false });
    if (onlyUrgent) await station.call('sync.only-urgent', { on: false });
    for (const { id } of held) await station.call('outbox.resume', { id });
    told(station, 'lets everything go', listed);
  }

  /**
   * Whoever withdraws has looked at a list that may be old by now, so that what the workstation offers is not asked for: it has to
   * refuse what may have arrived. What has been tried in vain is thought of first.
   */
  async #withdraw(station: SimulatedStation): Promise<void> {
    const listed = await station.call('outbox.list', {});
    const unsent = listed.ok ? listed.value.filter(({ kind, sentAt }) => kind === 'message' && sentAt === null) : [];
    const tried = unsent.filter(({ attempts }) => attempts > 0);
    const items = tried.length > 0 ? tried : unsent;
    if (items.length === 0) return told(station, 'finds nothing to withdraw', listed);
    const item = this.dice.pick(items);
    const answer = await station.call('outbox.withdraw', { id: item.id });
    told(station, `withdraws "${item.title}"`, answer);
    const sent = this.#sentBy(item.id);
    if (!sent) return;
    if (answer.ok ? station.isOlderCopy : answer.error === NO_ANSWER) sent.isInDoubt = true;
    else if (answer.ok) sent.isWithdrawn = true;
  }

  async #look(station: SimulatedStation): Promise<void> {
    told(station, 'presses "try now"', await station.call('sync.now', {}));
  }

  #marker(kind: string): string {
    this.#markers += 1;
    return `${kind}${this.#markers}`;
  }

  #sentBy(outboxId: string): SentMessage | undefined {
    return this.ledger.sent.find((message) => message.outboxId === outboxId);
  }

  #conversationOf(subject: string): string {
    const marker = markerOf(subject);
    return this.ledger.sent.find((message) => message.marker === marker)?.conversation ?? marker;
  }
}

const SUBJECT = 'Owner of a passport shown at Port Alba';

/** The marker of a message, out of its subject. */
export const markerOf = (subject: string): string => subject.split(' ').at(-1) ?? '';

/** What the precision check lets through, at any date. */
const letter = (marker: string): Input<'message.send'> => ({
  subject: `${SUBJECT}, matter ${marker}`,
  body: 'A passport was shown at the border post of Port Alba. Please tell us to whom it was issued and whether it has been reported lost.',
  priority: 'routine',
  handling: 'H1',
  purpose: 'obtain-information',
});
