import type { PrecisionFinding } from '#shared/domain/precision-check.ts';
import { type MessageDraft, messageDraft } from '#shared/ipc/messages.ts';

/**
 * Takes a choice of the precision check: the code into a field of codes, the words in the place of what could be read in
 * several ways. What has no such place stays as it is.
 * @param choice as the check names it @param words the same in the author's language
 */
export function withChoice(
  draft: MessageDraft,
  { field, about }: Pick<PrecisionFinding, 'field' | 'about'>,
  choice: string,
  words: string,
): Partial<MessageDraft> {
  if (field === 'purpose' || field === 'handling' || field === 'marking') {
    const code = messageDraft.shape[field].safeParse(choice);
    return code.success ? { [field]: code.data } : {};
  }
  if (about === null || (field !== 'subject' && field !== 'body')) return {};
  const text = draft[field];
  const at = text.indexOf(about);
  if (at < 0) return {};
  return { [field]: text.slice(0, at) + words + text.slice(at + about.length) };
}

/** Of what kept the message from being sent, that which still does. */
export function stillStanding(
  refused: readonly PrecisionFinding[],
  now: readonly PrecisionFinding[] | null,
): readonly PrecisionFinding[] {
  const isSame = (a: PrecisionFinding, b: PrecisionFinding) => a.code === b.code && a.about === b.about;
  return now === null ? refused : refused.filter((one) => now.some((other) => isSame(one, other)));
}

/** What keeps the message from leaving first, each group in the order of the check. */
export function inOrder(findings: readonly PrecisionFinding[]) {
  const of = (severity: PrecisionFinding['severity']) => findings.filter((one) => one.severity === severity);
  return { blocking: of('blocking'), warnings: of('warning') };
}
