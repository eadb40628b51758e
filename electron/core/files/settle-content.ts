import type { Workstation } from '../context.ts';
import { isContentUsed } from '../store/tables/attachments.ts';

/**
 * After a content was sealed and its rows were to be written: what no row uses goes again. Where the store takes nothing any more nobody
 * knows whether the last record is on the disk: the content stays, and the next start knows (upkeep/collect-orphans.ts).
 * @param digest SHA-256 in hexadecimal digits
 */
export function settleContent(
  { attachments, store }: Pick<Workstation, 'attachments' | 'store'>,
  digest: string,
): void {
  attachments.settle(digest, () => store.status().readOnly || isContentUsed(store.read, digest));
}
