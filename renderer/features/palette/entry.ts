import type { SearchHit } from '#shared/ipc/desk.ts';

/** Something the palette offers: to do, or to open. */
export interface Entry {
  readonly id: string;
  readonly kind: SearchHit['kind'] | 'command';
  readonly title: string;
  /** Where it belongs: the group of a command, what a hit was found by. */
  readonly detail: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}
