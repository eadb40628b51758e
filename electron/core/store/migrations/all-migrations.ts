import type { Migration } from '../migrate.ts';
import { casework } from './0001-casework.ts';
import { outboxPause } from './0002-outbox-pause.ts';
import { bureauKeys } from './0003-bureau-keys.ts';
import { bundles } from './0004-bundles.ts';
import { sharing } from './0005-sharing.ts';
import { sharedFiles } from './0006-shared-files.ts';
import { askingWorkstation } from './0007-asking-workstation.ts';
import { arrivingFiles } from './0008-arriving-files.ts';
import { messageLists } from './0009-message-lists.ts';
import { settledArrivals } from './0010-settled-arrivals.ts';
import { unreadPages } from './0011-unread-pages.ts';
import { forgottenChanges } from './0012-forgotten-changes.ts';
import { placesOfConversations } from './0013-places-of-conversations.ts';
import { takenBack } from './0014-taken-back.ts';
import { filesOnDemand } from './0015-files-on-demand.ts';
import { earlyReceipts } from './0016-early-receipts.ts';
import { arrivals } from './0017-arrivals.ts';
import { keptEnvelopes } from './0018-kept-envelopes.ts';

/** In the order of their versions. A released migration is never edited; the next one adds. */
export const allMigrations: readonly Migration[] = [
  casework,
  outboxPause,
  bureauKeys,
  bundles,
  sharing,
  sharedFiles,
  askingWorkstation,
  arrivingFiles,
  messageLists,
  settledArrivals,
  unreadPages,
  forgottenChanges,
  placesOfConversations,
  takenBack,
  filesOnDemand,
  earlyReceipts,
  arrivals,
  keptEnvelopes,
];
