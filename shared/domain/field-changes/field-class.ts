/**
 * How two edits of one field that did not know of each other come together again (docs/adr/0008-merge-rules.md).
 *
 *   append-only    what both added stands, each once
 *   set            what one added and what the other took away both happen
 *   free-text      both texts are kept until a person has made one of them
 *   state-machine  the second move counts where it may follow the first; otherwise both are kept until a person decides
 *   plain          both values are kept until a person decides
 *   latest         what the hub had last stands: only where a thing is put, which anybody sees and can put elsewhere again
 *   legal          identity, purpose, handling, disclosure: both values are kept until a supervisor decides
 *
 * No class ever loses what somebody wrote, and no clock has a say in any of them.
 */
export const fieldClasses = ['append-only', 'set', 'free-text', 'state-machine', 'plain', 'latest', 'legal'] as const;
export type FieldClass = (typeof fieldClasses)[number];

export interface FieldRule {
  readonly class: FieldClass;
  /** Of a state machine: whether one value may follow another by some move. */
  readonly canFollow?: (from: unknown, to: unknown) => boolean;
}
