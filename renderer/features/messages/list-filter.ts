import type { Input } from '#shared/ipc/contract.ts';

export const boxes = ['all', 'inbox', 'sent'] as const;
export type Box = (typeof boxes)[number];

/** What a person set above the list of messages. */
export interface MessageFilter {
  readonly box: Box;
  readonly search: string;
  readonly unanswered: boolean;
}

export const everything: MessageFilter = { box: 'all', search: '', unanswered: false };

/** Whether the filter can hide messages: an empty list then means "none match", not "there are none". */
export function narrows({ box, search, unanswered }: MessageFilter): boolean {
  return box !== 'all' || unanswered || search.trim() !== '';
}

/** The same filter as the core's query takes it; the window comes from the list. */
export function toListInput(filter: MessageFilter): Omit<Input<'message.list'>, 'offset' | 'limit'> {
  return { box: filter.box, search: filter.search.trim(), unanswered: filter.unanswered };
}
