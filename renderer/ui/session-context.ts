import { createContext, useContext } from 'react';
import { isPermitted, type Permission } from '#shared/domain/permissions.ts';
import type { SignedInUser } from '#shared/ipc/session.ts';

export interface Session {
  readonly user: SignedInUser;
  /** Code of the bureau this workstation belongs to, e.g. UTO. */
  readonly bureau: string | null;
  /** The store is only looked at: whoever signed in may read what they could read, and change nothing. */
  readonly looking: boolean;
}

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in, and what they may do: screens show only what the core would answer. */
export function useSession(): Session & { readonly can: (permission: Permission) => boolean } {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession is used outside of a session');
  return { ...session, can: (permission) => mayDo(session, permission) };
}

const mayDo = ({ user, looking }: Session, permission: Permission): boolean =>
  isPermitted(user.roles, permission) && (!looking || permission.endsWith('.read'));
