import type { SourceEdit } from '#test/harness/store/mutated-bundle.ts';

/** A fault of the kind that slips into a synchronisation; the simulator has to notice it. */
export interface PlantedFault {
  readonly name: string;
  /** Lines of the product exchanged while it is bundled. */
  readonly edits: readonly SourceEdit[];
  /** Found by the first seed or two: tried on every change. */
  readonly quick?: true;
  /** Shows only where the hub is put back to a back-up, or where a workstation joins, which not every seed does. */
  readonly needs?: 'restore' | 'joining' | 'revocation';
}

const SYNC = 'electron/core/sync';
const TABLES = 'electron/core/store/tables';

const edit = (file: string, find: string, replace: string): SourceEdit => ({ file, find, replace });

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'the cursor moves before the rows',
    quick: true,
    edits: [
      edit(
        `${SYNC}/pull-lane.ts`,
        'const taken = moves ? takeIn(ctx, arrived, to, from) : arrived;',
        `if (moves) ctx.store.transaction((tx) => putSyncState(tx, 'stream-cursor', String(cursor)));
  const moved = { ...from, after: cursor };
  const taken = moves ? takeIn(ctx, arrived, to, moved) : arrived;`,
      ),
    ],
  },
  {
    name: 'the cursor goes one too far after a long page',
    edits: [
      edit(
        `${SYNC}/pull-lane.ts`,
        'arrived.at(-1)?.item.number ?? page.resumeAfter;',
        '(arrived.at(-1)?.item.number ?? page.resumeAfter) + (page.items.length > 2 ? 1 : 0);',
      ),
    ],
  },
  {
    name: 'the last sequence number is not kept',
    quick: true,
    edits: [edit(`${SYNC}/offer-lane.ts`, "putSyncState(tx, 'last-sequence', String(sequence));", '')],
  },
  {
    name: 'the hub does not keep its answers',
    edits: [edit('hub/services/acceptance.ts', 'storeAnswers(tx, answersOf(plan, verdicts));', '')],
  },
  {
    name: 'the hub takes a replay for another envelope',
    quick: true,
    edits: [
      edit(
        'hub/services/rule-on-envelopes.ts',
        "if (stored) return { do: 'answer', verdict: stored.verdict, isKnown: true };",
        '',
      ),
    ],
  },
  {
    name: 'a refused envelope does not use up its number',
    edits: [
      edit(
        'hub/services/rule-on-envelopes.ts',
        'accepted.set(caller.bureau, taken + 1);\n    spendNumber();',
        "accepted.set(caller.bureau, taken + 1);\n    if (ruling.do === 'accept') spendNumber();",
      ),
    ],
  },
  {
    name: 'an envelope goes to the first of its streams only',
    quick: true,
    edits: [
      edit(
        'hub/services/acceptance.ts',
        'streamsOf(document).map((bureau) => {',
        'streamsOf(document).slice(0, 1).map((bureau) => {',
      ),
    ],
  },
  {
    name: 'entries of the audit chain do not point back',
    quick: true,
    edits: [edit('hub/store/audit.ts', 'previousHash: last.hash };', 'previousHash: FIRST };')],
  },
  {
    name: 'what was being sent when the line broke is sent under another id',
    edits: [
      edit(
        `${TABLES}/outbox.ts`,
        `"UPDATE outbox SET state = 'waiting', updated_at = ? WHERE state = 'sending'"`,
        `\`UPDATE outbox SET state = 'waiting', envelope = NULL, envelope_id = substr(envelope_id, 1, 35) ||
           CASE substr(envelope_id, 36) WHEN 'a' THEN 'b' ELSE 'a' END, updated_at = ? WHERE state = 'sending'\``,
      ),
    ],
  },
  {
    name: 'what was being sent when the line broke is taken for sent',
    edits: [
      edit(
        `${TABLES}/outbox.ts`,
        "UPDATE outbox SET state = 'waiting', updated_at = ? WHERE state = 'sending'",
        "UPDATE outbox SET state = 'sent', updated_at = ? WHERE state = 'sending'",
      ),
    ],
  },
  {
    name: 'a message that comes again is another message',
    needs: 'restore',
    edits: [
      edit(
        'electron/core/messages/receive-message.ts',
        'const known = messageById(rec.tx, messageIdOf(rec.tx, incoming.envelopeId));',
        'const known = null as MessageRecord | null;',
      ),
      edit(
        'electron/core/messages/receive-message.ts',
        'const arrived = messageOf(rec, incoming);',
        'const arrived = { ...messageOf(rec, incoming), id: rec.newId() as MessageId };',
      ),
    ],
  },
  {
    name: 'what a restored hub has lost is not offered again',
    needs: 'restore',
    edits: [edit(`${SYNC}/contact-lane.ts`, 'offerLostAgain(ctx, answer.nextSequence);', '')],
  },
  {
    name: 'the hub is not told which history a cursor belongs to',
    needs: 'restore',
    edits: [edit(`${SYNC}/pull-lane.ts`, `\${epoch ? \`&epoch=\${epoch}\` : ''}`, '')],
  },
  {
    name: 'a receipt that comes before its message is forgotten',
    needs: 'restore',
    edits: [
      edit('electron/core/messages/take-receipt.ts', 'else keepEarlyReceipt(rec, from, receipt);', 'else return;'),
    ],
  },
  {
    name: 'each workstation of a bureau leaves it to the others to say that a message arrived',
    edits: [
      edit('electron/core/messages/receive-message.ts', '&& !incoming.isAcknowledged)', '&& incoming.isAcknowledged)'),
    ],
  },
  {
    name: 'what one changed oneself is not put where the stream has it',
    edits: [
      edit(
        `${SYNC}/take-in-envelope.ts`,
        "    applyEarlyReceipts(rec, opened.envelope.id);\n  }\n  if (opened.kind === 'record-changes') takeInChanges(tx, ctx, item, opened);",
        '    applyEarlyReceipts(rec, opened.envelope.id);\n  }',
      ),
    ],
  },
  {
    name: 'a change that a colleague made meanwhile is overwritten',
    edits: [
      edit(
        'electron/core/sharing/apply-entries.ts',
        'const isNew = keepChange(rec.tx, change, place);',
        'const isNew = keepChange(rec.tx, { ...change, parents: [] }, place);',
      ),
    ],
  },
  {
    name: 'what came before the keys is not opened with them',
    needs: 'joining',
    edits: [edit('electron/core/bureau-keys/receive-keys.ts', "putSyncState(rec.tx, OPEN_KEPT, 'yes');", '')],
  },
  {
    name: 'a revoked workstation costs no new key',
    needs: 'revocation',
    edits: [
      edit(
        `${SYNC}/key-lane.ts`,
        "if (by === null && !(isExposed && isMyTurn(ctx, 'renew', current))) return;",
        'if (by === null) return;',
      ),
    ],
  },
  {
    name: 'the directory is fetched once',
    needs: 'joining',
    edits: [
      edit(
        `${SYNC}/directory-lane.ts`,
        'if (answer.status === 304) return;',
        'if (answer.status === 304 || etag) return;',
      ),
    ],
  },
  {
    name: 'a change is acknowledged before it is on the disk',
    quick: true,
    edits: [
      edit(
        'electron/core/store/journal-writer.ts',
        'writeFully(this.#fs, this.#file, bytes, this.#position);\n    this.#fs.fdatasync(this.#file);\n',
        'writeFully(this.#fs, this.#file, bytes, this.#position);\n',
      ),
    ],
  },
  {
    name: 'a file is offered and not brought',
    quick: true,
    edits: [edit(`${SYNC}/upload-lane.ts`, 'if (!isThere) await this.put(', 'if (isThere) await this.put(')],
  },
  {
    name: 'the case a request was sent from is told to nobody',
    quick: true,
    needs: 'joining',
    edits: [
      edit(
        'electron/core/sharing/place-in-case.ts',
        'share(ctx, { title, caseId, edited, told: [...told, ...moved], priority });',
        'share(ctx, { title, caseId, told, priority });',
      ),
    ],
  },
  {
    name: 'what timelines tell of a conversation stays where it was',
    edits: [
      edit('electron/core/messages/put-into-case.ts', 'moveEventsOfConversation(tx, conversationId, caseId);\n', '\n'),
    ],
  },
  {
    name: 'an older copy gives numbers that were given',
    edits: [
      edit(
        `${SYNC}/contact-lane.ts`,
        'if (goOn) countOnFrom(tx, answer.nextSequence, ctx.clock.now());\n    else goOnFrom(tx, answer.nextSequence);',
        'countOnFrom.toString();',
      ),
    ],
  },
  {
    name: 'a file that somebody asks for waits on',
    quick: true,
    edits: [
      edit(
        'electron/core/actions/fetch-file.ts',
        'else askForAttachment(tx, file.id, now);',
        'else noteNotAskedFor(tx, file.id);',
      ),
    ],
  },
  {
    name: 'a colleague says that a file comes, and does not bring it',
    edits: [
      edit(
        'electron/core/sharing/file-wants.ts',
        'if (!isContentOnItsWay(rec.tx, sha256)) queueFileContent(',
        'if (isContentOnItsWay(rec.tx, sha256)) queueFileContent(',
      ),
    ],
  },
  {
    name: 'a file that is smaller than a new limit waits on',
    edits: [
      edit(
        'electron/core/actions/set-fetch-limit.ts',
        "if (bytes === null || file.size <= bytes) setAttachmentState(tx, file.id, 'arriving');",
        "if (bytes !== null && file.size <= bytes) setAttachmentState(tx, file.id, 'arriving');",
      ),
    ],
  },
  {
    name: 'what a colleague writes about a document is taken in and not written down',
    quick: true,
    edits: [
      edit('electron/core/sharing/shared-objects.ts', 'updateDocumentFields(tx, before.id, after.data, now);', ''),
    ],
  },
  {
    name: 'a file is given up when the line breaks',
    edits: [
      edit(
        `${SYNC}/passing.ts`,
        'if (error instanceof TransportError) return true;',
        'if (error instanceof TransportError) return false;',
      ),
    ],
  },
  {
    name: 'what may have arrived can be withdrawn',
    edits: [edit('electron/core/outbox/outbox-item.ts', '!isUndecided(item) &&', 'isUndecided !== null &&')],
  },
  {
    name: 'a contact is announced before it is written down',
    quick: true,
    edits: [
      edit(
        `${SYNC}/contact-lane.ts`,
        'store.transaction((tx) => putContactState(tx, { number, tokens: withinBounds([...tokens, token]) }));',
        '',
      ),
    ],
  },
  {
    name: 'after a failure nobody tries again',
    edits: [edit(`${SYNC}/sync-loop.ts`, 'this.schedule(backOff(this.ctx, this.failures, atLeast));', 'void atLeast;')],
  },
];
