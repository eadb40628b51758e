import { createHash } from 'node:crypto';
import {
  digitGroups,
  type JoiningWorkstation,
  keyFingerprintInput,
  workstationFingerprintInputs,
} from '#shared/protocol/fingerprint.ts';

const digits = (input: Uint8Array): string => digitGroups(createHash('sha256').update(input).digest());

/** What two officers read to each other of a bureau's key. */
export const keyFingerprint = (bureau: string, publicKey: string): string =>
  digits(keyFingerprintInput(bureau, publicKey));

/** What is compared on two machines before a workstation is handed its bureau's keys. */
export const workstationFingerprint = (joining: JoiningWorkstation): string =>
  workstationFingerprintInputs(joining).map(digits).join(' ');
