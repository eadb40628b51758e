import { createHash } from 'node:crypto';
import type { Input } from '#shared/ipc/contract.ts';
import type { AttachmentId, CaseId } from '#shared/lib/ids.ts';
import { caseInput } from '#test/helpers/casework.ts';
import type { Dice } from './dice.ts';
import type { Ledger } from './ledger.ts';
import type { SimulatedStation } from './station/simulated-station.ts';
import { told } from './told.ts';

/** The bytes of the largest file that is added. */
const LARGEST_FILE = 3000;

/** So few cases are worked on at a time: colleagues meet in the same one. */
const AT_WORK = 3;

const MOVES = ['start', 'suspend', 'resume', 'close', 'reopen', 'start', 'reopen'] as const;

type Field = 'description' | 'priority' | 'handling' | 'purpose';

export interface ACase {
  readonly id: CaseId;
  /** As a trace calls it. */
  readonly name: string;
}

/** A file that was added to a case. */
interface AddedFile {
  readonly caseId: CaseId;
  readonly id: AttachmentId;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

/** What people write into the cases of their bureau, whichever of its workstations opened them. */
export class Casework {
  constructor(
    private readonly dice: Dice,
    private readonly ledger: Ledger,
    private readonly marker: (kind: string) => string,
  ) {}

  async open(station: SimulatedStation): Promise<void> {
    const marker = this.marker('c');
    const answer = await station.call('case.create', caseInput({ title: `Passport fraud ${marker}` }));
    told(station, `opens case ${marker}`, answer);
    if (answer.ok) this.ledger.saved.push({ station: station.name, kind: 'case', marker });
  }

  async addNote(station: SimulatedStation): Promise<void> {
    const found = this.aCase(station);
    if (!found) return this.open(station);
    const marker = this.marker('n');
    const body = `Seen at the border post ${marker}`;
    const answer = await station.call('note.add', { caseId: found.id, body });
    told(station, `adds note ${marker} to ${found.name}`, answer);
    if (answer.ok) this.ledger.saved.push({ station: station.name, kind: 'note', marker });
  }

  /** Null where it was not added. */
  async addFile(station: SimulatedStation): Promise<AddedFile | null> {
    const found = this.aCase(station);
    if (!found) {
      await this.open(station);
      return null;
    }
    const marker = this.marker('f');
    const bytes = this.dice.bytes(this.dice.between(1, LARGEST_FILE));
    const token = station.choose(`page ${marker}`, bytes);
    const added = await station.call('file.add', { caseId: found.id, token });
    told(station, `adds file ${marker} of ${bytes.length} bytes to ${found.name}`, added);
    if (!added.ok) return null;
    this.ledger.saved.push({ station: station.name, kind: 'file', marker });
    const digest = createHash('sha256').update(bytes).digest('hex');
    return { caseId: found.id, id: added.value.id, digest };
  }

  /**
   * A text, of which both may be kept, or a legal field, which only a supervisor decides when two have changed it.
   * @param colleague at another workstation of the bureau: may write into the same field before the change has come there
   */
  async edit(station: SimulatedStation, colleague: SimulatedStation | null): Promise<void> {
    const found = this.aCase(station);
    if (!found) return this.open(station);
    const field = this.dice.weighted({ description: 3, priority: 2, handling: 2, purpose: 1 });
    await this.#write(station, found, field);
    if (colleague && this.dice.chance(0.4)) await this.#write(colleague, found, field);
  }

  async #write(station: SimulatedStation, { id, name }: ACase, field: Field): Promise<void> {
    const shown = await station.call('case.get', { id });
    if (!shown.ok) return told(station, `looks for ${name}`, shown);
    const changes = this.#change(field);
    const answer = await station.call('case.update', { id, version: shown.value.version, changes });
    told(station, `edits ${name}: ${Object.entries(changes).join()}`, answer);
  }

  async move(station: SimulatedStation): Promise<void> {
    const found = this.aCase(station);
    if (!found) return this.open(station);
    const move = this.dice.pick(MOVES);
    const answer = await station.call('case.move', { id: found.id, move, reason: 'As agreed on the telephone' });
    told(station, `${move}s ${found.name}`, answer);
  }

  /** The first value is taken as often as the last, and at two workstations not the same. */
  async decide(station: SimulatedStation): Promise<void> {
    const listed = await station.call('conflict.list', {});
    if (!listed.ok || listed.value.length === 0) return told(station, 'finds nothing to decide', listed);
    const { recordId, field, title, versions } = this.dice.pick(listed.value);
    const among = versions.map(({ change }) => change);
    const take = this.dice.pick(among);
    const answer = await station.call('conflict.decide', { recordId, field, among, take });
    told(station, `decides about ${field} of ${title}`, answer);
  }

  #change(field: Field): Input<'case.update'>['changes'] {
    const { dice } = this;
    switch (field) {
      case 'description':
        return { description: this.marker('d') };
      case 'priority':
        return { priority: dice.pick(['low', 'normal', 'high'] as const) };
      case 'handling':
        return { handling: dice.pick(['H0', 'H1', 'H2'] as const) };
      case 'purpose':
        return { purpose: dice.pick(['obtain-information', 'search-wanted-person'] as const) };
    }
  }

  /** The last case that this workstation has learnt of and may write into. */
  lastOpened(station: SimulatedStation): CaseId | null {
    const sql = "SELECT id FROM cases WHERE status <> 'closed' ORDER BY rowid DESC LIMIT 1";
    return station.store?.read.get<{ id: CaseId }>(sql)?.id ?? null;
  }

  /** One of the last that this workstation has learnt of. */
  aCase(station: SimulatedStation): ACase | null {
    const cases = station.store?.read.all<{ id: CaseId; title: string }>(
      'SELECT id, title FROM cases ORDER BY rowid DESC LIMIT ?',
      [AT_WORK],
    );
    if (!cases || cases.length === 0) return null;
    const { id, title } = this.dice.pick(cases);
    return { id, name: title.split(' ').at(-1) ?? '' };
  }
}
