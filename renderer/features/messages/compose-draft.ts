import { type MessageDraft, messageDraft } from '#shared/ipc/messages.ts';

/** What the address of the compose page says the new message is about. */
export interface ComposeContext {
  readonly caseId?: string | undefined;
  readonly inReplyTo?: string | undefined;
  readonly personId?: string | undefined;
  readonly resend?: string | undefined;
}

/** Name of the sealed draft: one for each message answered or sent again, one for each case, one for anything else. */
export function composeDraftKey({ resend, inReplyTo, caseId }: ComposeContext): string {
  if (resend) return `compose:resend:${resend}`;
  if (inReplyTo) return `compose:answer:${inReplyTo}`;
  return caseId ? `compose:case:${caseId}` : 'compose:new';
}

/** A request about which nothing is known but what the address says. What is no valid id is left out. */
export function draftFromContext({ caseId, personId }: ComposeContext): MessageDraft {
  const { shape } = messageDraft;
  const knownCase = shape.caseId.safeParse(caseId);
  const persons = shape.personIds.safeParse(personId ? [personId] : []);
  return messageDraft.parse({
    caseId: knownCase.success ? knownCase.data : null,
    personIds: persons.success ? persons.data : [],
  });
}

/** Takes along nothing of another case: what was chosen to be enclosed belongs to the case it was chosen from. */
export function withCase(draft: MessageDraft, caseId: MessageDraft['caseId']): MessageDraft {
  if (caseId === draft.caseId) return draft;
  return { ...draft, caseId, personIds: [], documentIds: [], vehicleIds: [], attachmentIds: [] };
}

/** Adds what is not in the list, takes out what is. */
export function toggled<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}
