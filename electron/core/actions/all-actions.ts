import type { ActionHandlers, LongHandlers } from '../context.ts';
import { addFileUpTo, DEFAULT_FILE_LIMIT } from './add-file.ts';
import { addNote } from './add-note.ts';
import { changePassphrase } from './change-passphrase.ts';
import { createAccount } from './create-account.ts';
import { createCase } from './create-case.ts';
import { createDocument } from './create-document.ts';
import { createPerson } from './create-person.ts';
import { createVehicle } from './create-vehicle.ts';
import { deactivateAccount } from './deactivate-account.ts';
import { discardDraft } from './discard-draft.ts';
import { fetchRecord } from './fetch-record.ts';
import { fileConversation } from './file-conversation.ts';
import { linkPerson } from './link-person.ts';
import { markMessagesRead } from './mark-messages-read.ts';
import { moveCase } from './move-case.ts';
import { releaseAccount } from './release-account.ts';
import { resetPassphrase } from './reset-passphrase.ts';
import { retryOutboxItem } from './retry-outbox-item.ts';
import { runCheck } from './run-check.ts';
import { saveDraft } from './save-draft.ts';
import { saveFile } from './save-file.ts';
import { sendMessage } from './send-message.ts';
import { syncNow } from './sync-now.ts';
import { updateCase } from './update-case.ts';
import { updateDocument } from './update-document.ts';
import { updatePerson } from './update-person.ts';
import { updateVehicle } from './update-vehicle.ts';
import { withdrawOutboxItem } from './withdraw-outbox-item.ts';

/** Every action of the contract that is one transaction; one that is missing does not compile. */
export const actionHandlers: ActionHandlers = {
  'account.release': releaseAccount,
  'case.create': createCase,
  'case.update': updateCase,
  'case.move': moveCase,
  'note.add': addNote,
  'person.create': createPerson,
  'person.update': updatePerson,
  'person.link': linkPerson,
  'document.create': createDocument,
  'document.update': updateDocument,
  'vehicle.create': createVehicle,
  'vehicle.update': updateVehicle,
  'check.run': runCheck,
  'message.send': sendMessage,
  'message.mark-read': markMessagesRead,
  'message.file': fileConversation,
  'outbox.retry': retryOutboxItem,
  'outbox.withdraw': withdrawOutboxItem,
  'draft.save': saveDraft,
  'draft.discard': discardDraft,
};

/** Those that work for a while. */
export const longHandlers: LongHandlers = {
  'file.add': addFileUpTo(DEFAULT_FILE_LIMIT),
  'file.save': saveFile,
  'check.fetch-record': fetchRecord,
  'account.create': createAccount,
  'account.reset-passphrase': resetPassphrase,
  'account.deactivate': deactivateAccount,
  'account.change-passphrase': changePassphrase,
  'sync.now': syncNow,
};
