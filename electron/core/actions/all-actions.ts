import type { ActionHandlers, LongHandlers } from '../context.ts';
import { acceptBureauKey } from './accept-bureau-key.ts';
import { acceptOlderCopy } from './accept-older-copy.ts';
import { addFileUpTo, DEFAULT_FILE_LIMIT } from './add-file.ts';
import { addNote } from './add-note.ts';
import { askColleagues } from './ask-colleagues.ts';
import { changePassphrase } from './change-passphrase.ts';
import { confirmWorkstationAction } from './confirm-workstation.ts';
import { createAccount } from './create-account.ts';
import { createCase } from './create-case.ts';
import { createDocument } from './create-document.ts';
import { createPerson } from './create-person.ts';
import { createVehicle } from './create-vehicle.ts';
import { deactivateAccount } from './deactivate-account.ts';
import { decideConflict } from './decide-conflict.ts';
import { discardDraft } from './discard-draft.ts';
import { fetchFile, fetchFileAgain, takeBackFetch } from './fetch-file.ts';
import { fetchRecord } from './fetch-record.ts';
import { fileConversation } from './file-conversation.ts';
import { linkPerson } from './link-person.ts';
import { makeBackupAction } from './make-backup.ts';
import { markMessagesRead } from './mark-messages-read.ts';
import { moveCase } from './move-case.ts';
import { needKeyring } from './need-keyring.ts';
import { pauseOutboxItem } from './pause-outbox-item.ts';
import { readBundle } from './read-bundle.ts';
import { releaseAccount } from './release-account.ts';
import { renewBureauKey } from './renew-bureau-key.ts';
import { replaceRecoveryKey } from './replace-recovery-key.ts';
import { resetPassphrase } from './reset-passphrase.ts';
import { resumeOutboxItem } from './resume-outbox-item.ts';
import { retryOutboxItem } from './retry-outbox-item.ts';
import { runCheck } from './run-check.ts';
import { saveDraft } from './save-draft.ts';
import { saveFile } from './save-file.ts';
import { sendMessage } from './send-message.ts';
import { setFetchLimit } from './set-fetch-limit.ts';
import { onlyUrgent, pauseSending } from './set-send-rule.ts';
import { settleAlikeArrivals } from './settle-alike.ts';
import { settleUnreadArrival } from './settle-arrival.ts';
import { showPresence } from './show-presence.ts';
import { syncNow } from './sync-now.ts';
import { takeOverBundle } from './take-over-bundle.ts';
import { updateCase } from './update-case.ts';
import { updateDocument } from './update-document.ts';
import { updatePerson } from './update-person.ts';
import { updateVehicle } from './update-vehicle.ts';
import { withdrawOutboxItem } from './withdraw-outbox-item.ts';
import { writeBundleFile } from './write-bundle.ts';
import { writeBundleAnswers } from './write-bundle-answers.ts';

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
  'sync.accept-older-copy': acceptOlderCopy,
  'outbox.retry': retryOutboxItem,
  'outbox.withdraw': withdrawOutboxItem,
  'outbox.pause': pauseOutboxItem,
  'outbox.resume': resumeOutboxItem,
  'arrival.settle': settleUnreadArrival,
  'arrival.settle-alike': settleAlikeArrivals,
  'sync.pause': pauseSending,
  'sync.only-urgent': onlyUrgent,
  'file.set-limit': setFetchLimit,
  'file.fetch': fetchFile,
  'file.take-back': takeBackFetch,
  'file.ask-colleagues': askColleagues,
  'file.fetch-again': fetchFileAgain,
  'conflict.decide': decideConflict,
  'draft.save': saveDraft,
  'draft.discard': discardDraft,
  'bureau-keys.confirm': confirmWorkstationAction,
  'bureau-keys.renew': renewBureauKey,
  'bureau-keys.accept': acceptBureauKey,
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
  'account.need-keyring': needKeyring,
  'workstation.replace-recovery-key': replaceRecoveryKey,
  'backup.make': makeBackupAction,
  'bundle.write': writeBundleFile,
  'bundle.read': readBundle,
  'bundle.write-answers': writeBundleAnswers,
  'bundle.take-over': takeOverBundle,
  'sync.now': syncNow,
  'presence.show': showPresence,
};
