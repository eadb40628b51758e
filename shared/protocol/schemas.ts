import { z } from 'zod';
import { offerRequest, offerResponse } from './acceptance.ts';
import { auditPage, auditQuery } from './audit-checkpoint.ts';
import { blobAddress, blobState, chunkAddress } from './blobs.ts';
import { bureauKeyRenewal, bureauKeyRenewed } from './bureau-key.ts';
import { bureauKeysBody } from './bureau-keys-body.ts';
import { carriedQuestions } from './carried-check.ts';
import { checkConfirmationBody } from './check-confirmation-body.ts';
import {
  checkRequest,
  checkResponse,
  copyAddress,
  copyPage,
  copyQuery,
  recordAddress,
  recordQuery,
  recordResponse,
} from './checks.ts';
import { contactAnswer, contactRequest } from './contact.ts';
import { directory } from './directory.ts';
import { caResponse, enrolmentRequest, enrolmentResponse } from './enrolment.ts';
import { envelope } from './envelope.ts';
import { protocolError } from './errors.ts';
import { carriedOffer, hubStatement, signedStatement } from './hub-statement.ts';
import { messageBody } from './message-body.ts';
import { messageReceiptBody } from './message-receipt-body.ts';
import { presenceAnnouncement, presenceBody, presenceMessage } from './presence.ts';
import { recordChangesBody } from './record-changes-body.ts';
import { streamPage, streamQuery } from './stream.ts';
import { wakeMessage } from './wake.ts';

/** Every message of the protocol by name: the guard over the version and the published description read this list. */
export const protocolSchemas = {
  Envelope: envelope,
  MessageBody: messageBody,
  MessageReceiptBody: messageReceiptBody,
  CheckConfirmationBody: checkConfirmationBody,
  RecordChangesBody: recordChangesBody,
  BureauKeysBody: bureauKeysBody,
  OfferRequest: offerRequest,
  OfferResponse: offerResponse,
  CarriedOffer: carriedOffer,
  CarriedQuestions: carriedQuestions,
  SignedStatement: signedStatement,
  HubStatement: hubStatement,
  StreamQuery: streamQuery,
  StreamPage: streamPage,
  Directory: directory,
  ContactRequest: contactRequest,
  ContactAnswer: contactAnswer,
  CaResponse: caResponse,
  EnrolmentRequest: enrolmentRequest,
  EnrolmentResponse: enrolmentResponse,
  BureauKeyRenewal: bureauKeyRenewal,
  BureauKeyRenewed: bureauKeyRenewed,
  BlobAddress: blobAddress,
  ChunkAddress: chunkAddress,
  BlobState: blobState,
  CheckRequest: checkRequest,
  CheckResponse: checkResponse,
  RecordAddress: recordAddress,
  RecordQuery: recordQuery,
  RecordResponse: recordResponse,
  CopyAddress: copyAddress,
  CopyQuery: copyQuery,
  CopyPage: copyPage,
  AuditQuery: auditQuery,
  AuditPage: auditPage,
  WakeMessage: wakeMessage,
  PresenceAnnouncement: presenceAnnouncement,
  PresenceMessage: presenceMessage,
  PresenceBody: presenceBody,
  ProtocolError: protocolError,
} as const satisfies Record<string, z.ZodType>;

/** JSON Schema (2020-12) of a message as it stands on the wire. */
export function toWireSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input' });
}
