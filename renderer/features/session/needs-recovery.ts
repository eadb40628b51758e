import type { AppError } from '#shared/ipc/wire.ts';

/** Whether the recovery key is a way out, where the person at the door has no other. */
export const needsRecovery = ({ code }: AppError): boolean =>
  code === 'keyring-unavailable' || code === 'sign-in-needs-supervisor';
