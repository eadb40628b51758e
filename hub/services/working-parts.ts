/** The parts of a running hub that outlive a request: what each takes and gives. */
import type { Verdict } from '#shared/protocol/acceptance.ts';
import type { CheckRequest } from '#shared/protocol/checks.ts';
import type { Directory } from '#shared/protocol/directory.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import type { Epoch } from '#shared/protocol/epoch.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { StoredCheck } from '../store/checks.ts';
import type { KnownWorkstation } from '../store/workstations.ts';
import type { Caller } from './caller.ts';
import type { Gathered } from './gather.ts';
import type { HubError } from './hub-error.ts';
import type { Objection } from './judge-envelope.ts';

/** The workstation a certificate (its SHA-256) belongs to, as the database knows it now. */
export type CertificateLookUp = Gathered<string, KnownWorkstation | undefined>;

/** What the audit chain is to say of somebody who was refused. */
export interface Refused {
  readonly entry: AuditEntry;
  /** What the hub itself has given the caller: the id of a workstation, or a certificate; null where it is anybody who reaches the port. */
  readonly caller: string | null;
}

/** Writes down that somebody was refused, or counts it. */
export type RefusalWriter = Gathered<Refused, null>;

export interface StreamEnd {
  readonly epoch: Epoch;
  /** The last number; 0 = nothing has come yet. */
  readonly head: number;
}

/** Where the stream of a bureau ends, as it is when the question is put or later. */
export type StreamEnds = Gathered<string, StreamEnd>;

export interface TaggedDirectory {
  readonly directory: Directory;
  /** Changes when the content does. */
  readonly etag: string;
}

/** Everybody who can be written to, with their public keys, as the database knows them now. */
export type DirectoryReader = () => Promise<TaggedDirectory>;

/** An offered value, read as far as it can be. */
export interface Offered {
  readonly caller: Caller;
  readonly id: NonNullable<Verdict['id']>;
  readonly from: { readonly bureau: string; readonly workstation: string };
  readonly sequence: number;
  /** Its canonical JSON: what is hashed, what is signed but for the signature, and what is kept. */
  readonly text: string;
  readonly contentSha256: string;
  /** Null when it is not a whole envelope or its signature does not hold: then `fault` says which. */
  readonly envelope: Envelope | null;
  readonly fault: Objection;
}

export interface Decided {
  readonly verdict: Verdict;
  readonly epoch: Epoch;
  /** It had been decided before: the stored answer. */
  readonly isKnown: boolean;
}

/** Decides on one offered envelope, together with what others offer at the same moment; unless its caller may not ask any more. */
export type Acceptance = Gathered<Offered, Decided | HubError>;

/** A check that was asked, with the hash of the question. */
export interface AskedCheck {
  readonly caller: Caller;
  readonly request: CheckRequest;
  readonly contentSha256: string;
}

/** Answers a check, together with those asked at the same moment; one of them may fail by itself. */
export type Checking = Gathered<AskedCheck, StoredCheck | HubError>;

/**
 * Back-pressure: a process takes on a bounded number of requests and bytes. What is too much is told at once that the hub
 * is busy and when to come back, instead of waiting in a queue that grows until nothing is answered.
 */
export interface Admission {
  /**
   * Takes a request on; returns how to say that it is done. Throws HubError `busy`, also where one asker alone would take too much of what is
   * there for all. `bytes`: the size of its body.
   */
  enter(asker: string, bytes: number): () => void;
}
