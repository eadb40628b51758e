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
  'bureau-suspended',
  'hub-unreachable', // hub
  'hub-other', // hub
  'hub-refused', // detail
  'hub-busy',
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
  'keyring-refused',
  'store-in-use',
  'store-damaged', // file, kept
  'store-newer', // version
  'store-newer-unknown',
  'store-missing',
  'store-keys-missing',
  'salvage-needs-supervisor',
  'looking-only',
  // The hub's history
  'hub-history-broken', // number, detail
  'hub-history-restored', // number, count
  // The state of the store
  'store-full', // size, limit (bytes)
  'store-nearly-full', // size, limit (bytes)
  'disk-short', // free, needed (bytes)
  'store-unsound',
  // Cases, persons, objects
  'not-found', // kind
  'edited-elsewhere', // version
  'case-closed', // reference
  'move-not-possible', // from, move
  'reason-missing',
  'officer-not-usable',
  'already-in-case', // reference
  'field-disputed', // field
  'conflict-moved-on',
  // Files
  'file-unreadable', // name
  'file-empty', // name
  'file-too-large', // name, size, limit (bytes)
  'file-not-here', // name
  'file-on-demand', // name
  'file-gone', // name, by
  'file-damaged', // name
  'file-not-written',
  'disk-full',
  // Checks
  'record-not-here',
  // Messages and the outbox
  'precision-check', // codes, count
  'already-sent',
  'not-waiting-for-a-person',
  // Bundles
  'bundle-not-one',
  'bundle-newer', // version
  'bundle-other-bureau',
  'bundle-other-workstation', // name
  'bundle-own',
  'bundle-incomplete',
  'bundle-damaged',
  'bundle-empty',
  'bundle-no-network',
  'bundle-hub-unknown',
  'bundle-older-copy',
  'bundle-sender-unknown',
  'bundle-sender-revoked', // workstation
  'bundle-revoked-midway',
  'bundle-bureau-suspended',
  'bundle-hub-refused', // detail
  'bundle-sender-active', // workstation
  'workstation-not-revoked',
  // Keys of the bureaus
  'waiting-for-keys',
  'fingerprint-differs',
  'workstations-unconfirmed',
  // Accounts
  'username-taken', // username
  'own-account',
  'last-administrator',
  'last-supervisor',
  'passphrase-wrong',
  // Back-up, restore, erasure
  'folder-not-chosen',
  'backup-disk-full',
  'backup-not-written', // detail
  'backup-source-unreadable', // file
  'backup-not-verified',
  'backup-unreadable', // detail
  'backup-damaged',
  'restore-disk-full',
  'needs-enrolment',
  'bureau-other', // bureau
  'keys-not-destroyed',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
