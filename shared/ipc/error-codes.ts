/**
 * Every error a person can meet. Each has its texts errors.<code>.{what,safe,do} in all four languages (renderer/locales);
 * a guard test holds the two lists together. `params` that fill the texts in stand beside the code.
 */
export const errorCodes = [
  // Around every call
  'unknown-method',
  'invalid-input', // field
  'locked',
  'forbidden',
  'store-read-only', // reason
  'cancelled',
  'unexpected',
  'core-ended',
  // Enrolment
  'code-mistyped', // problem
  'code-wrong',
  'code-used',
  'code-expired',
  'hub-unreachable', // hub
  'hub-other', // hub
  'hub-refused', // detail
  'hub-busy',
  'bureau-has-key',
  'update-needed',
  'already-enrolled',
  // Signing in
  'sign-in-refused', // seconds
  'sign-in-throttled', // seconds
  'sign-in-needs-supervisor',
  'account-inactive',
  'recovery-key-mistyped',
  'recovery-key-wrong',
  'weak-passphrase',
  'keyring-unavailable',
  'store-in-use',
  'store-damaged', // file, kept
  'store-newer',
  'store-missing',
  // Cases, persons, objects
  'not-found', // kind
  'edited-elsewhere', // version
  'case-closed', // reference
  'move-not-possible', // from, move
  'reason-missing',
  'officer-not-usable',
  'already-in-case', // reference
  // Files
  'file-unreadable', // name
  'file-empty', // name
  'file-too-large', // name, size, limit (bytes)
  'file-not-here', // name
  'file-damaged', // name
  'file-not-written',
  'disk-full',
  // Checks
  'record-not-here',
  // Messages and the outbox
  'precision-check', // codes, count
  'already-sent',
  'not-waiting-for-a-person',
  // Accounts
  'username-taken', // username
  'own-account',
  'last-administrator',
  'last-supervisor',
  'passphrase-wrong',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
