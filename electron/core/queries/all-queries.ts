import type { QueryHandlers } from '../context.ts';
import { accountKeyring } from './account-keyring.ts';
import { bureauKeysOverview } from './bureau-keys-overview.ts';
import { caseDocuments } from './case-documents.ts';
import { caseFiles } from './case-files.ts';
import { caseNotes } from './case-notes.ts';
import { casePersons } from './case-persons.ts';
import { caseTimeline } from './case-timeline.ts';
import { caseVehicles } from './case-vehicles.ts';
import { erasable } from './erasable.ts';
import { fileLimit } from './fetch-limit.ts';
import { getCase } from './get-case.ts';
import { getCheck } from './get-check.ts';
import { getDocument } from './get-document.ts';
import { getDraft } from './get-draft.ts';
import { getPerson } from './get-person.ts';
import { getStatus } from './get-status.ts';
import { getVehicle } from './get-vehicle.ts';
import { lastBackup } from './last-backup.ts';
import { listAccounts } from './list-accounts.ts';
import { listAudit } from './list-audit.ts';
import { listBundles } from './list-bundles.ts';
import { listCases } from './list-cases.ts';
import { listChecks } from './list-checks.ts';
import { listConflicts } from './list-conflicts.ts';
import { listCopies } from './list-copies.ts';
import { listDesk } from './list-desk.ts';
import { listDirectory } from './list-directory.ts';
import { listMessages } from './list-messages.ts';
import { listObjects } from './list-objects.ts';
import { listOfficers } from './list-officers.ts';
import { listOutbox } from './list-outbox.ts';
import { listUnreadArrivals } from './list-unread-arrivals.ts';
import { messageThread } from './message-thread.ts';
import { othersPresent } from './others-present.ts';
import { outboxProgress } from './outbox-progress.ts';
import { prefillMessage } from './prefill-message.ts';
import { reviewMessage } from './review-message.ts';
import { searchAll } from './search-all.ts';
import { workstationInfo } from './workstation-info.ts';

/** Every query of the contract; one that is missing does not compile. */
export const queryHandlers: QueryHandlers = {
  'case.list': listCases,
  'case.get': getCase,
  'case.timeline': caseTimeline,
  'case.notes': caseNotes,
  'case.persons': casePersons,
  'case.documents': caseDocuments,
  'case.vehicles': caseVehicles,
  'case.files': caseFiles,
  'file.limit': fileLimit,
  'person.get': getPerson,
  'document.get': getDocument,
  'vehicle.get': getVehicle,
  'object.list': listObjects,
  'check.list': listChecks,
  'check.get': getCheck,
  'check.copies': listCopies,
  'message.list': listMessages,
  'message.thread': messageThread,
  'message.prefill': prefillMessage,
  'message.review': reviewMessage,
  'outbox.list': listOutbox,
  'bundle.list': listBundles,
  'outbox.progress': outboxProgress,
  'arrival.unread': listUnreadArrivals,
  'status.get': getStatus,
  'desk.list': listDesk,
  'conflict.list': listConflicts,
  'presence.others': othersPresent,
  'search.all': searchAll,
  'draft.get': getDraft,
  'account.list': listAccounts,
  'account.keyring': accountKeyring,
  'officer.list': listOfficers,
  'workstation.info': workstationInfo,
  'directory.list': listDirectory,
  'audit.list': listAudit,
  'backup.last': lastBackup,
  'workstation.erasable': erasable,
  'bureau-keys.overview': bureauKeysOverview,
};
