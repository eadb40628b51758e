import type { AttachmentRow } from '#shared/ipc/files.ts';
import type { AttachmentId, CaseId, MessageId } from '#shared/lib/ids.ts';
import type { Dice } from './dice.ts';
import type { Ledger } from './ledger.ts';
import { NO_ANSWER, type SimulatedStation } from './station/simulated-station.ts';
import { told } from './told.ts';

/** Above them a file waits at the hub until somebody asks for it: every one, or about half of those that are added (bytes). */
const LOW_LIMITS = [0, 1500] as const;

/** How often somebody has pressed the wrong row. */
const REGRETTED = 0.15;

/** A file that is not here, and where a person finds it. */
interface MissingFile {
  readonly id: AttachmentId;
  readonly caseId: CaseId | null;
  /** Of the message that goes or came with it; null of the file of a case. */
  readonly conversationId: MessageId | null;
}

const MISSING = `SELECT a.id, a.case_id AS caseId, m.conversation_id AS conversationId FROM attachments a
  LEFT JOIN message_attachments l ON l.attachment_id = a.id LEFT JOIN messages m ON m.id = l.message_id
  WHERE a.state <> 'here' GROUP BY a.id ORDER BY a.added_at, a.id`;

const missingAt = ({ store }: SimulatedStation): MissingFile[] => store?.read.all<MissingFile>(MISSING) ?? [];

/** What people do about files that are not at their workstation: each way is taken that a row of the list offers. */
export class FileRequests {
  constructor(
    private readonly dice: Dice,
    private readonly ledger: Ledger,
  ) {}

  async setLowLimit(station: SimulatedStation): Promise<void> {
    await this.#setLimit(station, this.dice.pick(LOW_LIMITS));
  }

  /**
   * One that is not here is asked for, or not any more; at times it is said from which size files wait.
   * @param colleague has the wish where every file is here
   */
  async want(station: SimulatedStation, colleague: SimulatedStation | null): Promise<void> {
    const missing = missingAt(station);
    if (missing.length === 0 && colleague && missingAt(colleague).length > 0) return this.want(colleague, null);
    if (missing.length === 0 || this.dice.chance(0.1))
      return this.#setLimit(station, this.dice.pick([...LOW_LIMITS, ...LOW_LIMITS, null]));
    const row = await shown(station, this.dice.pick(missing));
    if (!row) return station.note('looks for a file');
    if (row.state === 'arriving' && row.isAskedFor) return this.#takeBack(station, row);
    await this.#ask(station, row);
    if (row.state === 'on-demand' && this.dice.chance(REGRETTED)) await this.#takeBack(station, row);
  }

  async askAgain(station: SimulatedStation): Promise<void> {
    const missing = missingAt(station);
    for (const { id } of this.ledger.wanted.filter((file) => file.station === station.name)) {
      const file = missing.find((one) => one.id === id);
      const row = file && (await shown(station, file));
      if (row && !row.isAskedFor) await this.#ask(station, row);
    }
  }

  async #setLimit(station: SimulatedStation, bytes: number | null): Promise<void> {
    const answer = await station.call('file.set-limit', { bytes });
    told(station, bytes === null ? 'lets every file come' : `lets files of more than ${bytes} bytes wait`, answer);
  }

  /** Of the hub, or of the colleagues. */
  async #ask(station: SimulatedStation, row: AttachmentRow): Promise<void> {
    const { id, name, digest } = row;
    const method = wayTo(row);
    if (!method) return station.note(`waits for "${name}", which is ${row.state}`);
    const answer = await station.call(method, { id });
    told(station, `${WORDS[method]} "${name}"`, answer);
    const { wanted } = this.ledger;
    const isKnown = wanted.some((file) => file.station === station.name && file.id === id);
    if (answer.ok && !isKnown) wanted.push({ station: station.name, id, name, digest });
  }

  async #takeBack(station: SimulatedStation, { id, name }: AttachmentRow): Promise<void> {
    const answer = await station.call('file.take-back', { id });
    told(station, `asks for "${name}" no longer`, answer);
    if (!answer.ok && answer.error !== NO_ANSWER) return;
    const { wanted } = this.ledger;
    const at = wanted.findIndex((file) => file.station === station.name && file.id === id);
    if (at >= 0) wanted.splice(at, 1);
  }
}

const WORDS = {
  'file.fetch': 'asks for',
  'file.fetch-again': 'asks once more for',
  'file.ask-colleagues': 'asks the colleagues for',
} as const;

function wayTo({ state, canAskColleagues, canFetchAgain }: AttachmentRow): keyof typeof WORDS | null {
  if (state === 'on-demand') return 'file.fetch';
  if (canAskColleagues) return 'file.ask-colleagues';
  return canFetchAgain ? 'file.fetch-again' : null;
}

/** As the case or the conversation lists it. */
async function shown(
  station: SimulatedStation,
  { id, caseId, conversationId }: MissingFile,
): Promise<AttachmentRow | undefined> {
  const ofThread = conversationId === null ? null : await station.call('message.thread', { conversationId });
  const inThread = ofThread?.ok
    ? ofThread.value.flatMap(({ files }) => files).find((file) => file.id === id)
    : undefined;
  if (inThread || caseId === null) return inThread;
  const ofCase = await station.call('case.files', { id: caseId });
  return ofCase.ok ? ofCase.value.find((file) => file.id === id) : undefined;
}
